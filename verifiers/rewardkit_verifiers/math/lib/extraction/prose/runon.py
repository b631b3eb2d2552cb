"""Questions that a base model invents behind its answer: they end the reply."""

from __future__ import annotations

import re

from rewardkit.reading.words import folded_words

# The first letter decides on most lines, so that no word is tried on them.
_ASKS, _LISTS = "QqPpEeHhUuIiFfDdВв问题題質問문", "PpRrAaVvLlNFTBC-"
_QUESTION = (
    r"(?:[Qq](?i:uestion|)|[Pp](?i:roblem|regunta|ergunta)|[Ee](?i:xercise)|[Hh](?i:uman)"
    r"|[Uu](?i:ser)|[Ii](?i:nstruction)|[Ff](?i:rage)|[Dd](?i:omanda)|[Вв](?i:опрос)"
    r"|问题|題目|题目|质問|問題|문제)"
    r"[ \t]*(?:\d{1,4})?[ \t]*(?:\*\*)?[ \t]*[:：.](?!\S*\d)"
)
# What a page of the web has below an answer: who wrote it, and what else was asked.
_BELOW = (
    r"(?:(?:[Pp]osted|[Aa]sked|[Aa]nswered|[Ee]dited) (?:by|on|at)\b"
    r"|(?:Related|RELATED|Similar) (?:[Qq]uestions?|QUESTIONS|[Pp]roblems?|[Pp]osts?"
    r"|[Tt]opics?)\b"
    r"|(?:(?:Next|New|Bonus|Challenge|Another) (?:problem|question|exercise|task)"
    r"|Practice(?: problem"
    r"| question| exercise)?|Follow-up(?: problem| question)?|Try (?:it|this) yourself)"
    r"[ \t]*(?:\*\*)?[ \t]*[:：]"
    r"|--[ \t]*\n)"
)
_LINE = r"\n[ \t>*#_]*+"
_NEXT = re.compile(rf"{_LINE}(?=[{_ASKS}]){_QUESTION}")
_PAGE = re.compile(rf"{_LINE}(?=[{_LISTS}]){_BELOW}")
# One look at each line for both: most replies have neither.
_EITHER = re.compile(rf"{_LINE}(?=[{_ASKS}{_LISTS}])(?:{_QUESTION}|{_BELOW})")
# The next turn of a chat, and what stands behind the end of a document.
_TURN = re.compile(
    r"<(?:\|im_start\||start_of_turn|\|start_header_id\||\|start_of_role\||\|start\||\|)>?\s{0,4}"
    r"(?:user|human|system)\b|\[INST\]"
    r"|<\|(?:endoftext|end_of_text)\|>|<｜end▁of▁sentence｜>|<eos>|(?P<s></s>)",
    re.IGNORECASE,
)
# What marks an answer before the question.
_MARKED = re.compile(r"\\boxed|####|answer is\b|answer\s*:", re.IGNORECASE)
# A prompt that ends where the answer begins was put to a base model.
_OPEN_PROMPT = re.compile(
    r"(?:^|\n)\W*(?:Answer|A|Solution|Antwort|Respuesta|Resposta|Réponse|Ответ|答案"
    r"|答)\W{0,4}[:：]\s*\Z",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"^[ \t>*#_]*(?:Answer|A|Solution|Assistant|Response|Antwort|Respuesta|Resposta|Réponse|Ответ"
    r"|答案|答|解|답)\W{0,4}[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_QUESTION = 2_000
_RESTATED = 0.6
_MOST = 40


def before_run_on(text: str, prompt: str, tags: bool = True) -> str:
    r"""Return a completion up to the first question that it goes on to invent.

    Args:
        text: The completion.
        prompt: The question; one that is only restated is no new one.
        tags: Whether the text may hold tags or tokens of a chat, which `<` begins.

    Example:
        >>> before_run_on("6 * 2 = 12.\n\nQuestion: What is 2 + 2?\nAnswer: 4", "")
        '6 * 2 = 12.'
        >>> before_run_on("Question: What is 6 * 2?\nAnswer: 12", "")
        'Question: What is 6 * 2?\nAnswer: 12'
    """
    if (tags or ("[" in text and "[INST]" in text)) and (turn := _next_turn(text)) >= 0:
        text = text[:turn].rstrip()
    if _EITHER.search(text) is None:
        return text
    page = _PAGE.search(text)
    if page is not None and any(map(str.isdigit, text[: page.start()])):
        text = text[: page.start()].rstrip()
    open_prompt: bool | None = None
    for count, match in enumerate(_NEXT.finditer(text)):
        if count >= _MOST:
            break
        before = text[: match.start()]
        if not any(map(str.isalnum, before)):
            continue
        if open_prompt is None:
            open_prompt = _OPEN_PROMPT.search(prompt[-40:]) is not None
        rest = text[match.end() : match.end() + _LONGEST_QUESTION]
        answer = _ANSWERED.search(rest)
        if not open_prompt and answer is None and _MARKED.search(before) is None:
            continue
        if not any(map(str.isdigit, before)) and not open_prompt:
            continue
        question = rest[: answer.start()] if answer is not None else rest.split("\n\n")[0]
        if _MARKED.search(before) is not None or not _restates(question, prompt):
            return before.rstrip()
    return text


def _next_turn(text: str) -> int:
    """Return where the turn behind the first answer begins, or -1 where there is none."""
    for count, match in enumerate(_TURN.finditer(text)):
        if count >= _MOST:
            break
        before = text[: match.start()]
        # <s>5</s> is struck out; and nothing is answered before the first number or word.
        if (match["s"] and "<s>" in before) or not any(map(str.isalnum, before)):
            continue
        return match.start()
    return -1


def _restates(question: str, prompt: str) -> bool:
    """Whether most words of a question are those of the prompt."""
    said = set(folded_words(question))
    asked = set(folded_words(prompt))
    if {word for word in said - asked if any(map(str.isdigit, word))}:
        return False  # other numbers make another question
    return bool(said) and len(said & asked) >= _RESTATED * len(said)
