"""The effective number of independent judges in a panel: votes that always agree count once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence

Votes = Sequence[bool | None]
_KEPT = 2000
_LEAST = 20


def effective_votes(rows: Sequence[Votes], truth: Sequence[bool] | None = None) -> float | None:
    """Return the effective number of judges by Kish's formula, n / (1 + (n - 1) r).

    r is the mean correlation between pairs of judges: of their errors where the truth is known,
    otherwise of their votes, which overstates r, since judges that are right agree.

    Args:
        rows: The votes on each sample; None where a judge failed.
        truth: The correct vote for each sample.

    Returns:
        A number from 1 to n; None when no pair of judges differs enough to tell.

    Example:
        >>> same = [[True, True, True], [False, False, False]] * 20
        >>> effective_votes(same)
        1.0
    """
    judges = len(rows[0]) if rows else 0
    if truth is not None:
        rows = [
            [None if vote is None else vote != right for vote in row]
            for row, right in zip(rows, truth, strict=True)
        ]
    pairs = [
        found
        for left in range(judges)
        for right in range(left + 1, judges)
        if (found := _correlation(rows, left, right)) is not None
    ]
    if not pairs:
        return None
    mean = max(0.0, sum(pairs) / len(pairs))
    return judges / (1 + (judges - 1) * mean)


def _correlation(rows: Sequence[Votes], left: int, right: int) -> float | None:
    both = [
        (float(a), float(b))
        for row in rows
        if (a := row[left]) is not None and (b := row[right]) is not None
    ]
    if len(both) < 2:
        return None
    mean_a = sum(a for a, _ in both) / len(both)
    mean_b = sum(b for _, b in both) / len(both)
    var_a = sum((a - mean_a) ** 2 for a, _ in both)
    var_b = sum((b - mean_b) ** 2 for _, b in both)
    if not var_a or not var_b:
        return None
    cross = sum((a - mean_a) * (b - mean_b) for a, b in both)
    return float(cross / (var_a * var_b) ** 0.5)


_SEEN: dict[tuple[str, ...], deque[list[bool | None]]] = {}
_LOCK = threading.Lock()


def seen_votes(panel: tuple[str, ...], votes: Sequence[bool | None]) -> float | None:
    """Remember the votes of a panel; return its effective votes over the last ones seen here."""
    with _LOCK:
        rows = _SEEN.setdefault(panel, deque(maxlen=_KEPT))
        rows.append(list(votes))
        # Recomputed only at intervals: it changes little from sample to sample.
        if len(rows) < _LEAST or (len(rows) % _LEAST and panel in _FOUND):
            return _FOUND.get(panel)
        _FOUND[panel] = effective_votes(list(rows))
        return _FOUND[panel]


_FOUND: dict[tuple[str, ...], float | None] = {}
