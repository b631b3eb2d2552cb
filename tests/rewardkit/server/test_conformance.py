"""The rows of the conformance suite come back from the server to the last bit."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from rewardkit.errors import MissingExtra
from rewardkit.server.conformance import DRIVERS
from rewardkit.trainers.conformance.run import conformance, into


def test_every_row_is_equal_over_http_and_so_it_stands_in_the_documents(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "rewardkit.trainers")
    report = conformance("server", drivers=DRIVERS)
    assert report.differences == ()
    assert report.passed
    page = (root / "docs" / "trainers.md").read_text(encoding="utf-8")
    assert into(page, [report]) == page, "rewardkit conformance server --into docs/trainers.md"


def test_there_is_no_convention_to_record() -> None:
    with pytest.raises(MissingExtra, match=r"rewardkit\[server\]"):
        conformance("server", recorded=True, drivers=DRIVERS)
