"""The pictures of README and docs, made anew from real runs: `make pictures`.

Terminal pictures are what the command printed at 80 columns; the report is looked at in Chromium.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"


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


def picture(name: str, title: str, printed: str) -> None:
    """Write what a command printed as an SVG picture."""
    console = Console(record=True, width=80, file=io.StringIO())
    console.print(Text.from_ansi(printed))
    text = console.export_svg(title=title)
    # The fonts of the template would be asked of a network; a reader's own will do.
    text = re.sub(r"@font-face \{.*?\}", "", text, flags=re.DOTALL)
    (IMAGES / f"{name}.svg").write_text(text, encoding="utf-8")


def main() -> None:
    """Make every picture."""
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    demo = ROOT / "examples" / "demo"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spec = str(demo / "reward.yaml")
        picture(
            "explain",
            "rewardkit explain reward.yaml",
            shown("explain", spec, folder=folder, colour=True),
        )
        printed = shown("train", str(demo / "demo.yaml"), folder=folder)
        picture("train", "rewardkit train demo.yaml", printed)
        (run,) = (folder / "runs").iterdir()
        shown("report", str(run), "-o", "report.html", folder=folder)
        with sync_playwright() as engine:
            browser = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1100, "height": 1150})
            page.goto((folder / "report.html").as_uri())
            page.keyboard.press("ArrowDown")
            page.screenshot(path=str(IMAGES / "report.png"), full_page=True)
    for path in sorted(IMAGES.iterdir()):
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
