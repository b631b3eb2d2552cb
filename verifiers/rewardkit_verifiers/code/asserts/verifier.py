"""Does a program pass the assert statements, or the TestCases, that come with its task?"""

from __future__ import annotations

import re

from rewardkit import Sample, Score, reward
from rewardkit_verifiers.code.asserts.columns import prelude_of, read_code
from rewardkit_verifiers.code.lib.columns import BadTests
from rewardkit_verifiers.code.lib.extract import NoCode, Policy
from rewardkit_verifiers.code.lib.judge_batch import check_settings
from rewardkit_verifiers.code.lib.sandboxes import Backend
from rewardkit_verifiers.code.lib.scoring import STAGES, Mode, Stages
from rewardkit_verifiers.code.lib.suites import Asking, Question, ask_batch, names_of, read_program


@reward(batched=True, check=check_settings)
def asserts(
    sample: list[Sample],
    *,
    continues: bool = False,
    score: Mode = "all",
    stages: Stages = STAGES,
    blocks: Policy = "last",
    strict: bool = False,
    time_s: float = 4.0,
    memory_mb: int = 512,
    packages: tuple[str, ...] = (),
    backend: Backend = "auto",
) -> list[Score]:
    """Pay a Python program that passes the asserts of its task.

    The tests run beside the submission, as CPython runs them, with the expected values taken out
    of their text: each value travels out and is compared outside. Every `assert` is a test, and so
    is every method of a TestCase. Tests that keep nothing back are made to fail in a second run,
    and one that passes all the same is `tampered`.

    Args:
        sample: The samples. Test code comes from their columns: `test` and `entry_point`
            (HumanEval, BigCodeBench), `test_list` with `test_setup_code` (MBPP), `tests`,
            `assert_case`, or from the answer.
        continues: Whether a reply that does not define the function continues the prompt, as
            base models continue the prompts of HumanEval.
        score: `all`, `fraction` (of the asserts) or `staged`; see `score_of`.
        stages: What `staged` pays for parsing and for running.
        blocks: Which code block counts, among those that define the function.
        strict: Read only closed fences, and only one block.
        time_s: Seconds of processor time for each call; of real time, twice that. All tests
            together have ten times as much.
        memory_mb: MiB for the submission beyond what the interpreter needs.
        packages: Installed distributions that programs and tests may import, such as numpy.
        backend: `docker`, `local`, or `auto`: Docker where an engine answers.

    Returns:
        Scores between 0 and 1, with the statuses and reasons of code/function.

    Example:
        >>> task = {"tests": "assert add(1, 2) == 3", "entry_point": "add"}
        >>> code = "def add(a, b): return a + b"
        >>> asserts.score(completion=code, **task).value  # doctest: +SKIP
        1.0
        >>> asserts.score(completion="It adds.", **task).reason
        'no_code'
    """
    how = Asking(score, stages, blocks, strict, time_s, memory_mb, packages, backend)
    return ask_batch([_question(one, how, continues) for one in sample], how)


def _question(sample: Sample, how: Asking, continues: bool) -> Question | Score:
    from rewardkit_sandbox.verdict.beside import Beside

    try:
        code, style = read_code(sample)
    except BadTests as error:
        return Score.error("bad_tests", str(error))
    names = names_of(sample)
    entry = names[0] if names else ""
    found = read_program(sample, how, names)
    if continues and names:
        begun = _continued(sample, found.text if not isinstance(found, NoCode) else "", names[0])
        if begun is not None:
            return Question(begun, Beside.of(code, style, entry=entry))
    if isinstance(found, NoCode):
        return Score.unparsed(found.reason, found.detail)
    tests = Beside.of(code, style, entry=entry, prelude=prelude_of(sample))
    return Question(found.text, tests)


def _continued(sample: Sample, code: str, name: str) -> str | None:
    """Return prompt and reply as one program where only the prompt defines the function."""
    defines = re.compile(rf"^[ \t]*(?:async[ \t]+)?def[ \t]+{re.escape(name)}\b", re.MULTILINE)
    prompt = sample.prompt_text
    if not sample.text.strip() or defines.search(code) or not defines.search(prompt):
        return None
    return prompt + sample.text
