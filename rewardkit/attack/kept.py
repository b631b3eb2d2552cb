"""A scorer that keeps every result in a file, so that an attack which was cut short goes on.

Everything else in an attack is decided by its seed and by these results: an attack that is started
again asks the same questions, gets those that were answered from the file, and scores the rest.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from rewardkit.attack.process import Scorer, Shot
from rewardkit.data.sample import Sample
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward

VERSION = 1


class KeptScorer(Scorer):
    """A scorer that appends each result to a file and answers from it what is there already.

    A question that is asked twice, as checks of chance and state do, has two results in the file.
    """

    def __init__(
        self,
        reward: Reward,
        timeout: float = 10.0,
        deadline: float = math.inf,
        *,
        path: Path,
        fingerprint: str,
    ) -> None:
        super().__init__(reward, timeout, deadline)
        self.path = path
        self.kept = _read(path, fingerprint)
        self.asked: Counter[str] = Counter()
        self._file: IO[str] = path.open("a", encoding="utf-8")
        if path.stat().st_size == 0:
            self._append({"version": VERSION, "fingerprint": fingerprint})

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self._file.close()

    def score(
        self,
        samples: Sequence[Sample],
        *,
        together: bool = False,
        traced: bool = False,
        fresh: bool = False,
    ) -> list[Shot]:
        """Score samples in order, those alone that the file has no result for."""
        if fresh:
            return super().score(samples, together=together, traced=traced)
        flags = f"{together}{traced}" + (_key(samples, "") if together else "")
        keys = [_key([sample], flags) for sample in samples]
        found = [self._known(key) for key in keys]
        if together and any(shot is None for shot in found):
            found = [None] * len(samples)
        new = [sample for sample, shot in zip(samples, found, strict=True) if shot is None]
        self.calls += len(samples) - len(new)
        scored = iter(super().score(new, together=together, traced=traced) if new else ())
        given = []
        for key, shot in zip(keys, found, strict=True):
            if shot is None:
                shot = next(scored)
                self._append({"key": key, "shot": asdict(shot)})
            given.append(shot)
        self._file.flush()
        return given

    def _known(self, key: str) -> Shot | None:
        turn = self.asked[key]
        self.asked[key] += 1
        kept = self.kept.get(key, [])
        if turn >= len(kept):
            return None
        if kept[turn].status == "hung":
            self.hangs += 1
        else:
            self.answered += 1
        return kept[turn]

    def _append(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=True) + "\n")


def _key(samples: Sequence[Sample], flags: str) -> str:
    told = [
        (one.prompt, one.completion, one.answer, one.id, one.group, sorted(one.columns.items()))
        for one in samples
    ]
    return sha256(f"{flags}{told!r}".encode("utf-8", "backslashreplace")).hexdigest()[:24]


def _read(path: Path, fingerprint: str) -> dict[str, list[Shot]]:
    """Return the results of a file; a torn last line is left out and cut off.

    Raises:
        InputError: The file belongs to another reward, or is no such file.
    """
    found: dict[str, list[Shot]] = defaultdict(list)
    if not path.exists() or path.stat().st_size == 0:
        return found
    whole = path.read_bytes()
    end = whole.rfind(b"\n") + 1
    if end < len(whole):
        with path.open("r+b") as file:
            file.truncate(end)
    try:
        lines = [json.loads(line) for line in whole[:end].splitlines()]
        known = bool(lines) and lines[0].get("version") == VERSION
        results = [(line["key"], Shot(**line["shot"])) for line in lines[1:]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: no file of attack results: {str(error)[:80]}") from None
    if lines and (not known or lines[0].get("fingerprint") != fingerprint):
        raise InputError(
            f"{path}: kept for another reward, or for this one before its code changed; "
            "name another file, or remove this one"
        )
    for key, shot in results:
        found[key].append(shot)
    return found
