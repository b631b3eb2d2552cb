"""Files of pytest tests, checked before anything runs."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from rewardkit_verifiers.code.lib.columns import BadTests


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
