"""What the documents show is what happens: every code block and every example is run.

In a fenced block the word after the language says what to do with it:

    ```python            run; the blocks of one document share their names, top to bottom
    ```python no-run     only shown
    ```yaml reward.yaml  written under that name into the folder where the rest runs; a Python
                         file written so can be imported
    ```console           each line that starts with `$ rewardkit` is run and must exit with 0;
                         the lines below it are what the reader sees, and are not compared
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```\s*$", re.MULTILINE | re.DOTALL)
NAMED_TEST = re.compile(r"`(?:(tests/[\w/]+\.py)(?:::)?)?(test_\w+)?`")
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)(?P<target>[^)#\s]+)")


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the word after it, and where it starts."""

    language: str
    word: str
    body: str
    line: int


def blocks(document: str) -> Iterator[Block]:
    """The fenced blocks of a Markdown text, in order."""
    for match in FENCE.finditer(document):
        language, _, word = match["info"].strip().partition(" ")
        yield Block(
            language, word.strip(), match["body"], document.count("\n", 0, match.start()) + 2
        )


def run_python(block: Block, document: Path, module: types.ModuleType) -> None:
    """Run a block as part of one module, so that tracebacks point into the document."""
    code = compile("\n" * (block.line - 1) + block.body, str(document), "exec")
    exec(code, module.__dict__)


def run_console(block: Block, folder: Path) -> None:
    """Run the `$ rewardkit ...` lines of a block."""
    for line in block.body.splitlines():
        if not line.startswith("$ rewardkit "):
            continue
        words = shlex.split(line.removeprefix("$ rewardkit "), comments=True)
        result = subprocess.run(
            [sys.executable, "-m", "rewardkit.cli", *words],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        assert result.returncode == 0, f"{line}\n{result.stdout}{result.stderr}"


def run_document(document: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what the document says, in a folder of its own."""
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(str(folder))
    # Functions defined in the blocks can be pickled and their source can be read.
    module = types.ModuleType(f"document_{document.stem}")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    before = set(sys.modules)
    try:
        run_blocks(document, folder, module)
    finally:
        # Another document may have a file of the same name.
        for name in set(sys.modules) - before:
            if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
                del sys.modules[name]


def run_blocks(document: Path, folder: Path, module: types.ModuleType) -> None:
    """Do what each block asks for, top to bottom."""
    for block in blocks(document.read_text()):
        if block.word and block.word != "no-run":
            (folder / block.word).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.word).write_text(block.body)
        elif block.language == "python" and block.word != "no-run":
            run_python(block, document, module)
        elif block.language == "console" and block.word != "no-run":
            run_console(block, folder)


def named(path: Path) -> str:
    """The name of a document in test output."""
    return os.path.relpath(path, ROOT)


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_code_block_runs(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert document.read_text().count("\n```") % 2 == 0, "a fence is not closed"
    # Another test of this process may have imported a module of the name that documents use.
    monkeypatch.delitem(sys.modules, "my_rewards", raising=False)
    run_document(document, tmp_path, monkeypatch)


def test_the_readme_shows_the_table_of_a_holed_reward_as_it_is_printed(tmp_path: Path) -> None:
    found = list(blocks((ROOT / "README.md").read_text()))
    for block in found:
        if block.word and block.word != "no-run":
            (tmp_path / block.word).write_text(block.body)
    (shown,) = [block.body for block in found if "# exits with 1" in block.body]
    command, *table = shown.splitlines()
    words = shlex.split(command.removeprefix("$ rewardkit "), comments=True)
    result = subprocess.run(
        [sys.executable, "-m", "rewardkit.cli", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "100"},
    )
    printed = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert result.returncode == 1
    assert [line for line in table[:-2] if " ".join(line.split()) not in printed] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    targets = [match["target"] for match in LINK.finditer(document.read_text())]
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_test_that_a_document_names_is_there() -> None:
    missing = []
    for document in DOCUMENTS:
        for line in document.read_text().splitlines():
            file = ""
            for place, name in NAMED_TEST.findall(line):
                file = place or file  # a second test of a line is of the same file
                text = (ROOT / file).read_text() if file and (ROOT / file).is_file() else ""
                if file and (not text or (name and f"def {name}(" not in text)):
                    missing.append(f"{named(document)}: {file}::{name}")
    assert missing == []


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_every_example_runs_to_its_end(example: Path, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-W", "error", str(example)], cwd=tmp_path, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.strip(), "an example shows something"


def test_a_block_that_fails_is_reported_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "page.md"
    document.write_text("# Page\n\n```python\nx = 1\n```\n\n```python\nassert x == 2\n```\n")
    with pytest.raises(AssertionError) as failure:
        run_document(document, tmp_path, monkeypatch)
    assert failure.traceback[-1].path == document
    assert failure.traceback[-1].lineno == 7  # counted from 0: the eighth line


def test_a_named_block_is_there_for_the_blocks_below_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "page.md"
    document.write_text(
        "```yaml a.yaml\nx: 1\n```\n\n```python\nfrom pathlib import Path\n"
        "assert Path('a.yaml').read_text() == 'x: 1\\n'\n```\n"
    )
    run_document(document, tmp_path, monkeypatch)
    assert (tmp_path / "a.yaml").exists()
