"""Constraints of IFEval on the form of a reply: lists, sections, titles, beginnings and ends."""

from __future__ import annotations

import json
import re

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit_verifiers.follow.lib.constraint import constraint, published
from rewardkit_verifiers.follow.lib.reply import Reply

_FENCE = re.compile(r"^```(?:json|Json|JSON)?\s*\n?(.*?)\n?```$", re.DOTALL)
_ANSWERS = ("My answer is yes.", "My answer is no.", "My answer is maybe.")
_BULLET = re.compile(r"^[ \t]*(?:[-+•]|\*(?!\*))[ \t]+\S", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{0,200}\]")


@constraint(
    "detectable_content:number_placeholders",
    "The response must contain at least {num_placeholders} placeholders represented by square "
    "brackets, such as [address].",
    num_placeholders="count",
)
def number_placeholders(reply: Reply, num_placeholders: int) -> bool:
    """The number of placeholders that hold something."""
    found = [one for one in _PLACEHOLDER.findall(reply.text) if any(map(str.isalnum, one))]
    return len(found) >= num_placeholders


@published("detectable_content:number_placeholders")
def _number_placeholders(reply: Reply, num_placeholders: int) -> bool:
    # Like re.findall(r"\[.*?\]"), which is quadratic in opening brackets.
    count = 0
    for line in reply.text.split("\n"):
        start = line.find("[")
        while start >= 0:
            end = line.find("]", start)
            if end < 0:
                break
            count, start = count + 1, line.find("[", end)
    return count >= num_placeholders


@constraint(
    "detectable_content:postscript",
    "At the end of your response, please explicitly add a postscript starting with "
    "{postscript_marker}",
    postscript_marker="text",
)
def postscript(reply: Reply, postscript_marker: str) -> bool:
    """A postscript that begins a line or follows a sentence, with something in it."""
    marker = re.escape(postscript_marker.strip().rstrip("."))
    inner = marker.replace(r"\.", r"\.\s?")
    found = list(
        re.finditer(rf"(?:^[\s*_>#]{{0,9}}|(?<=[.!?)])[ \t]+){inner}\.?", reply.text, re.I | re.M)
    )
    return bool(found) and any(map(str.isalnum, reply.text[found[-1].end() :]))


@published("detectable_content:postscript")
def _postscript(reply: Reply, postscript_marker: str) -> bool:
    marker = postscript_marker.strip()
    known = {"P.P.S": r"p\.\s?p\.\s?s", "P.S.": r"p\.\s?s\."}
    return re.search(known.get(marker, re.escape(marker.lower())), reply.lower) is not None


@constraint(
    "detectable_format:number_bullet_lists",
    "Your answer must contain exactly {num_bullets} bullet points. Use the markdown bullet points "
    "such as:\n* This is point 1. \n* This is point 2",
    num_bullets="count",
)
def number_bullet_lists(reply: Reply, num_bullets: int) -> bool:
    """The number of bullet points; a rule of dashes and bold text are none."""
    return len(_BULLET.findall(reply.text)) == num_bullets


@published("detectable_format:number_bullet_lists")
def _number_bullet_lists(reply: Reply, num_bullets: int) -> bool:
    count = 0
    for line in reply.lines:
        line = line.lstrip()
        count += line.startswith("-") or (line[0] == "*" and len(line) > 1 and line[1] != "*")
    return count == num_bullets


@constraint(
    "detectable_format:constrained_response",
    "Answer with one of the following options: My answer is yes., My answer is no., My answer is "
    "maybe.",
)
def constrained_response(reply: Reply) -> bool:
    """Exactly one of the three answers."""
    return sum(one.lower() in reply.lower for one in _ANSWERS) == 1


@published("detectable_format:constrained_response")
def _constrained_response(reply: Reply) -> bool:
    return any(one in reply.text for one in _ANSWERS)


@constraint(
    "detectable_format:number_highlighted_sections",
    "Highlight at least {num_highlights} sections in your answer with markdown, i.e. *highlighted "
    "section*.",
    num_highlights="count",
)
def number_highlighted_sections(reply: Reply, num_highlights: int) -> bool:
    """The number of highlighted parts; bold text counts once."""
    parts = re.findall(r"\*{1,3}(?=[^\s*])[^\n*]*\*{1,3}", reply.text)
    return sum(any(map(str.isalnum, part)) for part in parts) >= num_highlights


@published("detectable_format:number_highlighted_sections")
def _number_highlighted_sections(reply: Reply, num_highlights: int) -> bool:
    single = re.findall(r"\*[^\n*]*\*", reply.text)
    double = re.findall(r"\*\*[^\n*]*\*\*", reply.text)
    count = sum(bool(part.strip("*").strip()) for part in single)
    count += sum(bool(part.removeprefix("**").removesuffix("**").strip()) for part in double)
    return count >= num_highlights


