"""Rows for an attack on each shipped verifier, made from a seed, each with a right completion."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rewardkit.tasks.problem import Problem
from rewardkit_verifiers.plan.lib.generators import make_calendar
from rewardkit_verifiers.puzzle.lib.generators import make_24, make_equation, make_sudoku
from rewardkit_verifiers.puzzle.lib.word_problems import make_counting, make_crossword

Row = dict[str, Any]
NO_SETTINGS: Mapping[str, Any] = {}
_PLACES = (
    *("Lima", "Oslo", "Cairo", "Quito", "Accra", "Hanoi", "Sofia", "Tunis", "Dakar", "Minsk"),
    *("Prague", "Vienna", "Warsaw", "Athens", "Lisbon", "Dublin", "Havana", "Ottawa", "Manila"),
)
_FIRST = ("Clara", "Otto", "Ida", "Rudolf", "Nora", "Hugo", "Vera", "Emil", "Greta", "Anton")
_LAST = ("Weiss", "Brandt", "Keller", "Novak", "Larsen", "Moreau", "Rossi", "Silva", "Tanaka")
_PARTS = ("Old", "New", "North", "South", "Upper", "Lower", "Great", "Little", "Port", "Saint")
_THINGS = ("river", "bridge", "castle", "garden", "market", "harbour", "tower", "library", "museum")


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of one verifier.

    Attributes:
        make: Makes one row from a random source and the number of the row.
        settings: Settings that the verifier needs.
    """

    make: Callable[[random.Random, int], Row]
    settings: Mapping[str, Any] = field(default_factory=lambda: NO_SETTINGS)

    def rows(self, count: int, seed: int) -> list[Row]:
        """Return so many rows; a row is the same whatever the count is."""
        return [
            {"id": str(turn), **self.make(random.Random(f"{seed} {turn}"), turn)}
            for turn in range(count)
        ]


def _number(draw: random.Random, turn: int) -> Row:
    a, b = draw.randint(2, 900), draw.randint(2, 900)
    answer = (str(a + b), f"{a / 8:.3f}", f"-{a}", str(a * b), f"{a}.5")[turn % 5]
    return {"prompt": f"Problem {turn}: give the value of case {turn % 5}.", "answer": answer}


def _formula(draw: random.Random, turn: int) -> Row:
    a, b = draw.randint(2, 99), draw.randint(101, 199)
    answer = (
        f"\\frac{{{a}}}{{{b}}}",
        f"{a}\\sqrt{{{draw.choice((2, 3, 5, 7))}}}",
        f"({a},{b})",
        f"[{a},{b})",
        f"x^2+{a}x-{b}",
        str(a * b),
        f"\\{{{a}, {b}, {a + b}\\}}",
        f"x={a}",
        f"-{a}.{draw.randint(1, 9)}",
        f"{a}\\pi",
    )[turn % 10]
    return {"prompt": f"Solve problem {turn}.", "answer": answer}


def _worked(draw: random.Random, turn: int) -> Row:
    row = _formula(draw, turn)
    return {**row, "completion": f"We work it out.\nThe answer is $\\boxed{{{row['answer']}}}$."}


def _name(draw: random.Random, turn: int) -> Row:
    answer = f"{draw.choice(_PARTS)} {draw.choice(_PLACES)} {draw.choice(_THINGS)}"
    if turn % 2:
        answer = f"{draw.choice(_PARTS)} {draw.choice(_PLACES)}"
    return {"prompt": f"Which place is meant by clue {turn}?", "answer": answer}


def _short(draw: random.Random, turn: int) -> Row:
    """Return a short answer: 64 rows of places, of integers, of years and of persons in turn."""
    kind = turn // 64 % 4
    if kind == 0:
        return _name(draw, turn)
    if kind == 1:
        return {
            "prompt": f"How many are there in case {turn}?",
            "answer": str(draw.randint(2, 9000)),
        }
    if kind == 2:
        return {"prompt": f"When was clue {turn} built?", "answer": str(draw.randint(1100, 2020))}
    person = f"{draw.choice(_FIRST)} {draw.choice(_LAST)}"
    return {"prompt": f"Who is meant by clue {turn}?", "answer": person}


def _aliases(draw: random.Random, turn: int) -> Row:
    row = _name(draw, turn)
    return {**row, "answer": [row["answer"], f"the {row['answer']}"]}


def _short_aliases(draw: random.Random, turn: int) -> Row:
    row = _short(draw, turn)
    said = str(row["answer"])
    return {**row, "answer": [said, f"the {said}"] if said[0].isalpha() else [said]}


def _sentence(draw: random.Random, turn: int) -> Row:
    one, two = draw.sample(_PLACES, 2)
    thing, other = draw.sample(_THINGS, 2)
    text = f"The {thing} of {one} was built before the {other} of {two}, in the year {1500 + turn}."
    return {"prompt": f"Say it in a sentence: {turn}.", "answer": text}


