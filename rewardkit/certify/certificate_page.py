"""The page of a certificate: one table with Wilson intervals, and the rows that are wrong."""

from __future__ import annotations

from collections.abc import Sequence

from rewardkit.certify.certificate import Line
from rewardkit.certify.labelled import wilson

_SHOWN = 12
_HEAD = """\
# Each family on the rows of this repository

Written by `rewardkit certify --sets docs/certificates/sets.yaml --write`; a test measures it anew
and fails when a family has become worse. A false pass is a wrong row that is paid, a false fail a
right row that is not; intervals are Wilson's, 95 %. Rows that the verifiers were developed against
are among them, so the table says what a release may not lose. The other pages of this folder say
how often a verifier is right on rows that nobody fitted.

| family | set | false passes, of wrong rows | false fails, of right rows | no value |
| --- | --- | --- | --- | --- |
"""


def certificate_page(lines: Sequence[Line]) -> str:
    """Return the page of a certificate as Markdown.

    Example:
        >>> "| math | pairs | 1 of 40 (0.4 to 12.9 %) |" in certificate_page(
        ...     [Line("math", "pairs", 40, ("a",), 60, ())]
        ... )
        True
    """
    rows = [
        f"| {one.family} | {one.set} | {share(len(one.false_passes), one.wrong_rows)} "
        f"| {share(len(one.false_fails), one.right_rows)} | {len(one.unscored)} |"
        for one in lines
    ]
    return _HEAD + "\n".join(rows) + "\n" + _named(lines)


def share(hits: int, rows: int) -> str:
    """Return a count with its interval, such as `1 of 40 (0.4 to 12.9 %)`."""
    if not rows:
        return "no rows"
    low, high = wilson(hits, rows)
    return f"{hits} of {rows} ({low * 100:.1f} to {high * 100:.1f} %)"


def _named(lines: Sequence[Line]) -> str:
    told = []
    for one in lines:
        for what, ids in (("paid", one.false_passes), ("lost", one.false_fails)):
            if ids:
                more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
                listed = ", ".join(f"`{name}`" for name in ids[:_SHOWN])
                told.append(f"- {one.family}, {one.set}: {what} {listed}{more}")
    return "\n## The rows behind the figures\n\n" + "\n".join(told) + "\n" if told else ""
