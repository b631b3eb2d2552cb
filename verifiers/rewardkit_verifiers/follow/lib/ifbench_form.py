"""Constraints of IFBench on the form of a reply."""

from __future__ import annotations

import re
from itertools import pairwise

from rewardkit_verifiers.follow.lib.constraint import constraint, published
from rewardkit_verifiers.follow.lib.reply import PUNCTUATION, Reply, stripped
from rewardkit_verifiers.follow.lib.tokens import split_tokens
from rewardkit_verifiers.follow.lib.word_set import word_set

_PAIRS = {")": "(", "]": "[", "}": "{"}
_DEEP = 5
_DOUBLE, _SINGLE = '"“”„', "'‘’"
_QUOTES = str.maketrans(_DOUBLE + _SINGLE, '"' * len(_DOUBLE) + "'" * len(_SINGLE))
_SMALL = word_set(
    """
    a an the and but or nor for so yet as at by in of off on per to up via if from with into onto
    than that when is vs
    """
)
_LETTERS = re.compile(r"\W*[aA]\W*[bB]\W*[cC]\W*")
_BULLET = re.compile(r"^[ \t]*\*(?!\*)[ \t]+\S")
_SUB_BULLET = re.compile(r"^[ \t]*[-–][ \t]+\S")
_TEMPLATE = ("My Answer:", "My Conclusion:", "Future Outlook:")
_ITALICS = re.compile(r"\s*(?:<p>\s*)?<(i|em)>(.+?)</\1>", re.DOTALL)


@constraint(
    "format:parentheses", "Nest parentheses (and [brackets {{and braces}}]) at least 5 levels deep."
)
def parentheses(reply: Reply) -> bool:
    """Brackets are nested five deep, and the innermost is closed."""
    open_: list[str] = []
    deepest = 0
    for char in re.findall(r"[()\[\]{}]", reply.text):
        if char in "([{":
            open_.append(char)
            deepest = max(deepest, len(open_))
        elif open_ and open_[-1] == _PAIRS[char]:
            open_.pop()
            if deepest >= _DEEP and len(open_) < deepest:
                return True
        else:
            open_, deepest = [], 0
    return False


@constraint(
    "format:quotes",
    "Include quotes within quotes within quotes, at least 3 levels deep, alternating between "
    "double quotes and single quotes.",
)
def quotes(reply: Reply) -> bool:
    """Quotes are nested three deep, double and single in turn; an apostrophe is none."""
    text = reply.text
    # Three levels need two marks of either kind; counting them is the cheaper part.
    if sum(map(text.count, _DOUBLE)) < 2 or sum(map(text.count, _SINGLE)) < 2:
        return False
    text = text.translate(_QUOTES)
    open_: list[str] = []
    deepest = 0
    for mark in re.findall(r"\"|(?<!\w)'|'(?!\w)", text):
        if open_ and open_[-1] == mark:
            open_.pop()
            if deepest >= 3 and not open_:
                return True
        else:
            open_.append(mark)
            deepest = max(deepest, len(open_))
    return False


@published("format:quotes")
def _quotes(reply: Reply) -> bool:
    if reply.text.count('"') < 2 or reply.text.count("'") < 2:
        return False
    open_: list[str] = []
    deepest = 0
    for char in re.findall("[\"']", reply.text):
        if open_ and open_[-1] == char:
            open_.pop()
            if deepest - len(open_) >= 3:
                return True
        else:
            open_.append(char)
            deepest = max(deepest, len(open_))
    return False


@constraint(
    "format:options",
    "Answer with one of the following options: {options}. Do not give any explanation.",
    options="text",
)
def options(reply: Reply, options: str) -> bool:
    """One of the options, and nothing else."""
    text = stripped(reply.text.strip()).lower()
    return any(stripped(one).lower() == text for one in _options(options, r"\bor\b|/|,") if one)


@published("format:options")
def _options_published(reply: Reply, options: str) -> bool:
    mark = "/" if "/" in options else "or" if "or" in options else ","
    known = [one.strip() for one in options.split(mark)]
    if _LETTERS.match(options):
        return reply.text in known
    text = stripped(reply.text).lower()
    return any(stripped(one).lower() == text for one in known)


def _options(options: str, marks: str) -> list[str]:
    mark = "/" if "/" in options else r"\s+or\s+|," if re.search(r"\bor\b", options) else ","
    return [one.strip() for one in re.split(mark, options)]


@constraint("format:newline", "Write each word on a new line.")
def newline(reply: Reply) -> bool:
    """Each line has one word."""
    return all(len(line.split()) == 1 for line in reply.bare.split("\n") if line.strip())


@published("format:newline")
def _newline(reply: Reply) -> bool:
    lines = [line for line in reply.bare.strip().split("\n") if line != ""]
    return len(lines) == len(reply.bare.split())


@constraint("format:line_indent", "Create stairs by incrementally indenting each new line.")
def line_indent(reply: Reply) -> bool:
    """Each line is indented further than the one before; there must be two."""
    return len(reply.lines) > 1 and _stairs(reply.lines)


@published("format:line_indent")
def _line_indent(reply: Reply) -> bool:
    kept: list[str] = []
    skip = False
    # IFBench removes blank lines from the list that it goes through, and so skips the next line.
    for line in reply.text.split("\n"):
        blank = not skip and not line.strip()
        if not blank:
            kept.append(line)
        skip = blank
    return _stairs(kept)


def _stairs(lines: list[str]) -> bool:
    steps = [len(line) - len(line.lstrip(" ")) for line in lines]
    return all(one < other for one, other in pairwise(steps))


