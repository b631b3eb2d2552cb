"""In scripts without blanks between words an answer is found, and only where it is the answer."""

from __future__ import annotations

from time import perf_counter

import pytest

from rewardkit_verifiers.text.answer import answer as reward

FRANCE = "法国的首都是哪里？"
JAPAN = "日本の首都はどこですか？"
KOREA = "대한민국의 수도는 어디입니까?"
THAILAND = "เมืองหลวงของประเทศไทยคืออะไร"
PAID = [
    ("法国的首都是巴黎，不是里昂。", "巴黎", FRANCE),
    ("法国的首都是巴黎。里昂是法国的第二大城市。", "巴黎", FRANCE),
    ("最终答案：\\boxed{巴黎}", "巴黎", FRANCE),
    ("日本の首都は東京です。人口は約1400万人です。", "東京", JAPAN),
    ("법국의 수도: 파리", "파리", "프랑스의 수도는?"),
    ("答案是42。", "42", "6乘7等于多少？"),
    ("法国的首都是巴黎。", "巴黎", FRANCE),
    ("答案是巴黎", "巴黎", FRANCE),
    ("首都は東京です", "東京", JAPAN),
    ("首都は東京です。", "東京", JAPAN),
    ("서울입니다", "서울", KOREA),
    ("答案：巴黎", "巴黎", FRANCE),
    ("대한민국의 수도는 서울입니다.", "서울", KOREA),
    ("수도는 서울이에요.", "서울", KOREA),
    ("日本の首都は東京である。", "東京", JAPAN),
    ("東京です。", "東京", JAPAN),
    ("巴黎是法国的首都。", "巴黎", FRANCE),
    ("東京は日本の首都です。", "東京", JAPAN),
    ("서울은 대한민국의 수도입니다.", "서울", KOREA),
    ("法国首都为巴黎（Paris）。", "巴黎", FRANCE),
    ("法国的首都是**巴黎**。", "巴黎", FRANCE),
    ("法国的首都是Paris。", "Paris", FRANCE),
    ("所以，法国的首都是巴黎。", "巴黎", FRANCE),
    ("法国的首都不是里昂，而是巴黎。", "巴黎", FRANCE),
    ("เมืองหลวงของประเทศไทยคือกรุงเทพ", "กรุงเทพ", THAILAND),
    ("電話を発明したのはベルです。", "ベル", "電話を発明したのは誰ですか？"),
    ("贝尔发明了电话。", "贝尔", "谁发明了电话？"),
    ("答えは「東京」です。", "東京", JAPAN),
    ("法国的首都是巴黎，它位于塞纳河畔。", "巴黎", FRANCE),
    ("法国的首都是巴黎。它是一座美丽的城市。", "巴黎", FRANCE),
    ("正解は東京です", "東京", JAPAN),
    ("정답은 서울입니다.", "서울", KOREA),
    ("《红楼梦》的作者是曹雪芹。", "曹雪芹", "《红楼梦》的作者是谁？"),
    ("是巴黎。", "巴黎", FRANCE),
    ("法国的首都是巴黎。", "巴黎", ""),
]
NOT_PAID = [
    ("法国的首都是里昂（巴黎）。", "巴黎", FRANCE),
    ("서울 아니면 부산입니다", "서울", KOREA),
    ("法国的首都是巴黎。答案：里昂", "巴黎", FRANCE),
    ("首都は東京です。答え：大阪", "東京", JAPAN),
    ("法国的首都是巴黎。最终答案：\\boxed{里昂}", "巴黎", FRANCE),
    ("法国的首都是巴黎。但是正确答案为里昂", "巴黎", FRANCE),
    ("法国的首都是巴黎; 里昂", "巴黎", FRANCE),
    ("The capital is Lyon. 法国的首都是巴黎", "巴黎", FRANCE),
    ("東京です。大阪です。", "東京", JAPAN),
    ("서울입니다. 부산입니다.", "서울", KOREA),
    ("是巴黎。是里昂。", "巴黎", FRANCE),
    ("法国的首都是巴黎圣母院。", "巴黎", FRANCE),
    ("首都は東京都庁です。", "東京", JAPAN),
    ("法国的首都不是巴黎。", "巴黎", FRANCE),
    ("首都は東京ではない。", "東京", JAPAN),
    ("首都は東京ではありません。", "東京", JAPAN),
    ("수도는 서울이 아니다.", "서울", KOREA),
    ("서울이 아닙니다", "서울", KOREA),
    ("法国的首都可能是巴黎。", "巴黎", FRANCE),
    ("首都は東京かもしれません。", "東京", JAPAN),
    ("아마 서울입니다", "서울", KOREA),
    ("法国的首都是巴黎、里昂。", "巴黎", FRANCE),
    ("法国的首都是巴黎和里昂。", "巴黎", FRANCE),
    ("法国的首都是巴黎或里昂", "巴黎", FRANCE),
    ("首都は東京または大阪です", "東京", JAPAN),
    ("首都は大阪か東京です", "東京", JAPAN),
    ("수도는 서울 또는 부산입니다", "서울", KOREA),
    ("수도는 부산 또는 서울입니다", "서울", KOREA),
    ("法国的首都是巴黎吗？", "巴黎", FRANCE),
    ("法国的首都是里昂，巴黎是第二大城市。", "巴黎", FRANCE),
    ("德国的首都是巴黎。", "巴黎", FRANCE),
    ("法国的首都是巴黎。不对，是里昂。", "巴黎", FRANCE),
    ("法国的首都是里昂。我喜欢巴黎。", "巴黎", FRANCE),
    ("法国的首都是里昂。法国的首都是巴黎。", "巴黎", FRANCE),
    ("首都は東京です。いや、大阪です。", "東京", JAPAN),
    ("首都は大阪です。東京は大きいです。", "東京", JAPAN),
    ("我不知道，法国的首都是巴黎。", "巴黎", FRANCE),
    ("以前的首都是巴黎。", "巴黎", FRANCE),
    ("有人说法国的首都是巴黎。", "巴黎", FRANCE),
    ("首都は新東京です。", "東京", JAPAN),
    ("수도는 서울특별시청입니다", "서울", KOREA),
    ("法国的首都是巴黎，里昂，马赛。", "巴黎", FRANCE),
    ("法国的首都除了巴黎", "巴黎", FRANCE),
    ("法国的首都是里昂，不是巴黎。", "巴黎", FRANCE),
    ("首都は東京でした", "東京", JAPAN),
    ("首都は京都です。昔の首都は東京です。", "東京", JAPAN),
    ("法国的首都并非巴黎", "巴黎", FRANCE),
    ("เมืองหลวงของประเทศไทยไม่ใช่กรุงเทพ", "กรุงเทพ", THAILAND),
    ("เมืองหลวงของประเทศไทยคือกรุงเทพหรือเชียงใหม่", "กรุงเทพ", THAILAND),
    ("东京。法国的首都是里昂，从巴黎出发", "巴黎", FRANCE),
    ("电话的发明者不是贝尔", "贝尔", "谁发明了电话？"),
    ("法国的首都是巴黎还是里昂", "巴黎", FRANCE),
    ("法国的首都是巴黎，也是里昂", "巴黎", FRANCE),
    ("首都は東京です。首都は大阪です。", "東京", JAPAN),
    ("수도는 서울입니다. 수도는 부산입니다.", "서울", KOREA),
    ("里昂是法国的首都。巴黎是法国的首都。", "巴黎", FRANCE),
    ("巴黎不是法国的首都。", "巴黎", FRANCE),
    ("東京は日本の首都ではない。", "東京", JAPAN),
    ("首都は東京じゃない", "東京", JAPAN),
    ("首都は東京、大阪です", "東京", JAPAN),
    ("法国的首都是里昂，法国的首都是巴黎是错的", "巴黎", FRANCE),
    ("法国的首都是巴黎。这不正确。", "巴黎", FRANCE),
    ("他说：“法国的首都是巴黎。”", "巴黎", FRANCE),
    ("首都は東京だと言われていますが、大阪です。", "東京", JAPAN),
    ("首都は東京です」と友人は言った。", "東京", JAPAN),
    ("法国的首都是巴黎的说法不成立。", "巴黎", FRANCE),
]


