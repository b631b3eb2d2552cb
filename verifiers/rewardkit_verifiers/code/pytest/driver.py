"""The program that runs pytest in the oracle: test files in, one TestCase method for each test out.

It is trusted code, made here from trusted files. The submission is not in its process: what the
files import as the submission is a module of stubs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from rewardkit_verifiers.code.lib.columns import BadTests

# `RESULTS` and the stubs are undefined names on purpose: the oracle puts a stub for each.
_DRIVER = """
import os, sys, tempfile, types, unittest
import pytest as _pytest

_module = types.ModuleType({module!r})
for _name, _stub in {stubs}:
    setattr(_module, _name, _stub)
sys.modules[{module!r}] = _module
_folder = tempfile.mkdtemp()
for _path, _text in {files!r}.items():
    _where = os.path.join(_folder, _path)
    os.makedirs(os.path.dirname(_where), exist_ok=True)
    with open(_where, "w", encoding="utf-8", errors="surrogatepass") as _file:
        _file.write(_text)
os.chdir(_folder)


class _Report:
    def __init__(self):
        self.found, self.trouble = {{}}, []

    def pytest_collectreport(self, report):
        if report.failed:
            self.trouble.append(str(report.longrepr)[-300:])

    def pytest_runtest_logreport(self, report):
        marked = hasattr(report, "wasxfail") or (report.skipped and report.when == "setup")
        if marked:
            self.found[report.nodeid] = None
        elif report.when == "call" or not report.passed:
            before = self.found.get(report.nodeid, True)
            self.found[report.nodeid] = before is not None and before and report.passed


_report = _Report()
_words = ["-q", "-p", "no:cacheprovider", "--rootdir=.", "--import-mode=importlib"]
_words += ["-x"] if {stop} else []
_pytest.main([*_words, "-c", os.devnull, "--color=no", "."], plugins=[_report])
if _report.trouble:
    raise ImportError(_report.trouble[0])
if not any(_good is not None for _good in _report.found.values()):
    raise ImportError("no test was collected that counts")


class Tests(unittest.TestCase):
    pass


def _made(name, good):
    def test(self):
        self.assertTrue(good, name)
    return test


for _number, (_name, _good) in enumerate(_report.found.items()):
    if _good is not None:
        setattr(Tests, f"test_{{_number:04}}_{{_name.rpartition('::')[2]}}", _made(_name, _good))
"""


def driver_for(files: Mapping[str, str], module: str, stop: bool = False) -> str:
    """Return the program that runs these files of tests.

    Args:
        files: Relative paths with the texts of the files.
        module: The name by which they import the submission.
        stop: Whether to leave off after the first test that fails.

    Raises:
        BadTests: A file is not Python, or none of them imports the module.

    Example:
        >>> driver_for({"test_a.py": "def test(): pass"}, "solution")
        Traceback (most recent call last):
        ...
        rewardkit_verifiers.code.lib.columns.BadTests: no file imports ...
    """
    names: dict[str, None] = {}
    for path, text in files.items():
        if path.startswith("/") or ".." in path.split("/"):
            raise BadTests(f"{path!r} is no path inside a folder")
        names |= dict.fromkeys(_imported(path, text, module))
    if not names:
        raise BadTests(
            f"no file imports {module!r}; {', '.join(files)} do not test it. Name the module by "
            "which they do with module=..."
        )
    # A class is told from a function by how it is written and called, which the oracle sees.
    calls = " ".join(f"{name}()" for name in names)
    stubs = "[" + ", ".join(f"({name!r}, {name})" for name in names) + "]"
    return f"# {calls}\n" + _DRIVER.format(
        module=module, stubs=stubs, files=dict(files), stop=bool(stop)
    )


def _imported(path: str, text: str, module: str) -> Iterator[str]:
    """Yield the names that a file takes from the submission."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadTests(f"{path} is not Python: {error}") from None
    aliases = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == module:
            for one in node.names:
                if one.name == "*":
                    raise BadTests(f"{path}: `from {module} import *` does not say which names")
                yield one.name
        elif isinstance(node, ast.Import):
            aliases |= {one.asname or one.name for one in node.names if one.name == module}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            continue
        if node.value.id in aliases:
            yield node.attr
