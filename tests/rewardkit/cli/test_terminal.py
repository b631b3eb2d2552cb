"""The verbs on a real terminal of 80 and of 60 columns: nothing is cut or runs over the edge."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]")
REWARD = """
reward:
  weighted:
    parts:
      right: [0.8, {use: math/number, with: {where: <answer>}}]
      form_of_the_reply: [0.2, {use: format/tags, with: {tags: [think, answer]}}]
"""
ROWS = [
    {"completion": "<think>2+2</think><answer>4</answer>", "answer": "4"},
    {"completion": "<think>2+2</think><answer>5</answer>", "answer": "4"},
    {"completion": "4", "answer": "four"},
]
TINY = {
    "name": "tiny",
    "task": {"name": "arithmetic", "digits": 1, "heldout": 8, "validation": 8},
    "policy": {"hidden": 16, "layers": 1, "heads": 2, "head_dim": 8, "intermediate": 16},
    "prime": {"steps": 2, "batch": 8, "rows": 16},
    "grpo": {"steps": 2, "rollout": {"prompts": 2, "group": 2, "max_new_tokens": 4}},
    "evaluate": {"every": 2, "k": 1},
}


def on_terminal(folder: Path, columns: int, *words: str, code: int = 0) -> list[str]:
    """Run `rewardkit` on a pseudo-terminal of this width; return the lines without colours."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    # --debug of another test stays in the environment of this process.
    left_out = ("COLUMNS", "REWARDKIT_DEBUG")
    environment = {key: value for key, value in os.environ.items() if key not in left_out}
    process = subprocess.Popen(
        [sys.executable, "-m", "rewardkit", *words],
        cwd=folder,
        env={**environment, "TERM": "xterm-256color"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    said = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # the last process has closed its side
            break
        if not part:
            break
        said += part
    os.close(master)
    assert process.wait() == code, said.decode(errors="replace")
    return re.split(r"\r?\n|\r", CONTROL.sub("", said.decode()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a spec, samples and the config of a run."""
    (tmp_path / "reward.yaml").write_text(REWARD)
    (tmp_path / "samples.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in ROWS))
    (tmp_path / "train.json").write_text(json.dumps({**TINY, "reward": "reward.yaml"}))
    return tmp_path


@pytest.mark.parametrize("columns", [80, 60])
@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (("list",), ["format/tags@1", "math/number@1"]),
        (("show", "math/number"), ["known failures", "reasons"]),
        (
            ("score", "reward.yaml", "samples.jsonl"),
            ["right", "form_of_the_reply", "total", "mean"],
        ),
        (("explain", "reward.yaml"), ["weighted", "form_of_the_reply", "math/number@1"]),
        (("--help",), ["score", "Commands:"]),
        (("score", "--help"), ["--on-error", "Examples:"]),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_verb_fits_its_terminal(
    folder: Path, columns: int, words: tuple[str, ...], seen: list[str]
) -> None:
    lines = on_terminal(folder, columns, *words)
    # Commands of a help are copied, and so stay on one line.
    wide = [line for line in lines if len(line) > columns]
    assert [line for line in wide if not line.startswith("    rewardkit ")] == []
    text = "\n".join(lines)
    assert [word for word in seen if word not in text] == []
    assert "\u2026" not in text, "something was cut"


@pytest.mark.parametrize("columns", [80, 60])
@pytest.mark.parametrize(
    "words",
    [
        ("score", "reward.py", "samples.jsonl"),
        ("show", "nope/nope"),
        ("conformance", "nope"),
        ("certify", "samples.jsonl", "--layout", "nope"),
    ],
    ids=" ".join,
)
def test_a_message_of_an_error_fits_its_terminal(
    folder: Path, columns: int, words: tuple[str, ...]
) -> None:
    lines = on_terminal(folder, columns, *words, code=2)
    assert lines[0].startswith("error: ")
    assert [line for line in lines if len(line) > columns] == []


def test_conformance_is_a_table_on_a_terminal_and_markdown_in_a_file(folder: Path) -> None:
    lines = on_terminal(folder, 80, "conformance", "slime", "openrlhf", "--recorded")
    assert [line for line in lines if len(line) > 80] == []
    assert not any(line.startswith("|") for line in lines)
    words = [sys.executable, "-m", "rewardkit", "conformance", "slime", "--recorded"]
    printed = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True).stdout
    assert printed.startswith("| trainer | run against | rows equal |")


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 60])
def test_a_run_fits_its_terminal(folder: Path, columns: int) -> None:
    pytest.importorskip("torch")
    lines = on_terminal(folder, columns, "train", "train.json")
    assert [line for line in lines if len(line) > columns] == []
    text = "\n".join(lines)
    assert [word for word in ("reward", "right", "valid", "accuracy") if word not in text] == []
    assert "\u2026" not in text, "a number was cut"