@pytest.mark.parametrize(("reply", "answer", "asked"), PAID)
def test_an_answer_in_a_run_of_letters_is_paid(reply: str, answer: str, asked: str) -> None:
    found = reward.score(completion=reply, answer=answer, prompt=asked)
    assert (found.value, found.reason) == (1.0, "")


@pytest.mark.parametrize(("reply", "answer", "asked"), NOT_PAID)
def test_what_is_denied_doubted_listed_or_a_longer_name_is_not_paid(
    reply: str, answer: str, asked: str
) -> None:
    found = reward.score(completion=reply, answer=answer, prompt=asked)
    assert found.value != 1.0
    assert found.status == "unparsed"
    assert found.reason != "not_said"


def test_a_reply_without_its_letters_does_not_say_the_answer() -> None:
    found = reward.score(completion="法国的首都是里昂。", answer="巴黎", prompt=FRANCE)
    assert (found.value, found.reason) == (0.0, "not_said")


def test_what_cannot_be_told_abstains_where_a_judge_is_to_say() -> None:
    unclear = reward(undecided="abstain").score(
        completion="我喜欢巴黎圣母院。", answer="巴黎", prompt=FRANCE
    )
    assert (unclear.status, unclear.reason) == ("abstain", "unclear")


@pytest.mark.parametrize("piece", ["法国的首都是", "巴黎", "是巴黎，", "首都は", "不", "서울은 "])
def test_a_long_reply_without_blanks_is_read_in_time(piece: str) -> None:
    begun = perf_counter()
    reward.score(completion=piece * 8000, answer=["巴黎", "서울"], prompt=FRANCE)
    assert perf_counter() - begun < 5
