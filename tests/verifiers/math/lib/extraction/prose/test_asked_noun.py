"""What a sentence of East Asian languages says of the thing that the question names."""

from __future__ import annotations

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.prose.asked_noun import asked_clause

_RABBITS = "鸡兔同笼,共有35个头,94只脚。笼子里有多少只兔子?"


def test_a_sentence_that_counts_the_thing_asked_for_gives_its_number() -> None:
    for reply in ("答:兔子有12只。", "答:笼子里有12只兔子。", "答:共有兔子12只。"):
        assert equivalence.score(completion=reply, answer="12", prompt=_RABBITS).value == 1


def test_a_sentence_that_counts_another_thing_gives_none() -> None:
    for said in ("笼子里有12只鸡", "鸡有12只", "兔子比鸡少12只", "兔子超过12只", "兔子不是12只"):
        assert asked_clause(said, _RABBITS) == ""
    score = equivalence.score(completion="答:笼子里有12只鸡。", answer="12", prompt=_RABBITS)
    assert score.value != 1