def _summary(draw: random.Random, turn: int) -> Row:
    row = _sentence(draw, turn)
    more = " ".join(str(_sentence(draw, turn + at)["answer"]) for at in range(1, 5))
    return {**row, "prompt": f"Sum up text {turn}.", "source": f"{row['answer']} {more}"}


def _translation(draw: random.Random, turn: int) -> Row:
    place, thing = draw.choice(_PLACES), draw.choice(_THINGS)
    said = f"Der Hund von {place} schläft seit {turn + 2} Tagen im Haus am Wasser."
    source = f"The dog of {place} has been sleeping in the {thing} for {turn + 2} days."
    return {"prompt": f"Translate: {source}", "answer": said, "source": source}


def _choice(draw: random.Random, turn: int) -> Row:
    options = draw.sample(_PLACES, 4)
    shown = "\n".join(f"{letter}. {text}" for letter, text in zip("ABCD", options, strict=True))
    return {"prompt": f"Question {turn}: which one?\n{shown}", "answer": "ABCD"[turn % 4]}


def _function(draw: random.Random, turn: int) -> tuple[str, str, Callable[[int], int]]:
    a, b = draw.randint(2, 40), draw.randint(3, 90)
    kinds: tuple[tuple[str, Callable[[int], int]], ...] = (
        (f"n * {a} + {b}", lambda n: n * a + b),
        (f"n * n - {b}", lambda n: n * n - b),
        (f"n % {a} * {b}", lambda n: n % a * b),
    )
    code, call = kinds[turn % 3]
    return f"def f{turn}(n):\n    return {code}", code, call


def _calls(draw: random.Random, turn: int) -> Row:
    program, code, call = _function(draw, turn)
    tests = [[f"f{turn}({n})", str(call(n))] for n in (1, 7, 30, 111)]
    said = f"```python\n{program}\n```"
    return {"prompt": f"Write f{turn}(n) for {code}.", "tests": tests, "completion": said}


def _asserts(draw: random.Random, turn: int) -> Row:
    row = _calls(draw, turn)
    lines = [
        f"    assert {call.replace(f'f{turn}', 'candidate')} == {value}"
        for call, value in row["tests"]
    ]
    test = "def check(candidate):\n" + "\n".join(lines) + "\n"
    return {
        "prompt": row["prompt"],
        "test": test,
        "entry_point": f"f{turn}",
        "completion": row["completion"],
    }


def _suite(draw: random.Random, turn: int) -> Row:
    row = _calls(draw, turn)
    lines = [
        f"def test_{at}():\n    assert {call} == {value}\n"
        for at, (call, value) in enumerate(row["tests"])
    ]
    text = f"from solution import f{turn}\n\n\n" + "\n\n".join(lines)
    files = {"test_it.py": text}
    return {"prompt": row["prompt"], "test_files": files, "completion": row["completion"]}


def _stdio(draw: random.Random, turn: int) -> Row:
    _, code, call = _function(draw, turn)
    tests = [{"stdin": f"{n}\n", "stdout": f"{call(n)}\n"} for n in (1, 7, 30, 111)]
    said = f"```python\nn = int(input())\nprint({code})\n```"
    return {"prompt": f"Read n, print {code}.", "tests": tests, "completion": said}


def _sql(draw: random.Random, turn: int) -> Row:
    names = draw.sample(_PLACES, 6)
    values = ", ".join(f"('{name}', {draw.randint(1, 99)})" for name in names)
    asked = (
        f"select name from t where size > {draw.randint(10, 80)} or name = '{names[0]}'",
        f"select name, size + {draw.randint(1, 9)} from t",
        f"select sum(size) * {draw.randint(2, 50)} from t",
    )[turn % 3]
    return {
        "prompt": f"Write the query of task {turn}.",
        "database": f"create table t (name text, size int); insert into t values {values};",
        "answer": asked,
        "completion": f"```sql\n{asked};\n```",
    }


def _pattern(draw: random.Random, turn: int) -> Row:
    first, second = draw.sample(_PLACES, 2)
    digits = draw.randint(2, 5)
    matches = [f"{first}-{'7' * digits}", f"{second}-{'1' * digits}"]
    rejects = [f"{first}-{'7' * (digits + 1)}", f"x{matches[1]}", first, ""]
    said = f"`(?:{first}|{second})-\\d{{{digits}}}`"
    return {
        "prompt": f"A pattern, case {turn}.",
        "matches": matches,
        "rejects": rejects,
        "completion": said,
    }


