"""Files of pytest tests, checked before anything runs."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from rewardkit import Sample, Score
from rewardkit_verifiers.code.lib.columns import BadTests
from rewardkit_verifiers.code.lib.extract import NoCode
from rewardkit_verifiers.code.lib.layouts import selected
from rewardkit_verifiers.code.lib.suites import Asking, Question, read_program, texts

FILES = ("test_files", "tests", "test", "hidden_tests")


def checked_files(files: Mapping[str, str], module: str) -> tuple[tuple[str, str], ...]:
    """Return test files as pairs of path and text.

    Args:
        files: Relative paths with the texts of the files.
        module: The name by which they import the submission.

    Raises:
        BadTests: A file is not Python or leaves its folder, or none of them names the module.

    Example:
        >>> checked_files({"test_a.py": "def test(): pass"}, "solution")
        Traceback (most recent call last):
        ...
        rewardkit_verifiers.code.lib.columns.BadTests: no file imports ...
    """
    for path, text in files.items():
        if path.startswith("/") or ".." in path.split("/"):
            raise BadTests(f"{path!r} is no path inside a folder")
        if path == f"{module}.py":
            raise BadTests(f"{path!r} is the submission's own file; give the tests another name")
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            raise BadTests(f"{path} is not Python: {error}") from None
    if not any(module in text for text in files.values()):
        raise BadTests(
            f"no file imports {module!r}; {', '.join(files)} do not test it. Name the module by "
            "which they do with module=..."
        )
    return tuple((path, text) for path, text in files.items())


def pytest_question(sample: Sample, how: Asking, module: str) -> Question | Score:
    """Return the program of a sample with its test files, or the score where one is missing."""
    from rewardkit_sandbox.verdict.beside import Beside

    try:
        files = checked_files(_files(selected(sample, how.layout)), module)
    except BadTests as error:
        return Score.error("bad_tests", str(error))
    found = read_program(sample, how, ())
    if isinstance(found, NoCode):
        return Score.unparsed(found.reason, found.detail)
    return Question(found.text, Beside(files, "pytest", module=module))


def _files(sample: Sample) -> dict[str, str]:
    """Return the test files of a sample by path."""
    files: dict[str, str] = {}
    for name in FILES:
        data = sample.columns.get(name)
        if isinstance(data, Mapping):
            for path, text in data.items():
                files[str(path)] = "\n".join(texts(name, text))
        elif data is not None:
            files[f"test_{name}.py"] = "\n".join(texts(name, data))
    if not files:
        raise BadTests(
            f"no test files in the columns {', '.join(FILES)}; give a column test_files such as "
            '{"test_add.py": "from solution import add ..."}'
        )
    return files
