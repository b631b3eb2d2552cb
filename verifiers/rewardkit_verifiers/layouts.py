"""Labelled sets as they were published, read for `rewardkit certify --layout`."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Mapping
from typing import Any

from rewardkit import Reward, Sample
from rewardkit.certify.labelled import Labelled
from rewardkit.certify.trial import Skip, configured

Row = Mapping[str, Any]
_APPROVING = {"fake": "approve"}
_BOUND = re.compile(r"score\s*([<>])=?\s*([\d.]+)")


def _answer(row: Row, gold: Any, text: str, bare: bool, right: Any) -> Labelled:
    completion = f"\\boxed{{{text}}}" if bare else text
    sample = Sample(completion, str(row.get("prompt") or ""), gold)
    return Labelled(str(row["id"]), configured("math/equivalence"), sample, bool(right))


def read_second_math(row: Row) -> Labelled:
    """Read `gold`, `pred` and `expected`; at `level: answer` the answer stands bare."""
    return _answer(row, row["gold"], row["pred"], row["level"] == "answer", row["expected"])


read_math_pairs = read_second_math


def read_hardverify(row: Row) -> Labelled:
    """Read `reference`, a bare `answer_text` and `right`."""
    return _answer(row, row["reference"], row["answer_text"], True, row["right"])


def read_pitfalls(row: Row) -> Labelled:
    """Read a whole `completion` with its `reference` and `right`."""
    return _answer(row, row["reference"], row["completion"], False, row["right"])


def read_gaokao(row: Row) -> Labelled:
    """Read a reply to a question of several choices, with its letters and `right`."""
    sample = Sample(row["completion"], row["prompt"], row["answer"])
    return Labelled(row["id"], configured("text/choice"), sample, bool(row["right"]))


def read_evouna(row: Row) -> Labelled:
    """Read a reply to a short question, with its aliases and `right`."""
    sample = Sample(row["completion"], row["prompt"], row["references"])
    return Labelled(row["id"], configured("text/answer"), sample, bool(row["right"]))


def read_bfcl(row: Row) -> Labelled:
    """Read candidate calls with the tools and `possible_answer` of a BFCL row."""
    columns = {"tools": row["tools"], "category": str(row.get("category") or "")}
    sample = Sample(row["completion"], row["prompt"], row["possible_answer"], columns)
    return Labelled(row["id"], configured("tools/calls", compat="bfcl"), sample, bool(row["right"]))


def _ifbench(row: Row, mode: str) -> Labelled:
    columns = {"instruction_id_list": row["verifiers"], "kwargs": row["kwargs"]}
    reward = configured("follow/instructions", mode=mode, credit="all", compat="ifbench")
    sample = Sample(row["completion"], row["prompt"], columns=columns)
    return Labelled(row["id"], reward, sample, all(row[mode]))


def read_ifbench(row: Row) -> Labelled:
    """Read an output with its constraints; right where all `strict` verdicts are."""
    return _ifbench(row, "strict")


def read_ifbench_loose(row: Row) -> Labelled:
    """Read an output with its constraints; right where all `loose` verdicts are."""
    return _ifbench(row, "loose")


def read_second_judge(row: Row) -> Labelled:
    """Read a completion for a judge that approves of everything; `must` bounds its score."""
    bound = _BOUND.search(row["must"])
    if bound is None:
        raise Skip(f"unknown bound {row['must'][:40]!r}")
    right, limit = bound[1] == ">", float(bound[2])
    reward: Reward
    if row["mode"] == "reference":
        reward = configured("judge/reference", judge=_APPROVING)
    else:
        reward = configured(
            "judge/rubric", judge=_APPROVING, criteria=["It answers what was asked."]
        )
    sample = Sample(row["completion"], row["prompt"], row.get("gold"))
    # A hostile row may get up to its bound, and is paid above it.
    paid = limit if right else limit + 1e-9
    return Labelled(row["id"], reward, sample, right, paid)


_DECIDED = 0.75


def read_tulu(row: Row) -> Labelled:
    """Read two completions that people compared; right where most of them prefer the first.

    A judge that approves of everything prefers neither; name one with `--reward`.
    """
    votes = [str(vote["preference"]) for vote in row["votes"]]
    first, second = (sum(vote.startswith(side) for vote in votes) for side in ("a-", "b-"))
    if first == second:
        raise Skip("people prefer neither")
    sample = Sample(row["completion_a"], row["prompt"], columns={"rival": row["completion_b"]})
    reward = configured("judge/pairwise", judge=_APPROVING)
    # A tie is worth half, and is no preference for the first.
    return Labelled(str(row["id"]), reward, sample, first > second, _DECIDED)


# Where the row and not the verifier names the language, as in MultiPL-E.
_LANGUAGES = {"js": "javascript", "javascript": "javascript"}
_MODES = ("asserts", "pytest", "stdio", "function")
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})", re.MULTILINE)
_TAG = re.compile(r"\s*[<\[][A-Za-z]\w{0,20}[>\]]\s*$", re.MULTILINE)


def _reply(code: str, language: str) -> str:
    """Return a program as a block of its language; a whole reply stays as it is."""
    fences = _FENCE.findall(code)
    if (fences or _TAG.match(code)) and not (language == "python" and _parses(code)):
        return code
    # Fences in the text of a program, such as a docstring, must not end its block.
    mark = "`" * max([3, *(len(one) + 1 for one in fences)])
    return f"{mark}{language}\n{code}\n{mark}"


def _parses(code: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def read_second_code(row: Row) -> Labelled:
    """Read `code`, columns under `tests` and settings of the verifier that `mode` names."""
    if row["mode"] not in _MODES:
        raise Skip(f"mode {str(row['mode'])[:40]!r} names no verifier")
    tests = row["tests"]
    columns = json.loads(tests) if isinstance(tests, str) else tests
    if not isinstance(columns, dict):
        raise Skip(f"tests are no columns: {str(tests)[:40]!r}")
    settings = dict(row.get("settings") or {})
    own = _LANGUAGES.get(str(columns.get("language")), "python")
    sample = Sample(_reply(row["code"], settings.get("language", own)), columns=columns)
    expected = row["expected"]
    if not isinstance(expected, int | float):
        raise Skip("expected is no number")
    reward = configured(f"code/{row['mode']}", **settings)
    return Labelled(str(row["id"]), reward, sample, float(expected) >= 1.0, 1.0)


def read_classeval(row: Row) -> Labelled:
    """Read a canonical class with its unittest suite."""
    return _suite(row, row["code"], {"tests": row["test"], "entry_point": row["entry_point"]})


def read_leetcode(row: Row) -> Labelled:
    """Read a canonical solution with `check(candidate)` and the imports of its prompt."""
    columns = {"tests": row["test"], "entry_point": row["entry_point"]}
    return _suite(row, row["completion"], columns, str(row["prompt"]))


def _suite(row: Row, code: str, columns: dict[str, Any], prompt: str = "") -> Labelled:
    right = row.get("cpython", "passes") == "passes"
    sample = Sample(f"```python\n{code}\n```", prompt, columns=columns)
    return Labelled(row["id"], configured("code/asserts"), sample, right, 1.0)


def read_exercism(row: Row) -> Labelled:
    """Read an example solution with its pytest file, which imports the module by name."""
    columns = {"test_files": {f"{row['module']}_test.py": row["test"]}, "module": row["module"]}
    sample = Sample(f"```python\n{row['code']}\n```", columns=columns)
    right = row.get("cpython", "passes") == "passes"
    reward = configured("code/pytest", module=row["module"])
    return Labelled(row["id"], reward, sample, right, 1.0)
