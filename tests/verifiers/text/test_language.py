"""The language of replies and of reasoning."""

from __future__ import annotations

import pytest

from rewardkit import Score
from rewardkit.errors import DefinitionError
from rewardkit_verifiers.text.language import language
from rewardkit_verifiers.text.lib.reply_text import prose, reply_and_reasoning

TEXTS = {
    "en": "The weather in the mountains was cold, but we went for a long walk.",
    "de": "Das Wetter in den Bergen war kalt, aber wir machten einen langen Spaziergang.",
    "fr": "Il faisait froid dans les montagnes, mais nous avons fait une longue promenade.",
    "es": "Hacía frío en las montañas, pero dimos un largo paseo por el bosque.",
    "it": "Faceva freddo in montagna, ma abbiamo fatto una lunga passeggiata nel bosco.",
    "ru": "В горах было холодно, но мы отправились на долгую прогулку по лесу.",
    "ja": "山は寒かったですが、私たちは森の中を長い間散歩しました。とても楽しかったです。",
    "ko": "산은 추웠지만 우리는 숲속을 오랫동안 산책했습니다. 정말 즐거웠습니다.",
    "zh": "山里很冷，但是我们还是在树林里散步了很长时间，大家都非常高兴。",
    "ar": "كان الجو باردا في الجبال لكننا ذهبنا في نزهة طويلة في الغابة الجميلة.",
    "hi": "पहाड़ों में ठंड थी, लेकिन हम जंगल में लंबी सैर पर गए और बहुत खुश हुए।",
}


@pytest.mark.parametrize("wanted", TEXTS)
@pytest.mark.parametrize("written", TEXTS)
def test_a_text_is_paid_in_its_own_language_only(wanted: str, written: str) -> None:
    found = language.score(completion=TEXTS[written], language=wanted)
    assert found.value == float(wanted == written)


def test_one_foreign_line_of_many_is_forgiven_and_half_is_not() -> None:
    lines = [TEXTS["fr"]] * 12
    assert language.score(completion="\n".join([*lines, TEXTS["en"]]), language="fr").value == 1.0
    mixed = "\n".join([*lines[:2], TEXTS["en"], TEXTS["de"]])
    assert language.score(completion=mixed, language="fr").value == 0.0


def test_a_share_that_cannot_be_is_refused() -> None:
    with pytest.raises(DefinitionError, match="share=2"):
        language(share=2.0)


def test_prose_leaves_out_what_has_no_language() -> None:
    text = "Voir `for` $x+1$ https://example.org <b>ici</b>\n```\nwhile True\n```"
    assert prose(text).split() == ["Voir", "ici"]


def test_reasoning_is_what_stands_before_the_reply() -> None:
    parts = reply_and_reasoning("<think>Hm.</think>\nParis")
    assert not isinstance(parts, Score)
    assert (parts[0], "Hm." in parts[1]) == ("Paris", True)


def test_a_line_of_another_script_that_goes_on_in_english_is_not_of_one_language() -> None:
    chinese = "这是一个很好的问题，我们来看看这个问题应该怎么回答。"
    english = "The train leaves at eight o'clock from platform five and you should be there."
    assert language.score(completion=chinese, language="zh").value == 1.0
    assert language.score(completion=chinese + english, language="zh").reason == "other_language"
    terms = "我们可以使用 Python 的 list comprehension 来解决这个问题，这样代码会更简洁。"
    assert language.score(completion=terms, language="zh").value == 1.0


def test_hidden_text_is_of_no_language() -> None:
    hidden = "<!-- Das Wetter ist heute in Deutschland sehr schön und warm. -->"
    text = f"{hidden} The weather is fine and warm today."
    assert language.score(completion=text, language="de").reason == "other_language"
