"""The pictures of README and docs load nothing, and the recording is of the README's commands."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def maker(root: Path) -> ModuleType:
    """The module that makes the pictures."""
    spec = importlib.util.spec_from_file_location("pictures", root / "docs/_site/pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_picture_asks_a_network_or_runs_a_script(root: Path) -> None:
    pictures = sorted((root / "docs" / "images").glob("*.svg"))
    assert len(pictures) > 2
    for picture in pictures:
        text = picture.read_text()
        assert re.findall(r"(?:href|src)=\"http|url\(.?http|<script", text) == [], picture.name


def test_the_recording_shows_commands_of_the_readme(root: Path, maker: ModuleType) -> None:
    readme = (root / "README.md").read_text()
    assert "docs/images/session.svg" in readme
    assert [one for one in maker.SESSION if f"$ rewardkit {one}\n" not in readme] == []
    shown = (root / "docs" / "images" / "session.svg").read_text().replace("&#160;", " ")
    assert [one for one in maker.SESSION if f"$ rewardkit {one}" not in shown] == []


def test_commands_and_what_they_print_appear_in_turn(
    maker: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maker, "IMAGES", tmp_path)
    maker.recording("one", "a session", ["--version", "--version"], tmp_path)
    text = (tmp_path / "one.svg").read_text()
    moments = [float(one) for one in re.findall(r"animation-delay:([0-9.]+)s", text)]
    assert moments == sorted(moments)
    assert len(set(moments)) == 4
    assert "prefers-reduced-motion" in text
