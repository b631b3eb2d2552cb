"""Sentences that only verify or illustrate what stands before them."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.asked_form import LEAD
from rewardkit_verifiers.math.lib.extraction.prose.parts import Part
from rewardkit_verifiers.math.lib.extraction.prose.tokens import key, values


def follows_up(sentence: str) -> bool:
    """Return whether a sentence only verifies or illustrates what stands before it.

    Example:
        >>> follows_up("Indeed 96 / 8 = 12, as required."), follows_up("A total of 5 remain.")
        (True, False)
    """
    if _PUTS_BACK.match(sentence) is not None and _HOLDS.search(sentence) is not None:
        return True
    return _FOLLOWS_UP.search(sentence) is not None


# Substituting back, 28 - 7 = 21, which matches.
_PUTS_BACK = re.compile(
    rf"{LEAD}(?:(?:indeed|since|as|because)\b|(?:re-?)?(?:substitut|plugg?|insert|check|test|verify|putt?)(?:e|s|ing)?\b"
    r"|einsetzen|setzen wir|en rempla[çc]ant|sustituyendo|substituindo|sostituendo|подставля"
    r"|подставив|подстановка|代入|代回|대입)",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"(?:,|\band|\bso|;|—|–|:)\s*(?:which|this|that|it|(?:so |and )?(?:it|this|that|the (?:answer"
    r"|solution|result|equation|value)))\s+(?:also |indeed |clearly )?(?:match(?:es)?|agrees?"
    r"|holds?|checks?(?: out)?|works?|satisfie[sd]|is (?:indeed )?(?:correct|true|right|satisfied"
    r"|consistent|as (?:required|expected)))\b[^.\d]*[\s.!✓✔✅]*\Z"
    r"|[✓✔✅☑][\s.!*]*\Z|,\s*was (?:stimmt|passt|richtig ist)[\s.!]*\Z"
    r"|,\s*ce qui (?:est (?:correct|vrai|juste)|convient)[\s.!]*\Z"
    r"|,\s*(?:lo (?:que|cual)|o que) (?:es|é)"
    r" (?:correct[oa]|corret[oa]|ciert[oa]|verdade)[\s.!]*\Z"
    r"|,\s*(?:il )?che è (?:corretto|vero)[\s.!]*\Z|,\s*что верно[\s.!]*\Z"
    r"|(?:成立|正确|正確|符合|맞다|맞습니다|正しい)[^\d]{0,6}\Z",
    re.IGNORECASE,
)
# Indeed 96 / 8 = 12, as required. A typical sprinter reaches 10 m/s.
_FOLLOWS_UP = re.compile(
    rf"\A{LEAD}(?:and )?indeed\b|\bas (?:required|expected|desired|claimed|needed"
    rf"|wanted|it should be|stated)[\s.!✓✔✅]*\Z"
    rf"|\A{LEAD}(?:an?|any|most|typical) (?:quick |brief |final )?(?:sanity|reality|typical|normal"
    r"|usual|common|average|ordinary|standard|adult|human|\w+ (?:twice|half|three times) as)\b"
    r"|\A[\s\W]*(?:handle|wear|avoid|always|never|be (?:careful|sure|aware)|make sure|store|beware"
    r"|take care|do not|don['’]t)\b"
    r"|\A[\s\W]*(?:people|someone|anyone|those) who\b|\A[\s\W]*to see (?:it|this|that) from\b"
    rf"|\A{LEAD}(?:equality (?:occurs|holds|is)|for (?:these|this|such an?) (?:values?|choices?)"
    rf"|in fact"
    r"|for (?:example|instance)|an example|to see (?:that|why)|more generally|in general"
    r"|with (?:some|a bit) more work|these can be|this (?:identity|formula|method|matches|agrees"
    r"|number is the same|amount is)|always make)\b"
    r"|\A[\s\W]*en [a-zé]+ant\b.*\b[a-z]+r(?:ait|aient|ais)\b",
    re.IGNORECASE,
)


def goes_on_with(part: Part, earlier: list[Part]) -> bool:
    """Whether a sentence opens with the value before it: Selling 20 units brings in 500."""
    opens = _WITH.match(part.text)
    if opens is None or not earlier:
        return False
    said, before = values(part.text), values(earlier[-1].text)
    return bool(said and before) and key(said[0].text) == key(before[-1].text.rpartition("=")[2])


_WITH = re.compile(r"\W*(?:[A-Z]\w+ing|With|At|After|For)\s+(?=[$＄\d])")