@constraint(
    "detectable_format:multiple_sections",
    "Your response must have {num_sections} sections. Mark the beginning of each section with "
    "{section_spliter} X, such as:\n{section_spliter} 1\n[content of section 1]\n"
    "{section_spliter} 2\n[content of section 2]",
    section_spliter="text",
    num_sections="count",
)
def multiple_sections(reply: Reply, section_spliter: str, num_sections: int) -> bool:
    """The number of sections: marks at the beginning of a line, each with content."""
    mark = re.escape(section_spliter.strip())
    parts = re.split(rf"^[\s*_#>]{{0,9}}{mark}\s?\d+", reply.text, flags=re.MULTILINE)
    filled = [part for part in parts[1:] if any(map(str.isalnum, part))]
    return len(filled) == len(parts) - 1 >= num_sections


@published("detectable_format:multiple_sections")
def _multiple_sections(reply: Reply, section_spliter: str, num_sections: int) -> bool:
    mark = re.escape(section_spliter.strip())
    return len(re.findall(rf"{mark}\s?\d+", reply.text)) >= num_sections


@constraint(
    "detectable_format:json_format",
    "Entire output should be wrapped in JSON format. You can use markdown ticks such as ```.",
)
def json_format(reply: Reply) -> bool:
    """JSON as a whole, that any reader understands alike, an object or a list."""
    text = reply.text.strip()
    fenced = _FENCE.match(text)
    try:
        return isinstance(strict_json(fenced[1] if fenced else text), dict | list)
    except NotStrict:
        return False


@published("detectable_format:json_format")
def _json_format(reply: Reply) -> bool:
    text = reply.text.strip()
    for opening in ("```json", "```Json", "```JSON", "```"):
        text = text.removeprefix(opening)
    try:
        json.loads(text.removesuffix("```").strip())
    except (ValueError, RecursionError):
        return False
    return True


@constraint(
    "detectable_format:title",
    "Your answer must contain a title, wrapped in double angular brackets, such as <<poem of "
    "joy>>.",
)
def title(reply: Reply) -> bool:
    """A title with something in it between double angular brackets."""
    return any(map(_shows, re.findall(r"<<([^\n<>]+)>>", reply.text)))


def _shows(part: str) -> bool:
    return any(map(str.isalnum, part))


@published("detectable_format:title")
def _title(reply: Reply) -> bool:
    for line in reply.text.split("\n"):
        start, end = line.find("<<"), line.rfind(">>")
        if 0 <= start < end - 2 and line[start : end + 2].lstrip("<").rstrip(">").strip():
            return True
    return False


@constraint(
    "combination:two_responses",
    "Give two different responses. Responses and only responses should be separated by 6 asterisk "
    "symbols: ******.",
)
def two_responses(reply: Reply) -> bool:
    """Two different replies with six asterisks between."""
    parts = reply.text.split("******")
    shown = [part.strip() for part in parts if part.strip()]
    if any(not part.strip() for part in parts[1:-1]):
        return False
    return len(shown) == 2 and shown[0] != shown[1]


@constraint(
    "combination:repeat_prompt",
    "First repeat the request word for word without change, then give your answer (1. do not say "
    "any words or characters before repeating the request; 2. the request you need to repeat does "
    "not include this sentence)",
    prompt_to_repeat="text",
)
def repeat_prompt(reply: Reply, prompt_to_repeat: str) -> bool:
    """The request word for word, and an answer after it."""
    wanted, text = prompt_to_repeat.strip(), reply.text.strip()
    return text.startswith(wanted) and _shows(text[len(wanted) :])


@published("combination:repeat_prompt")
def _repeat_prompt(reply: Reply, prompt_to_repeat: str) -> bool:
    return reply.text.strip().lower().startswith(prompt_to_repeat.strip().lower())


@constraint(
    "startend:end_checker",
    "Finish your response with this exact phrase {end_phrase}. No other words should follow this "
    "phrase.",
    end_phrase="text",
)
def end_checker(reply: Reply, end_phrase: str) -> bool:
    """The last words are a phrase."""
    return reply.text.strip().strip('"').lower().endswith(end_phrase.strip().lower())


@constraint("startend:quotation", "Wrap your entire response with double quotation marks.")
def quotation(reply: Reply) -> bool:
    """Double quotation marks around everything, with something between."""
    text = reply.text.strip()
    pairs = ('""', "“”", "„“", "„”", "«»")
    return text[:1] + text[-1:] in pairs and _shows(text)


@published("startend:quotation")
def _quotation(reply: Reply) -> bool:
    text = reply.text.strip()
    return len(text) > 1 and text[0] == '"' == text[-1]
