"""Trusted checkers of a task: functions of our own form, and programs over three files."""

from __future__ import annotations

import re

from rewardkit import Sample
from rewardkit_verifiers.code.lib.columns import BadTests

# open-r1 has programs that are called with the paths of the input, of an expected output and of
# what was written, and print 1 where that is right.
_PROGRAM = """
_SOURCE = {source!r}

def check(given, expected, actual):
    import contextlib, io, os, sys, tempfile
    paths = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("input", given), ("expected", expected), ("actual", actual)):
            paths.append(os.path.join(folder, name))
            with open(paths[-1], "w") as file:
                file.write(text)
        before, sys.argv, said = sys.argv, ["checker.py", *paths], io.StringIO()
        try:
            with contextlib.redirect_stdout(said):
                exec(compile(_SOURCE, "checker.py", "exec"), {{"__name__": "__main__"}})
        except SystemExit:
            pass
        finally:
            sys.argv = before
    return float(said.getvalue().split()[-1]) >= 1
"""
_FOREIGN = re.compile(r"^\s*(?:#\s*include\b|using namespace\b|package \w)", re.MULTILINE)


def checker_of(sample: Sample) -> str:
    """Return the source of the `check` that decides on the outputs of a sample, or "".

    Raises:
        BadTests: A column for it is no Python source.

    Example:
        >>> checker_of(Sample("", columns={"checker": "def check(a, b, c): return True"}))
        'def check(a, b, c): return True'
    """
    for name in ("checker", "generated_checker"):
        source = sample.columns.get(name)
        if source is None or source == "":
            continue
        if not isinstance(source, str):
            raise BadTests(f"{name} is source code, not {str(source)[:60]!r}")
        if _FOREIGN.search(source):
            raise BadTests(
                f"{name} is a program in another language than Python, such as one of testlib; "
                "give check(stdin, expected, actual) in Python"
            )
        return source if name == "checker" else _PROGRAM.format(source=source)
    return ""
