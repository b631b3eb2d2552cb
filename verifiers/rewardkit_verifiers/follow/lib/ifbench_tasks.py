"""Constraints of IFBench that are whole tasks with a known answer."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from datetime import date
from itertools import pairwise

from rewardkit_verifiers.follow.lib.constraint import constraint, published
from rewardkit_verifiers.follow.lib.reply import PUNCTUATION, Reply, stripped

_CAPITALS = (
    "Reykjavik, Helsinki, Oslo, Tallinn, Stockholm, Riga, Moscow, Copenhagen, Vilnius, Minsk, "
    "Dublin, Berlin, Amsterdam, Warsaw, London, Brussels, Prague, Luxembourg, Paris, Vienna, "
    "Bratislava, Budapest, Vaduz, Chisinau, Bern, Ljubljana, Zagreb"
)
_OPTION = re.compile(r"[A-Ea-e][.|)]\s*\w+")
_QUESTION = re.compile(r"Question \d+[.|):;]?\s*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")


@constraint("custom:multiples", "Count from 10 to 50 but only print multiples of 7.")
def multiples(reply: Reply) -> bool:
    """14, 21, 28, 35, 42 and 49, and no other number."""
    return re.findall(r"\d+", reply.text) == [str(n) for n in range(14, 51, 7)]


@constraint(
    "custom:mcq_count_length",
    "Generate 4 multiple choice questions with 5 options each about '20th century art history'. "
    'Each question should start with the label "Question". The questions should get progressively '
    "longer. Do not provide an explanation.",
)
def mcq_count_length(reply: Reply) -> bool:
    """Four questions with five options each, each question longer than the one before."""
    if "Question" in reply.text and not reply.text.startswith("Question"):
        return False
    parts = [part.strip() for part in _QUESTION.split(reply.text) if part.strip()]
    lengths = [_question_length(part) for part in parts]
    if len(parts) != 4 or -1 in lengths:
        return False
    return all(one < other for one, other in pairwise(lengths))


def _question_length(part: str) -> int:
    """Return the length of a question; -1 where it has not five options."""
    text, options = "", 0
    for line in part.split("\n"):
        if _OPTION.match(line.strip()):
            options += 1
        elif not options:
            text += " " + line.strip()
    return len(text.strip()) if options == 5 else -1


@constraint(
    "custom:reverse_newline",
    "List the countries of Africa in reverse alphabetical order, each on a new line.",
)
def reverse_newline(reply: Reply) -> bool:
    """From Zimbabwe on, 52 lines or more in reverse alphabetical order, each once."""
    lines = _from_zimbabwe(reply)
    return len(set(lines)) == len(lines) and _reverse(lines)


@published("custom:reverse_newline")
def _reverse_newline(reply: Reply) -> bool:
    return _reverse(_from_zimbabwe(reply))


def _reverse(lines: list[str]) -> bool:
    return len(lines) >= 52 and lines == sorted(lines, reverse=True)


def _from_zimbabwe(reply: Reply) -> list[str]:
    lines = [stripped(line) for line in reply.text.split("\n")]
    lines = [line for line in lines if line]
    start = next((n for n, line in enumerate(lines) if "Zimbabwe" in line), len(lines))
    return [_ascii(line) for line in lines[start:]]


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")


@constraint(
    "custom:word_reverse",
    "What animal is the national symbol of the US? Respond to this query, but make your sentence "
    "in reverse order of what it should be, per word.",
)
def word_reverse(reply: Reply) -> bool:
    """One sentence that names the bald eagle once its words are turned around."""
    words = reply.text.lower().strip().translate(str.maketrans("", "", PUNCTUATION)).split()
    text = " ".join(reversed(words))
    return "bald eagle" in text and Reply(text).sentences == [text]


@constraint(
    "custom:character_reverse",
    "What animal is the national symbol of the US? Respond to this query, but make your sentence "
    "in reverse order of what it should be, per letter.",
)
def character_reverse(reply: Reply) -> bool:
    """The bald eagle, its letters turned around, and not also forwards."""
    return "elgae dlab" in reply.lower and "bald eagle" not in reply.lower


@published("custom:character_reverse")
def _character_reverse(reply: Reply) -> bool:
    return "elgae dlab" in reply.lower


@constraint(
    "custom:sentence_alphabet",
    "Tell me a 26-sentence story where each sentence's first word starts with the letters of the "
    "alphabet in order.",
)
def sentence_alphabet(reply: Reply) -> bool:
    """26 sentences that begin with the letters of the alphabet, opening quotes set aside."""
    letters = [next((c for c in one.lower() if c.isalnum()), "") for one in reply.any_sentences]
    return letters == [chr(97 + n) for n in range(26)]


@published("custom:sentence_alphabet")
def _sentence_alphabet(reply: Reply) -> bool:
    letters = [one.lstrip()[:1].lower() for one in reply.sentences]
    return letters == [chr(97 + n) for n in range(26)]


@constraint(
    "custom:european_capitals_sort",
    "Give me the names of all capital cities of european countries whose latitude is higher than "
    "than 45 degrees? List the capital cities without country names, separated by commas, sorted "
    "by latitude, from highest to lowest.",
)
def european_capitals_sort(reply: Reply) -> bool:
    """The 27 capitals in order of latitude, separated by commas."""
    text = _ascii(reply.text).strip().rstrip(".")
    return ", ".join(one.strip() for one in text.split(",")) == _CAPITALS


@published("custom:european_capitals_sort")
def _european_capitals_sort(reply: Reply) -> bool:
    found = [one.strip() for one in _ascii(reply.text).split(",")]
    return ", ".join(one for one in found if one) == _CAPITALS


def _table(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        return []


@constraint(
    "custom:csv_city",
    'Generate CSV data: The column names are ["ID", "Country", "City", "Year", "Count"], the data '
    "should be comma delimited. Please generate 7 rows.",
)
def csv_city(reply: Reply) -> bool:
    """A heading and seven rows of five fields, none of them empty."""
    rows = _table(reply.text.strip(), ",")
    return _csv_city(Reply(reply.text.strip())) and all(f.strip() for row in rows for f in row)


@published("custom:csv_city")
def _csv_city(reply: Reply) -> bool:
    rows = _table(reply.text, ",")
    if len(rows) != 8 or rows[0] != ["ID", "Country", "City", "Year", "Count"]:
        return False
    return all(len(row) == 5 for row in rows[1:])


def _heading(text: str, names: str, blanks: str) -> bool:
    parts = (f'(?:{name}|"{name}")' for name in names.split())
    return re.match(blanks.join(parts) + "$", text.split("\n")[0].strip()) is not None


@constraint(
    "custom:csv_special_character",
    'Generate CSV data: The column names are ["ProductID", "Category", "Brand", "Price", "Stock"], '
    "the data should be comma delimited. Please generate 14 rows. Add one field which contains a "
    "special character and enclose it in double quotes.",
)
def csv_special_character(reply: Reply) -> bool:
    """A heading and 14 rows of five fields, one of them quoted with a special character."""
    text = reply.text.strip()
    rows = _table(text, ",")
    if not _heading(text, "ProductID Category Brand Price Stock", r",[ \t]*") or len(rows) != 15:
        return False
    quoted = re.search(r'(?:^|,)[ \t]*"[^"\n]*[^\w\s"][^"\n]*"', text.partition("\n")[2], re.M)
    return quoted is not None and all(len(row) == 5 for row in rows)


@published("custom:csv_special_character")
def _csv_special_character(reply: Reply) -> bool:
    if not _heading(reply.text, "ProductID Category Brand Price Stock", r",[ \t]*"):
        return False
    rows = _table(reply.text.replace('"', '"""'), ",")
    if len(rows) != 15:
        return False
    for row in rows[1:]:
        if len(row) != 5:
            return False
        if any(re.match(r'".*[^\d\w\s].*"', field) for field in row):
            return True
    return False


