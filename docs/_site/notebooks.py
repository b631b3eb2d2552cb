"""The notebooks of examples/notebooks, run from top to bottom: `python docs/_site/notebooks.py`.

Cells are executed without a Jupyter: they share one namespace, and what a cell prints and the value
of its last expression become its outputs, which are written back into the file. With `--check`
nothing is written; each cell must run, and show what is stored, unless it is tagged `varies`
because its figures depend on the machine.
"""

from __future__ import annotations

import ast
import io
import json
import linecache
import os
import sys
import tempfile
import types
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "examples" / "notebooks"


def run_cell(source: str, name: str, module: types.ModuleType) -> list[dict[str, Any]]:
    """Execute one cell and return its outputs as a notebook stores them."""
    # Tracebacks, and rewards that look at their own source, find the text of the cell.
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    tree = ast.parse(source, filename=name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with redirect_stdout(printed):
        exec(compile(tree, name, "exec"), module.__dict__)  # noqa: S102 - a notebook of ours
        if isinstance(last, ast.Expr):
            code = compile(ast.Expression(last.value), name, "eval")
            value = eval(code, module.__dict__)  # noqa: S307 - a notebook of ours
    outputs: list[dict[str, Any]] = []
    if text := printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": text.splitlines(True)})
    if value is not None:
        data = {"text/plain": repr(value).splitlines(True)}
        outputs.append(
            {"data": data, "execution_count": None, "metadata": {}, "output_type": "execute_result"}
        )
    return outputs


def run_notebook(path: Path, folder: Path) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Execute a notebook in a folder; return each code cell with its new outputs."""
    book = json.loads(path.read_text(encoding="utf-8"))
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module  # where rewards of a notebook are at home
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    found = []
    for at, cell in enumerate(book["cells"]):
        if cell["cell_type"] == "code":
            outputs = run_cell("".join(cell["source"]), f"{path.name}[{at}]", module)
            found.append((cell, outputs))
    return found


def refresh(path: Path, folder: Path) -> None:
    """Execute a notebook and store what its cells showed."""
    found = iter(run_notebook(path, folder))
    book = json.loads(path.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = next(found)[1]
    path.write_text(json.dumps(book, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def differences(path: Path, folder: Path) -> list[str]:
    """Return a line for each cell that shows something else than is stored."""
    told = []
    for cell, outputs in run_notebook(path, folder):
        if "varies" in cell["metadata"].get("tags", ()):
            continue
        if shown(cell["outputs"]) != shown(outputs):
            first = "".join(cell["source"]).partition("\n")[0]
            told.append(f"{path.name}, cell {first!r}: {shown(outputs)!r}")
    return told


def shown(outputs: list[dict[str, Any]]) -> str:
    """Return the outputs of a cell as text."""
    parts = [one.get("text") or one["data"]["text/plain"] for one in outputs]
    return "\n".join("".join(lines) for lines in parts)


def main(words: list[str]) -> int:
    """Run the notebooks that are named, all by default, and return the exit code."""
    check = "--check" in words
    names = [word for word in words if word != "--check"]
    paths = [Path(name).resolve() for name in names] or sorted(NOTEBOOKS.glob("*.ipynb"))
    faults: list[str] = []
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            here = Path.cwd()
            try:
                if check:
                    faults += differences(path, Path(folder))
                else:
                    refresh(path, Path(folder))
            finally:
                os.chdir(here)
        print(f"ran {path.name}", file=sys.stderr)
    print("\n".join(faults) or "every cell showed what is stored", file=sys.stderr)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
