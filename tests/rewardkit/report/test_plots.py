"""Plots are SVG text whose ids do not meet those of another plot on the page."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("matplotlib")

from rewardkit.report.plots import dots, histogram, lines


def ids(svg: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', svg))


def test_a_plot_names_its_series_and_axes() -> None:
    svg = lines({"reward": [(1, 0.5), (2, 0.7)], "length": [(1, 3), (2, 4)]}, "step", "mean")
    for word in ("reward", "length", "step", "mean", 'aria-label="mean by step"'):
        assert word in svg


def test_no_id_is_shared_by_two_plots() -> None:
    one, other = histogram({"a": [0.0, 1.0]}, "value"), histogram({"b": [0.0, 2.0]}, "value")
    assert ids(one)
    assert ids(one) & ids(other) == set()
    assert all(f"url(#{name})" in one or name in one for name in ids(one))


@pytest.mark.parametrize("values", [[], [0.5], [0.5] * 10, [-1e300, 1e300]])
def test_odd_values_are_drawn(values: list[float]) -> None:
    assert histogram({"value": values}, "value").startswith("<svg")


def test_many_points_are_thinned_out() -> None:
    many = dots([(at, at % 7) for at in range(50_000)], "length", "value")
    assert len(many) < 600_000