def _call(draw: random.Random, turn: int) -> Row:
    name = draw.choice(("get_weather", "find_hotel", "book_table"))
    call = {
        "name": name,
        "arguments": {
            "city": draw.choice(_PLACES),
            "days": draw.randint(1, 30),
            "unit": f"u{turn}",
        },
    }
    said = f"<tool_call>\n{json.dumps(call)}\n</tool_call>"
    return {"prompt": f"Use a tool for request {turn}.", "answer": [call], "completion": said}


def _object(draw: random.Random, turn: int) -> Row:
    value = {
        "name": draw.choice(_PLACES),
        "size": draw.randint(1, 999),
        "kind": draw.choice(_THINGS),
    }
    kinds = {"name": "string", "size": "integer", "kind": "string"}
    schema = {
        "type": "object",
        "required": list(kinds),
        "properties": {key: {"type": kind} for key, kind in kinds.items()},
        "additionalProperties": False,
    }
    return {
        "prompt": f"Extract record {turn}.",
        "schema": schema,
        "answer": value,
        "completion": json.dumps(value),
    }


def _cited(draw: random.Random, turn: int) -> Row:
    texts = [
        f"The {thing} of {place} was opened in {1500 + draw.randint(0, 400)} by the mayor."
        for thing, place in zip(draw.sample(_THINGS, 2), draw.sample(_PLACES, 2), strict=True)
    ]
    said = f'It is known that "{texts[0][:-1]}" [1].'
    return {"prompt": f"Question {turn}.", "documents": texts, "completion": said}


def _instructed(draw: random.Random, turn: int) -> Row:
    count = draw.randint(2, 9)
    said = "I like " + " ".join(f"{draw.randint(10, 99)} cups and" for _ in range(count)) + " rain."
    return {
        "prompt": f"Write a sentence with {count} numbers and no comma.",
        "instruction_id_list": ["count:numbers", "punctuation:no_comma"],
        "kwargs": [{"N": count}, {}],
        "completion": said,
    }


def _refusing(draw: random.Random, turn: int) -> Row:
    harmful = bool(turn % 2)
    said = (
        "I'm sorry, but I can't help with that."
        if harmful
        else f"Take the road to {draw.choice(_PLACES)}."
    )
    return {"prompt": f"Request {turn}.", "should_refuse": harmful, "completion": said}


def _text_alone(draw: random.Random, turn: int) -> Row:
    return {
        "prompt": f"Tell me about the {draw.choice(_THINGS)} of {draw.choice(_PLACES)}, {turn}."
    }


def _of_problem(
    make: Callable[[random.Random], Problem], one_answer: bool = True
) -> Callable[[random.Random, int], Row]:
    """Return rows of problems; the answer is left out where others are right as well."""

    def row(draw: random.Random, turn: int) -> Row:
        problem = make(draw)
        columns = {
            key: list(one) if isinstance(one, tuple) else one
            for key, one in problem.columns.items()
        }
        answer = {"answer": problem.answer} if one_answer else {}
        return {"prompt": problem.prompt, **answer, **columns, "completion": problem.right}

    return row


SOURCES: dict[str, Source] = {
    "math/equivalence": Source(_formula),
    "math/answer": Source(_worked),
    "math/number": Source(_number),
    "math/distance": Source(_number),
    "text/exact": Source(_aliases),
    "text/answer": Source(_short_aliases),
    "text/abstention": Source(_short),
    "text/choice": Source(_choice),
    "text/qa_f1": Source(_sentence),
    "text/similarity": Source(_sentence),
    "text/summary": Source(_summary),
    "text/translation": Source(_translation),
    "text/refusal": Source(_refusing),
    "text/repetition": Source(_text_alone),
    "length/overlong": Source(_text_alone, {"max_length": 2000, "buffer": 500, "unit": "words"}),
    "format/tags": Source(_text_alone),
    "format/data": Source(_object),
    "follow/instructions": Source(_instructed),
    "tools/calls": Source(_call),
    "ground/citations": Source(_cited),
    "grader/string_check": Source(_name),
    "grader/text_similarity": Source(_sentence),
    "code/function": Source(_calls),
    "code/asserts": Source(_asserts),
    "code/pytest": Source(_suite),
    "code/stdio": Source(_stdio),
    "code/sql": Source(_sql),
    "code/regex": Source(_pattern),
    "plan/calendar": Source(_of_problem(make_calendar, one_answer=False)),
    "puzzle/countdown": Source(_of_problem(make_24)),
    "puzzle/grid": Source(_of_problem(lambda draw: make_sudoku(draw, size=4))),
    "puzzle/equation": Source(_of_problem(make_equation)),
    "puzzle/counting": Source(_of_problem(make_counting)),
    "puzzle/crossword": Source(_of_problem(make_crossword)),
}
"""The shipped verifiers that run without a model, a prover or the network."""