@constraint(
    "format:quote_unquote", "Every quoted phrase must be followed by an unquoted explanation."
)
def quote_unquote(reply: Reply) -> bool:
    """After each quoted phrase come words before the next one; there must be one."""
    parts = reply.text.replace("“", '"').replace("”", '"').split('"')
    after = parts[2::2]
    return len(parts) > 2 and len(parts) % 2 == 1 and all(map(_shows, after))


@published("format:quote_unquote")
def _quote_unquote(reply: Reply) -> bool:
    text = "".join(reply.text.replace("'\"'", "").split())
    if '""' in text:
        return False
    rest = text.strip("0123456789" + PUNCTUATION.replace('"', ""))
    return not rest.endswith('"')


def _shows(text: str) -> bool:
    return any(map(str.isalnum, text))


@constraint(
    "format:list", "Answer with a list of items, instead of bullet points use {sep}.", sep="text"
)
def list_(reply: Reply, sep: str) -> bool:
    """Two items or more behind separators, at the beginning of a line or within one."""
    parts = reply.text.split(sep)
    return len(parts) > 2 and sum(map(_shows, parts[1:])) >= 2


@published("format:list")
def _list(reply: Reply, sep: str) -> bool:
    return reply.text.count(sep) >= 2


@constraint(
    "format:thesis",
    "Each section must begin with a thesis statement in italics, use HTML to indicate the italics.",
)
def thesis(reply: Reply) -> bool:
    """Each section, between headings or rules, begins with words in italics and goes on."""
    heading = r"^[ \t]*(?:#{1,6}[ \t].*|<h\d>.*</h\d>[ \t]*|[-*=]{3,}[ \t]*)$"
    sections = [part for part in re.split(heading, reply.text, flags=re.MULTILINE) if part.strip()]
    for section in sections:
        found = _ITALICS.match(section)
        if found is None or not _shows(found[2]) or not _shows(section[found.end() :]):
            return False
    return bool(sections)


@published("format:thesis")
def _thesis(reply: Reply) -> bool:
    text = reply.text
    start = text.find("<i>") if "<i>" in text else text.find("<em>")
    if start < 0:
        return False
    text = text[start:]
    end = text.find("</i>") if "</i>" in text else text.find("</em>")
    return end >= 0 and bool(text[3:end].strip()) and bool(text[end + 4 :].strip())


@constraint(
    "format:sub-bullets",
    "Your response must include bullet points denoted by * and at least one sub-bullet point "
    "denoted by - for each bullet point.",
)
def sub_bullets(reply: Reply) -> bool:
    """Each bullet point has a sub-bullet point on a line of its own; there must be one."""
    counts: list[int] = []
    for line in reply.lines:
        if _BULLET.match(line):
            counts.append(0)
        elif counts and _SUB_BULLET.match(line):
            counts[-1] += 1
    return bool(counts) and all(counts)


@published("format:sub-bullets")
def _sub_bullets(reply: Reply) -> bool:
    return all("-" in part for part in reply.text.split("*")[1:])


@constraint(
    "format:no_bullets_bullets",
    "Your answer must contain at least two sentences ending in a period followed by at least two "
    "bullet points denoted by *.",
)
def no_bullets_bullets(reply: Reply) -> bool:
    """Two sentences that end in a full stop, and two bullet points after them."""
    at = next((n for n, line in enumerate(reply.lines) if _BULLET.match(line)), None)
    if at is None:
        return False
    before = Reply("\n".join(reply.lines[:at])).sentences
    stops = sum(one.rstrip("\"'”’)*_ ").endswith(".") for one in before)
    return stops >= 2 and sum(bool(_BULLET.match(line)) for line in reply.lines[at:]) >= 2


@published("format:no_bullets_bullets")
def _no_bullets_bullets(reply: Reply) -> bool:
    sentences = bullets = 0
    going = True
    for line in reply.text.split("\n"):
        if line.strip().startswith("*"):
            going = False
            if sentences < 2:
                return False
            bullets += 1
        elif not going:
            return False
        else:
            found = Reply(line.strip()).sentences
            sentences += len(found)
            going = bool(found)  # an empty line ends the sentences there
    return bullets >= 2


@constraint(
    "format:title_case",
    "Write the entire response in title case (capitalize the first letter of every major word).",
)
def title_case(reply: Reply) -> bool:
    """Each word begins with a capital letter but for small ones such as `of`."""
    words = [word for word in reply.words if word[0].isalpha()]
    small = (word[0].isupper() or not word[0].islower() or word in _SMALL for word in words[1:])
    return bool(words) and not words[0][0].islower() and all(small)


@published("format:title_case")
def _title_case(reply: Reply) -> bool:
    for word in split_tokens(reply.text):
        if not word[0].isalpha() or not word[0].islower():
            continue
        if len(word) == 1 or word[1:].isupper() or word[1:].islower():
            return False
    return True


@constraint(
    "format:output_template",
    "Use this exact template for your response: My Answer: [answer] My Conclusion: [conclusion] "
    "Future Outlook: [outlook]",
)
def output_template(reply: Reply) -> bool:
    """The three headings once each, in order, with words behind each and none before them."""
    places = [reply.text.find(one) for one in _TEMPLATE]
    once = all(reply.text.count(one) == 1 for one in _TEMPLATE)
    if not once or places != sorted(places):
        return False
    parts = [
        reply.text[a + len(h) : b]
        for a, b, h in zip(places, [*places[1:], None], _TEMPLATE, strict=True)
    ]
    return all(map(_shows, parts)) and not _shows(reply.text[: places[0]])


@published("format:output_template")
def _output_template(reply: Reply) -> bool:
    return all(one in reply.text for one in _TEMPLATE)


@constraint("format:no_whitespace", "The output should not contain any whitespace.")
def no_whitespace(reply: Reply) -> bool:
    """No blank anywhere."""
    return not any(map(str.isspace, reply.text))
