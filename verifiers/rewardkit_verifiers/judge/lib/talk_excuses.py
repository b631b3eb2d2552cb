"""Tasks that ask for a kind of talk themselves: a greeting, a review, a letter of refusal."""

from __future__ import annotations

import re

from rewardkit_verifiers.judge.lib.talk_marks import Kind


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


# What the prompt or the criteria may ask for, so that talk of the kind is the matter there.
EXCUSES: dict[Kind, re.Pattern[str]] = {
    "promise": _any(
        r"\b(?:promise|pledge|vow|oath|offer|plan|resolution|intention|announce\w*|teaser"
        r"|role-?play|pretend|act as|you are an?|versprech\w*|promesse|promesa)\b",
    ),
    "claim": _any(r"\b(?:report|status|confirm\w*|announce\w*|role-?play|pretend|act as)\b"),
    "praise": _any(
        r"\b(?:review|feedback|evaluat\w+|assess\w*|critique|critici[sz]e|grade|rate|judge|compare"
        r"|blurb|cover letter|praise|advert\w*|improve|proofread|abstract|rubric|better|compliment"
        r"|what makes|how (?:do|can|should|to)\b.{0,20}\b(?:write|answer)|(?:this|following|given"
        r"|these)"
        r" (?:\w+ )?(?:text|essay|poem|story|code|function|program|article|passage|answer|response"
        r"|letter|e-?mail|paragraph|argument|summary|sentence|speech|report|message))\b",
    ),
    "verdict": _any(
        r"\b(?:evaluat\w+|assess\w*|grad(?:e|es|ing)|rat(?:e|ing)s?|scor(?:e|es|ing)|judge?(?:s"
        r"|ment)?"
        r"|review|feedback|critique|correct(?:ness)?|verdict|rubric|criteri\w+|check|mark|exam"
        r"|test"
        r"|points?|bewert\w+|beurteil\w+|évalu\w+|evalú\w+|califica|valuta\w*|avali\w+|оцени\w*"
        r"|ocen\w*|is (?:this|it|the))\b|评|評|採点|평가",
    ),
    "injection": _any(
        r"\b(?:inject\w*|jailbreak\w*|prompts?|instructions?|order|command|judge|grader|teacher"
        r"|ignore|output|print|return|system)\b",
    ),
    "refusal": _any(
        r"\b(?:refus\w*|declin\w*|reject\w*|apolog\w*|sorry|excuse|complain\w*|cancel\w*|absen\w*"
        r"|regret\w*|turn\w* down|say(?:ing)? no|unable|role-?play|pretend|ablehn\w*|absag\w*"
        r"|entschuldig\w*"
        r"|excus\w*|disculp\w*|rechaz\w*|scus\w*|rifiut\w*|desculp\w*|recus\w*|извин\w*"
        r"|отказ\w*)\b",
    ),
    "filler": _any(
        r"\b(?:greet\w*|hello|welcom\w*|thank\w*|gratitude|invit\w*|congrat\w*|wish(?:es)?|toast"
        r"|apolog\w*|message|notice|announce\w*|speech|card|dialog(?:ue)?|conversation|small talk"
        r"|compliment\w*|customer|script|say|polite\w*"
        r"|farewell|goodbye|closing|sign-?off|voicemail|role-?play|pretend|act as|chat|birthday"
        r"|tweet"
        r"|begrüß\w*|gruß|grüße|dank\w*|glückwunsch\w*|salut\w*|remerci\w*|saluda\w*|agradec\w*"
        r"|how (?:do|should|can|would|to)\b.{0,40}\b(?:start|begin|end|close|open|address|sign)"
        r"|auto-?reply|customer|service|support|chatbot|shop|hotel|restaurant|think|opinion"
        r"|feel(?:ings?)?|nice|slogan|tagline|caption|in (?:one|two|three|a few) words?"
        r"|out-of-office|felicit\w*|ringrazi\w*|saudaç\w*|привет\w*|поздрав\w*|благодар\w*)\b|感谢"
        r"|祝|挨拶|感謝|인사|감사",
    ),
}  # fmt: skip
# Questions that a judgement answers, so that "It was approved." is no grade of the reply itself.
DECISION = re.compile(
    r"(?:^|[.!?:]\s+|,\s*)(?:is|are|was|were|do|does|did|has|have|had|(?:can|could|would|will"
    r"|should)(?! you"
    r"\b))\b[^?]*\?|\b(?:true or false|true/false|right or wrong|yes or no|yes/no|correct or"
    r"|whether"
    r"|vote[ds]?|outcome|result of|decision|approve\w*|accept\w*|pass(?:ed)?|wahr oder"
    r"|richtig oder"
    r"|vrai ou|verdadero o|vero o|verdadeiro ou|правда ли)\b",
    re.IGNORECASE,
)
