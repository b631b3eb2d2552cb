"""Test code in the columns of datasets: HumanEval, MBPP, BigCodeBench, verl."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from rewardkit import Sample, Score
from rewardkit_verifiers.code.lib.columns import BadTests, imports_of
from rewardkit_verifiers.code.lib.extract import NoCode
from rewardkit_verifiers.code.lib.layouts import selected, source_in
from rewardkit_verifiers.code.lib.published import known_row
from rewardkit_verifiers.code.lib.suites import Asking, Question, names_of, read_program, texts

if TYPE_CHECKING:
    from rewardkit_sandbox.verdict.sites import Style

# What runs before the tests, and the tests themselves, in the order of the joined code.
BEFORE = ("test_imports", "test_setup_code")
TESTS = ("test", "tests", "hidden_tests", "test_list", "challenge_test_list", "assert_case")


def read_code(sample: Sample) -> tuple[str, Style]:
    """Return the test code of a sample and its style.

    Raises:
        BadTests: There is none, or it is not Python.

    Example:
        >>> read_code(Sample("", columns={"test_list": ["assert f(1) == 2"]}))
        ('assert f(1) == 2', 'assert')
    """
    parts: list[str] = []
    for name in (*BEFORE, *TESTS):
        if (data := sample.columns.get(name)) is not None:
            parts += texts(name, _unwrapped(data))
    listed = source_in(sample.columns.get("test_cases"))
    if listed is not None and listed.lstrip().startswith("assert"):
        parts.append(listed)  # in other data sets the column holds inputs and outputs
    elif not any(sample.columns.get(name) is not None for name in TESTS):
        inside = sample.columns.get("reward_model", sample.columns.get("ground_truth"))
        data = sample.answer if inside is None else inside
        if data is None:
            raise BadTests(
                known_row(sample.columns)
                or f"no test code in the columns {', '.join(TESTS)} or in the answer; "
                "give a column tests such as 'assert add(1, 2) == 3'"
            )
        parts += texts("answer", _unwrapped(data))
    code = "\n".join(part for part in parts if part.strip())
    if not code:
        raise BadTests("the test code is empty")
    return code, style_of(code)


_OF_A_PRELUDE = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign,
    ast.AnnAssign,
)  # fmt: skip


def prelude_of(sample: Sample) -> str:
    """Return what a row defines or imports for its program: in its prompt, or beside its tests.

    LeetCodeDataset and HumanEval put what submissions and tests use into the prompt.
    """
    found = [one for one in (imports_of(sample), sample.prompt_text) if _is_prelude(one)]
    return "\n".join(found)


def _is_prelude(text: str) -> bool:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return bool(body) and all(isinstance(one, _OF_A_PRELUDE) for one in body)


def _unwrapped(data: Any) -> Any:
    """Return the code in data such as `{"assert_case": [...]}`, which may be JSON text."""
    text = source_in(data)
    return data if text is None else text


def style_of(code: str) -> Style:
    """Return `unittest` for code that defines TestCases, else `assert`.

    Raises:
        BadTests: The code is not Python.
    """
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadTests(f"the test code is not Python: {error}") from None
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
            if bases & {"TestCase", "IsolatedAsyncioTestCase"}:
                return "unittest"
    return "assert"


def assert_question(sample: Sample, how: Asking, continues: bool | None) -> Question | Score:
    """Return the program of a sample with its asserts, or the score where one is missing."""
    from rewardkit_sandbox.verdict.beside import Beside

    try:
        sample = selected(sample, how.layout)
        code, style = read_code(sample)
    except BadTests as error:
        return Score.error("bad_tests", str(error))
    names = names_of(sample)
    entry = names[0] if names else ""
    found = read_program(sample, how, names)
    if continues is not False and names:
        code_said = found.text if not isinstance(found, NoCode) else ""
        begun = _continued(sample, code_said, names[0], continues)
        if begun is not None:
            return Question(begun, Beside.of(code, style, entry=entry))
    if isinstance(found, NoCode):
        return Score.unparsed(found.reason, found.detail)
    tests = Beside.of(code, style, entry=entry, prelude=prelude_of(sample))
    return Question(found.text, tests)


def _continued(sample: Sample, code: str, name: str, continues: bool | None) -> str | None:
    """Return prompt and reply as one program where only the prompt defines the function.

    What is indented as the body of a function is one, in a fence or not; anything else is only
    where the setting says so.
    """
    defines = re.compile(rf"^[ \t]*(?:async[ \t]+)?def[ \t]+{re.escape(name)}\b", re.MULTILINE)
    prompt = _code_of(sample.prompt_text, defines)
    if not sample.text.strip() or defines.search(code) or not defines.search(prompt):
        return None
    body = next(filter(_INDENTED.match, (sample.text, code)), sample.text if continues else None)
    if body is None:
        return None
    return f"{prompt}\n{body}" if _INDENTED.match(body) else prompt + body


def _code_of(prompt: str, defines: re.Pattern[str]) -> str:
    """Return the fenced block of a prompt that defines a function; else the whole prompt."""
    blocks = [block for block in _FENCED.findall(prompt) if defines.search(block)]
    return blocks[-1] if blocks else prompt


_FENCED = re.compile(r"```[A-Za-z]{0,12}[ \t]*\n(.*?)```", re.DOTALL)
_INDENTED = re.compile(r"(?:[ \t]*\n)*(?: {2,}|\t)[^\s`]")
