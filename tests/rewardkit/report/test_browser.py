"""The page in headless Chromium: search, filter, sort, groups, keyboard, ten thousand rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rewardkit.report.document import Document
from rewardkit.report.entries import Entry

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="document.title=1"></script><script>document.title=2</script>'


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as engine:
        yield engine.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])


def opened(chromium: Any, folder: Path, entries: list[Entry], **options: Any) -> Any:
    path = folder / "report.html"
    path.write_text(Document("A report", entries=entries).html())
    page = chromium.new_page(**options)
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text))
    page.goto(path.as_uri())
    return page


ENTRIES = [
    Entry("first", 0.25, group="p1", prompt="p1", completion="a <answer>7</answer>"),
    Entry("second", 0.75, cause="near", group="p1", prompt="p1", completion=HOSTILE),
    Entry("third", None, "error", "bad_answer", "no number", group="p2", completion="needle"),
]


@pytest.fixture
def page(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    found = opened(chromium, tmp_path, ENTRIES)
    yield found
    assert found.faults == []
    assert found.title() == "A report"
    found.close()


def ids(page: Any) -> list[str]:
    shown: list[str] = page.locator(".row > :first-child").all_inner_texts()
    return shown


def test_words_are_searched_in_every_text(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("NEEDLE")
    assert ids(page) == ["third"]
    assert page.inner_text("#count") == "1 of 3"
    page.keyboard.press("Escape")
    assert len(ids(page)) == 3


def test_rows_are_filtered_by_status_and_reason(page: Any) -> None:
    page.select_option("#status", "error")
    assert ids(page) == ["third"]
    page.select_option("#status", "")
    page.select_option("#reason", "near")
    assert ids(page) == ["second"]


def test_rows_are_sorted_both_ways_and_a_missing_value_comes_last(page: Any) -> None:
    page.click("button[data-key=value]")
    assert ids(page) == ["second", "first", "third"]
    page.click("button[data-key=value]")
    assert ids(page) == ["first", "second", "third"]


def test_a_group_ranks_its_completions_and_shows_advantages(page: Any) -> None:
    page.keyboard.press("g")
    assert ids(page) == ["2 of", "second", "first", "1 of", "third"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert "advantage in its group: 0.7071" in page.inner_text("#detail")


def test_keys_move_and_the_detail_follows(page: Any) -> None:
    page.keyboard.press("ArrowDown")
    assert page.inner_text("#detail h3") == "first: 0.25"
    assert page.locator("#detail .tag").all_inner_texts() == ["<answer>", "</answer>"]
    page.keyboard.press("ArrowDown")
    assert HOSTILE in page.inner_text("#detail")
    page.click(".row >> text=third")
    assert "bad_answer" in page.inner_text("#detail")


def test_ten_thousand_rows_keep_the_document_small(chromium: Any, tmp_path: Path) -> None:
    many = [Entry(f"r{at}", at / 1e4, completion=f"text {at} " * 20) for at in range(10_000)]
    page = opened(chromium, tmp_path, many)
    assert page.locator(".row").count() < 60
    page.evaluate("document.getElementById('scroll').scrollTop = 1e9")
    page.wait_for_selector("#row9999")
    assert page.locator(".row").count() < 60
    page.fill("#search", "text 9876 ")
    assert ids(page) == ["r9876"]
    assert page.faults == []
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_phone_and_desk_in_both_schemes(
    chromium: Any, tmp_path: Path, width: int, scheme: str
) -> None:
    page = opened(
        chromium, tmp_path, ENTRIES,
        viewport={"width": width, "height": 800}, color_scheme=scheme,
    )  # fmt: skip
    assert page.evaluate("document.documentElement.scrollWidth") == width
    dark = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert dark == "light dark"
    page.close()


def test_paper_shows_no_tools(page: Any) -> None:
    page.emulate_media(media="print")
    assert not page.is_visible("#search")
