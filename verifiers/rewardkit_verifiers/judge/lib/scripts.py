"""Replies in another script than the reference, whose words cannot occur there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rewardkit.reading.vocabulary import NO, NOT, OR, YES
from rewardkit.reading.words import folded_words, visible

_LONGEST = 120
_FEWEST = 3
# One script family each; Japanese and Korean are written with Chinese characters as well.
_FAMILIES = {
    "CJK": "EAST", "HIRAGANA": "EAST", "KATAKANA": "EAST", "HANGUL": "EAST", "KATAKANA-HIRAGANA":
    "EAST", "IDEOGRAPHIC": "EAST",
}  # fmt: skip
# Denials, choices, doubt and questions, also inside of words that no space parts.
_HEDGED = re.compile(
    r"不|没|沒|無|无|非|否|ない|ません|違|아니|않|못|없|모르|또는|혹은|(?<!\w)(?:لا|ليس|ليست|لم|لن|غير|أو|ربما|قد)(?!\w)"
    r"|नहीं|मत|या|शायद|ไม่|หรือ|อาจ|(?<!\w)(?:לא|או|אולי|אין)(?!\w)|όχι|δεν|μπορεί|ίσως|(?<!\w)(?:ή|не|ни|нет|или|либо|может|возможно"
    r"|наверное|вероятно|але|ні|або)(?!\w)|或|または|もしくは|あるいは|可能|也许|也許|大概|たぶん|かも|아마|[?？؟;；]",
    re.IGNORECASE,
)
# The reply, its grading or the way to an answer, and never an answer.
_ITSELF = re.compile(
    r"正确|正確|正し|正解|正当|对的|對的|满分|滿分|満点|一致|相同|同じ|同意|通过|通過|评|評|批改|打分|阅卷|閱卷|採点|审|審|得分|参考|參考|模範"
    r"|思考|考え|让我|讓我|分析|解答|步骤|步驟|指示|命令|教师|老师|先生"
    r"|정확|정답|맞습|맞다|일치|만점|채점|점수|생각|평가|동일|통과"
    r"|صحيح|صواب|تطابق|مطابق|درجة|المقيّم|المقيم|المصحح|مرجع|فكر|علامة"
    r"|सही|अंक|परीक्षक|मूल्यांकन|समान|ถูก|คะแนน|คิด|ตรวจ|נכון|ציון|בודק|זהה|נחשוב"
    r"|σωστ|ορθ|βαθμ|αξιολογ|σκεφτ|ταυτ|правильн|верн|корректн|балл|оцен|провер|эталон|совпада|зачт|подума"
    r"|рассужд|давайте|шаг|правильн|вірн|оцін|згод",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[,،、，/|·•\n]")


def in_another_script(text: str, golds: Sequence[str], prompt: str = "") -> bool:
    """Return whether a reply is one plain statement in another script than the references.

    Whether القاهرة is Cairo is for a judge to say: no letter of the one can stand in the other.

    Example:
        >>> in_another_script("عاصمة مصر هي القاهرة.", ["Cairo"])
        True
        >>> in_another_script("Каир или Александрия", ["Cairo"])
        False
    """
    said = visible(text).strip()
    if not 0 < len(said) <= _LONGEST or _HEDGED.search(said) or _ITSELF.search(said):
        return False
    given, wanted = _scripts(said), set().union(*(_scripts(gold) for gold in golds))
    words = {word for gold in golds for word in folded_words(visible(gold))}
    if len(given) != 1 or not wanted or given & wanted or words <= YES | NO:
        return False
    if any(sum(map(str.isalpha, gold)) < _FEWEST or re.search(r"\d", gold) for gold in golds):
        return False
    if len(_LISTED.findall(said)) > 1 or any(map(str.isdigit, said)):
        return False
    if set(folded_words(said)) & (NOT | OR) - {"η"}:  # the article of Greek, folded as its or
        return False
    return bool(_parts(said) - _parts(prompt))


def _scripts(text: str) -> set[str]:
    """Return the scripts of the letters of a text."""
    names = {unicodedata.name(char, "").partition(" ")[0] for char in text if char.isalpha()}
    return {_FAMILIES.get(name, name) for name in names}


def _parts(text: str) -> set[str]:
    """Return the words of a text, and pairs of signs where no space parts them."""
    words = folded_words(visible(text))
    pairs = {word[at : at + 2] for word in words for at in range(len(word) - 1)}
    return pairs if "EAST" in _scripts(text) else set(words)
