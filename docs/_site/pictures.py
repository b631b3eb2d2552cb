"""The pictures of README and docs, made anew from real runs: `make pictures`.

Terminal pictures are what the command printed at 80 columns; the report is looked at in Chromium.
`make pictures ARGS=session` makes one of them: session, explain, or train (with the report).
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
DEMO = ROOT / "examples" / "demo"
CHROMIUM = "/usr/bin/chromium"
SESSION = [
    "test cases.jsonl",
    "explain reward.yaml",
    "score reward.yaml samples.jsonl -o scores.jsonl",
]
SECONDS = 1.6
"""The time between a command and what it printed, and between that and the next one."""
APPEAR = """
    @media (prefers-reduced-motion: no-preference) {
      .terminal-matrix text { animation: appear 0.2s both; }
      @keyframes appear { from { opacity: 0 } to { opacity: 1 } }
    }
"""


def shown(*words: str, folder: Path, colour: bool = False) -> str:
    """Run `rewardkit` at 80 columns and return what it printed."""
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm-256color"}
    if colour:  # a run that shows its progress would print each frame of it
        environment["FORCE_COLOR"] = "1"
    result = subprocess.run(
        [sys.executable, "-m", "rewardkit", *words],
        cwd=folder, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return result.stdout


def svg_of(title: str, printed: str) -> str:
    """Return what a command printed as an SVG picture that loads nothing."""
    text = Text.from_ansi(printed)
    # A log has lines of their own width; broken ones would be hard to read.
    width = max(80, *(line.cell_len for line in text.split("\n")))
    console = Console(record=True, width=width, file=io.StringIO())
    console.print(text)
    # The same picture of the same text has the same names inside.
    found = console.export_svg(title=title, unique_id="terminal")
    # The fonts of the template would be asked of a network; a reader's own will do.
    return re.sub(r"@font-face \{.*?\}", "", found, flags=re.DOTALL)


def picture(name: str, title: str, printed: str) -> None:
    """Write what a command printed as an SVG picture."""
    (IMAGES / f"{name}.svg").write_text(svg_of(title, printed), encoding="utf-8")


def recording(name: str, title: str, commands: list[str], folder: Path) -> None:
    """Write a session as an SVG in which commands and what they printed appear in turn.

    A viewer without animations, or whose user wants less motion, sees the whole session.
    """
    printed, moments = "", {}
    for at, command in enumerate(commands):
        said = shown(*shlex.split(command), folder=folder, colour=True).rstrip()
        for moment, part in ((2 * at, f"$ rewardkit {command}"), (2 * at + 1, f"{said}\n")):
            first = printed.count("\n")
            printed += f"{part}\n"
            moments |= dict.fromkeys(range(first, printed.count("\n")), moment)
    text = svg_of(title, printed)

    def timed(match: re.Match[str]) -> str:
        moment = moments.get(int(match[1]), 2 * len(commands) - 1)
        return f'style="animation-delay:{moment * SECONDS:g}s" {match[0]}'

    text = re.sub(r'clip-path="url\(#terminal-line-(\d+)\)"', timed, text)
    (IMAGES / f"{name}.svg").write_text(text.replace("</style>", f"{APPEAR}</style>", 1))


def readme_files(folder: Path) -> None:
    """Write the files that the README shows, by the names it gives them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, body in re.findall(r"^```\w+ (\S+\.\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        (folder / name).write_text(body, encoding="utf-8")


def make_session(folder: Path) -> None:
    """Make the recording of the tutorial's commands."""
    readme_files(folder)
    recording("session", "ten minutes with rewardkit", SESSION, folder)


def make_explain(folder: Path) -> None:
    """Make the picture of a reward's tree."""
    printed = shown("explain", str(DEMO / "reward.yaml"), folder=folder, colour=True)
    picture("explain", "rewardkit explain reward.yaml", printed)


def make_train(folder: Path) -> None:
    """Make the picture of the demo, and of the report of its run."""
    from playwright.sync_api import sync_playwright

    printed = shown("train", str(DEMO / "demo.yaml"), folder=folder)
    picture("train", "rewardkit train demo.yaml", printed)
    (run,) = (folder / "runs").iterdir()
    shown("report", str(run), "-o", "report.html", folder=folder)
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 1150})
        page.goto((folder / "report.html").as_uri())
        page.keyboard.press("ArrowDown")
        page.screenshot(path=str(IMAGES / "report.png"), full_page=True)


MAKERS = {"session": make_session, "explain": make_explain, "train": make_train}


def main(names: list[str]) -> None:
    """Make the pictures that are named, all by default."""
    IMAGES.mkdir(exist_ok=True)
    for name in names or MAKERS:
        with tempfile.TemporaryDirectory() as folder:
            MAKERS[name](Path(folder))
    for path in sorted(IMAGES.iterdir()):
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