@constraint(
    "custom:csv_quotes",
    'Generate CSV data: The column names are ["StudentID", "Subject", "Grade", "Semester", '
    '"Score"], the data should be tab delimited. Please generate 3 rows and enclose each single '
    "field in double quotes.",
)
def csv_quotes(reply: Reply) -> bool:
    """A heading and three rows of five quoted fields with tabs between."""
    return _csv_quotes(Reply(reply.text.strip()))


@published("custom:csv_quotes")
def _csv_quotes(reply: Reply) -> bool:
    if not _heading(reply.text, "StudentID Subject Grade Semester Score", r"\t *"):
        return False
    rows = _table(reply.text.replace('"', '"""'), "\t")
    fields = [field.strip() for row in rows for field in row]
    if len(rows) != 4 or any(len(row) != 5 for row in rows):
        return False
    return all(field[:1] == '"' == field[-1:] for field in fields)


@constraint(
    "custom:date_format_list",
    "List the start dates of all the battles Napoleon fought separated by commas, use the "
    "following date format: YYYY-MM-DD. Do not provide an explanation.",
)
def date_format_list(reply: Reply) -> bool:
    """Real dates of Napoleon's life, separated by commas."""
    return all(map(_real_date, reply.text.strip().rstrip(".").split(",")))


def _real_date(text: str) -> bool:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return False
    return _DATE.match(text.strip()) is not None and 1769 <= found.year <= 1821


@published("custom:date_format_list")
def _date_format_list(reply: Reply) -> bool:
    for text in reply.text.strip().split(","):
        if not _DATE.match(text.strip()):
            return False
        year, month, day = map(int, text.strip().split("-"))
        last = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
        if not 1769 <= year <= 1821 or month > 12 or (month and day > last):
            return False
    return True
