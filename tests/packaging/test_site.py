"""The site builds without a complaint, is read from disk, searches, and fits phone and desk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; a link that leads nowhere and a docstring that cannot be read are errors."""
    pytest.importorskip("mkdocs")
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def browser(site: Path) -> Iterator[Any]:
    """Headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as engine:
        yield engine.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])


def test_nothing_of_the_site_is_loaded_from_a_network(site: Path) -> None:
    loading = [
        f"{page.relative_to(site)}: {word}"
        for page in site.rglob("*.html")
        for word in page.read_text().split()
        if word.startswith('src="http') or (word.startswith('href="http') and ".css" in word)
    ]
    assert loading == []


def test_every_verifier_has_a_section_made_from_its_card(site: Path) -> None:
    from rewardkit.catalogue.catalogue import cards

    for card in cards():
        page = (site / "reference/verifiers" / f"{card.family}.html").read_text()
        assert card.id in page
        assert card.version in page


def test_every_public_name_is_in_the_reference(site: Path) -> None:
    import rewardkit

    pages = "".join(page.read_text() for page in (site / "reference").glob("*.html"))
    missing = [name for name in dir(rewardkit) if f".{name}" not in pages]
    assert missing == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280], ids=["phone", "desk"])
def test_a_page_read_from_disk_fits_and_its_search_finds(
    site: Path, browser: Any, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: faults.append(asked.url) if "http" in asked.url[:5] else None)
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    opener = ".md-search__input" if width > 600 else "header label[for=__search]"
    page.click(opener)
    page.keyboard.type("deadline")
    page.wait_for_selector(".md-search-result__item")
    assert page.locator(".md-search-result__item").count() > 1
    assert faults == []
    page.close()


@pytest.mark.browser
def test_the_reader_may_turn_to_dark(site: Path, browser: Any) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.close()
