"""Reference probes: holed rewards stay paid under another reference, sound ones never."""

from __future__ import annotations

import re

import pytest

from rewardkit import Reward, Sample, get, reward
from rewardkit.watch.batch import Batch
from rewardkit.watch.probes import canary_probe, label_probe, paid_rows, probe, twin_probe
from rewardkit.watch.standard import find_standard
from rewardkit.watch.watcher import Watch

NUMBER = get("math/number")


@reward
def contains(completion: str, answer: str) -> bool:
    """Pay for the reference anywhere in the reply."""
    return answer in completion


@reward
def any_number(completion: str, answer: str) -> bool:
    """Pay for the reference among the numbers of the reply."""
    return answer in re.findall(r"\d+", completion)


@reward
def unread(completion: str, answer: str) -> bool:
    """Pay for a reply without a tag, as well as for a right one."""
    found = re.search(r"<answer>(.*?)</answer>", completion)
    return found is None or found[1] == answer


def batch(judge: Reward, texts: list[str], step: int = 1) -> Batch:
    samples = [
        Sample(text, f"What is {turn}0 + {turn}?", str(11 * turn), group=turn)
        for turn, text in enumerate(texts, 1)
    ]
    return Batch(step, samples, judge.score_many(samples))


def asked(judge: Reward, texts: list[str]) -> dict[str, tuple[int, int]]:
    one = batch(judge, texts)
    standard = find_standard(judge, one.samples, one.breakdowns)
    return {kind: (p.hits, p.tried) for kind, p in probe(judge, standard, one, 16).items()}


RIGHT = [f"{turn}0 + {turn} = {11 * turn}, so {11 * turn}" for turn in range(1, 9)]
LISTED = [" ".join(str(11 * one) for one in range(1, 9))] * 8
UNREAD = ["I do not know, perhaps 5"] * 8


@pytest.mark.parametrize(
    ("judge", "texts", "found"),
    [
        (NUMBER, RIGHT, {"own": (0, 8), "swap": (0, 8)}),
        (any_number, LISTED, {"own": (8, 8), "swap": (8, 8)}),
        (contains, LISTED, {"own": (8, 8), "swap": (8, 8)}),
        (unread, UNREAD, {"own": (8, 8), "swap": (8, 8)}),
    ],
    ids=["sound", "listed", "contained", "unread"],
)
def test_paid_replies_stay_paid_only_where_the_reward_is_holed(
    judge: Reward, texts: list[str], found: dict[str, tuple[int, int]]
) -> None:
    assert asked(judge, texts) == found


def test_a_witness_is_one_completion_with_two_references() -> None:
    one = batch(any_number, LISTED)
    found = probe(any_number, find_standard(any_number, one.samples, one.breakdowns), one, 4)
    seen = found["own"].witness
    assert seen is not None
    assert seen.reference != seen.other
    sample = one.samples[seen.row]
    assert any_number.score(completion=sample.completion, answer=seen.other).value == 1.0


def test_a_reference_in_another_column_is_swapped_with_it() -> None:
    """Changed alone, the answer of countdown proves nothing; its numbers are the reference."""

    @reward
    def reaches(completion: str, numbers: list[int], answer: str) -> bool:
        return completion == "+".join(map(str, numbers))

    samples = [
        Sample(f"{n}+{n + 1}", f"{n}?", str(2 * n + 1), columns={"numbers": [n, n + 1]})
        for n in range(1, 9)
    ]
    one = Batch(1, samples, reaches.score_many(samples))
    standard = find_standard(reaches, one.samples, one.breakdowns)
    assert standard.swap
    assert {k: p.hits for k, p in probe(reaches, standard, one, 16).items()}.get("swap") == 0


@pytest.mark.parametrize(
    ("judge", "why"),
    [
        (get("format/tags")(tags=["a"]), "no part of the reward reads a reference"),
        (
            get("length/overlong")(max_length=9, buffer=3, unit="words"),
            "several references may",
        ),
    ],
)
def test_a_reward_that_reads_no_reference_is_not_asked(judge: Reward, why: str) -> None:
    one = batch(judge, RIGHT)
    standard = find_standard(judge, one.samples, one.breakdowns)
    assert not standard.asks
    assert why in standard.notes[0]


def test_groups_that_come_first_do_not_hide_that_the_pay_follows_the_answer() -> None:
    """The first rows of a batch are completions of one prompt, with one reference."""
    samples = [
        Sample(f"{n}, {n + 1}", f"{n}?", str(n), group=n) for n in range(10, 18) for _ in range(8)
    ]
    standard = find_standard(any_number, samples, any_number.score_many(samples))
    assert standard.own


def test_one_completion_of_a_group_is_asked_and_the_step_alone_chooses_it() -> None:
    samples = [Sample("1", "?", "1", group=row // 4) for row in range(32)]
    one = Batch(7, samples, contains.score_many(samples))
    rows = paid_rows(one, 1.0, 5)
    assert len({row // 4 for row in rows}) == len(rows) == 5
    assert rows == paid_rows(one, 1.0, 5)
    assert rows != paid_rows(Batch(8, samples, one.breakdowns), 1.0, 5)


def test_probes_leave_running_normalisers_alone() -> None:
    moving = any_number.normalise("running")
    one = batch(moving, LISTED)
    before = moving.state_dict()
    watch = Watch(moving)
    watch.see(one.samples, one.breakdowns)
    assert moving.state_dict() == before


def test_a_strict_twin_and_labels_tell_of_paid_wrong_replies() -> None:
    one = batch(any_number, LISTED)
    assert twin_probe(get("text/exact"), one, 1.0, 16).hits == 8
    labelled = Batch(1, one.samples, one.breakdowns, right=[True, False, None, *[True] * 5])
    found = label_probe(labelled, 1.0)
    assert (found.hits, found.tried) == (1, 7)


def test_a_paid_canary_is_a_hit() -> None:
    samples = [
        Sample(text, f"{turn}?", "5", group=turn, columns={"canary": turn < 3})
        for turn, text in enumerate(["5", "6", "4 5", "5"])
    ]
    found = canary_probe(Batch(1, samples, any_number.score_many(samples)), 1.0)
    assert (found.hits, found.tried) == (2, 3)
