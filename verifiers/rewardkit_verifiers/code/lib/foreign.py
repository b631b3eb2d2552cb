"""Calls of functions in other languages than Python: each is a run of its own, over text.

Our own code follows the submission in its file. It reads a call as JSON from standard input and
writes the answer as the last line of standard output. What the submission could forge there is
only its own answer.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

from rewardkit_verifiers.code.lib.columns import BadTests, CallTest

if TYPE_CHECKING:
    from rewardkit_sandbox import Program, RunResult

LANGUAGES = ("javascript", "cpp")
_MARK = b"\n\x1e"
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?")
_SOLUTION = re.compile(r"\b(?:class|struct)\s+Solution\b")
# Our own code is no module, and with its exports a file would be one.
_EXPORTED = re.compile(
    r"^[ \t]*export[ \t]+(?:default[ \t]+)?(?=(?:async[ \t]+)?(?:function|class|const|let|var)\b)"
    r"|^[ \t]*export[ \t]*(?:\{[^{}]*\}|default[ \t]+\w+)[ \t]*;?[ \t]*$",
    re.MULTILINE,
)
_BEFORE = "#include <bits/stdc++.h>\nusing namespace std;\n#define main unused_main\n"
_LINE = '#line 1 "main.cpp"\n'


@functools.cache
def _driver(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def program_for(language: str, code: str, tests: Sequence[CallTest]) -> Program:
    """Return a submission with what makes its functions answer calls.

    Raises:
        BadTests: A test calls something that is no name in this language.
    """
    from rewardkit_sandbox import Program

    names = sorted({test.name for test in tests})
    for name in names:
        if not _NAME.fullmatch(name):
            raise BadTests(f"{name!r} is no name of a function")
    if language == "javascript":
        code = _EXPORTED.sub("", code)
        return Program(f"{code}\n{_driver('calls.js')}", language=language)
    return Program(_cpp(code, names), language=language)


def _cpp(code: str, names: Sequence[str]) -> str:
    cases = []
    for name in names:
        owner, _, last = name.rpartition(".")
        owner = owner or ("Solution" if _SOLUTION.search(code) else "")
        place = f"{owner}::{last}" if owner else f"::{last}"
        cases.append(f"  if (name == {json.dumps(name)}) rewardkit::invoke(&{place}, args);\n")
    body = (
        "int main() {\n  auto call = rewardkit::read_call();\n  std::string name;\n"
        "  std::vector<rewardkit::Json> args;\n  for (auto& [key, value] : call.members) {\n"
        '    if (key == "name") name = value.text;\n    else args = value.items;\n  }\n'
    )
    driver = f'#undef main\n#line 1 "calls.hpp"\n{_driver("calls.hpp")}\n{body}'
    return f"{_BEFORE}{_LINE}{code}\n{driver}{''.join(cases)}}}\n"


def input_for(test: CallTest) -> bytes:
    """Return a call as the submission reads it.

    Raises:
        BadTests: It has an argument that JSON lacks, or arguments by name.
    """
    if test.kwargs:
        raise BadTests(f"{test.name}: only Python takes arguments by name")
    try:
        text = json.dumps({"name": test.name.rpartition(".")[2], "args": list(test.args)})
    except (TypeError, ValueError) as error:
        raise BadTests(f"{test.name}: an argument is no JSON: {error}") from None
    return text.encode()


def answered(run: RunResult) -> RunResult:
    """Return a run with the answer that it wrote, or as one that ended without any."""
    from rewardkit_sandbox import Outcome
    from rewardkit_sandbox.protocol.values import NotByValue, decode

    if not run.ok:
        return run
    before, mark, text = run.stdout.rpartition(_MARK)
    try:
        if not mark or run.stdout_cut:
            raise NotByValue("it ended before it answered")
        read = json.loads(text)
        if isinstance(read, dict) and set(read) == {"$changed"}:  # it returned nothing
            changed = (decode(read["$changed"]),)
            return replace(run, stdout=before, answered=True, value=None, changed=changed)
        value = decode(read)
    except (NotByValue, ValueError, RecursionError) as error:
        return replace(run, outcome=Outcome.FAILED, detail=str(error)[:200])
    return replace(run, stdout=before, answered=True, value=value)
