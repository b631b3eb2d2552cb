"""A batch of rows whose tests are asserts: Python beside the program, JavaScript as calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from rewardkit import Sample, Score
from rewardkit_verifiers.code.lib.assert_rows import TESTS, assert_question
from rewardkit_verifiers.code.lib.columns import BadTests, CallTest
from rewardkit_verifiers.code.lib.js_asserts import read_asserts
from rewardkit_verifiers.code.lib.judge_batch import Judging, judge_batch
from rewardkit_verifiers.code.lib.layouts import selected
from rewardkit_verifiers.code.lib.suites import Asking, ask_batch, texts

_JAVASCRIPT = ("js", "javascript", "node", "nodejs")
_NAMES = ("language", "lang", "programming_language")
_WRITTEN_IN_IT = re.compile(
    r"console\.assert\(|\brequire\(\s*['\"]|^import .+ from ['\"]|\)\.to[A-Z]\w+\(|=>\s*\{",
    re.MULTILINE,
)
_TOLERANCE = 1e-6


def ask_asserts(
    samples: Sequence[Sample], how: Asking, continues: bool | None = None
) -> list[Score]:
    """Return the score of each sample on its asserts.

    Args:
        samples: The samples, with Python tests or with JavaScript ones (MultiPL-E, HumanEval-X),
            whose assertions are read as calls.
        how: The settings of the verifier.
        continues: Whether a reply that does not define the function continues the prompt; None
            where it is indented as a body.
    """
    sources = [_javascript(one, how.layout) for one in samples]
    out: dict[int, Score] = {}
    beside = [at for at, source in enumerate(sources) if source is None]
    asked = [assert_question(samples[at], how, continues) for at in beside]
    out.update(zip(beside, ask_batch(asked, how), strict=True))
    ready: dict[int, Sample] = {}
    for at, source in enumerate(sources):
        if source is not None:
            try:
                ready[at] = _as_calls(samples[at], read_asserts(source), bool(continues))
            except BadTests as error:
                out[at] = Score.error("bad_tests", str(error))
    out.update(zip(ready, judge_batch(list(ready.values()), _judging(how)), strict=True))
    return [out[at] for at in range(len(samples))]


def _javascript(sample: Sample, layout: str) -> str | None:
    """Return the test code of a sample where it is JavaScript, else None."""
    said = next((sample.columns[name] for name in _NAMES if name in sample.columns), None)
    try:
        columns = selected(sample, layout).columns
        parts = [texts(name, columns[name]) for name in TESTS if columns.get(name) is not None]
    except BadTests:
        return None
    source = "\n".join(one for some in parts for one in some)
    if isinstance(said, str) and said.strip().casefold() in _JAVASCRIPT:
        return source
    return source if _WRITTEN_IN_IT.search(source) and not _is_python(source) else None


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def _as_calls(sample: Sample, calls: Sequence[CallTest], continues: bool) -> Sample:
    """Return a sample whose tests are these calls; a reply that defines none may go on."""
    tests = [
        {"fn_name": call.name, "args": list(call.args), "expected": call.expected} for call in calls
    ]
    text, prompt = sample.text, sample.prompt_text
    names = {call.name.rpartition(".")[2] for call in calls}
    if continues and text.strip() and _mentions(prompt, names) and not _mentions(text, names):
        text = prompt + text
    return replace(sample, completion=text, answer=None, columns={"tests": tests})


def _mentions(text: str, names: set[str]) -> bool:
    defined = r"(?:function\s*\*?\s*|(?:const|let|var)\s+){0}\b"
    return any(re.search(defined.format(re.escape(name)), text) for name in names)


def _judging(how: Asking) -> Judging:
    from rewardkit_sandbox.verdict.compare import same_value

    same = partial(same_value, tolerance=_TOLERANCE, ordered=True)
    return Judging(
        CallTest, same, how.score, how.stages, how.blocks, how.strict, how.time_s, how.memory_mb,
        how.packages, how.backend, "javascript", settings=how.settings,
    )  # fmt: skip
