"""The model of case files: sample completions with expectations on their scores.

`cases.jsonl` has one case on each line; the first line may say which reward they are for:

    {"reward": "reward.yaml"}
    {"id": "right", "completion": "42", "answer": "42", "expect": {"value": 1.0}}
    {"id": "wrong", "completion": "41", "answer": "42", "expect": {"better_than": "empty"}}

`cases.yaml` holds the same under the keys `reward`, `with` and `cases`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    InstanceOf,
    ValidationError,
    field_validator,
    model_validator,
)

from rewardkit.data.json_lines import read_lines
from rewardkit.data.sample import Sample
from rewardkit.data.score import Status
from rewardkit.errors import CaseError, InputError, SpecError, closest
from rewardkit.testing.cases.discovery import JSON_SUFFIX, YAML_SUFFIXES

TOLERANCE = 1e-6
HEADER = ("reward", "with", "note")
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Reference = str | dict[str, Any]


class Expect(BaseModel):
    """The expectations on a score; all that are given must hold.

    Example:
        >>> Expect(value=1.0, status="ok").tolerance
        1e-06
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Number | None = None
    """The value; null for a score that must have none."""
    tolerance: Annotated[Number, Field(ge=0)] = TOLERANCE
    """The largest allowed difference of `value` and `components`."""
    range: tuple[Number, Number] | None = None
    """The closed interval in which the value must lie."""
    status: Status | None = None
    reason: str | None = None
    better_than: tuple[str, ...] = ()
    """Ids of cases of the same file that must get less."""
    components: dict[str, Number | None] = {}
    """Values of components by the names that `Breakdown.components` uses."""

    @field_validator("better_than", mode="before")
    @classmethod
    def _one_or_several(cls, given: Any) -> Any:
        return (given,) if isinstance(given, str) else given

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        said = self.model_fields_set - {"tolerance"}
        if not said:
            known = [name for name in type(self).model_fields if name != "tolerance"]
            raise ValueError(f"expects nothing; say at least one of {', '.join(known)}")
        if "tolerance" in self.model_fields_set and not said & {"value", "components"}:
            raise ValueError("tolerance is for value and components, and neither is given")
        if self.range is not None and self.range[0] > self.range[1]:
            raise ValueError(f"range {list(self.range)} has its low end above its high end")
        if self.status in ("abstain", "error") and (self.value is not None or self.range):
            raise ValueError(f"a score with status {self.status!r} has no value to expect")
        return self

    @property
    def names_value(self) -> bool:
        """Whether a value is expected, including an expected None."""
        return "value" in self.model_fields_set


class Case(BaseModel):
    """A sample and the expectations on its score.

    Example:
        >>> case = Case(id="right", sample=Sample("4", answer="4"), expect=Expect(value=1.0))
        >>> case.sample.answer
        '4'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    sample: InstanceOf[Sample]
    expect: Expect
    reward: Reference | None = None
    """Its reward; None for the reward of the file."""
    settings: dict[str, Any] = {}
    note: str = ""
    line: int = 0
    """Its line in the file, counted from 1."""


class CaseFile(BaseModel):
    """All cases of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path
    cases: tuple[Case, ...]

    def find(self, case_id: str) -> Case:
        """Return the case of an id; raise CaseError when there is none."""
        for case in self.cases:
            if case.id == case_id:
                return case
        raise CaseError(f"{self.path}: there is no case {case_id!r}.{closest(case_id, self.ids)}")

    @property
    def ids(self) -> list[str]:
        """The ids in file order."""
        return [case.id for case in self.cases]


def read_cases(path: str | Path) -> CaseFile:
    """Read a file of cases.

    Args:
        path: A `.jsonl`, `.yaml` or `.yml` file.

    Raises:
        CaseError: The file cannot be read, or a case in it is invalid: names file, line,
            id, value and the closest known word.
    """
    path = Path(path)
    if path.suffix == JSON_SUFFIX:
        header, rows = _jsonl(path)
    elif path.suffix in YAML_SUFFIXES:
        header, rows = _yaml(path)
    else:
        raise CaseError(f"{path}: cases are in a .jsonl or .yaml file, not {path.suffix!r}")
    cases = [_case(path, line, row, header) for line, row in rows]
    if not cases:
        raise CaseError(f"{path}: there are no cases in it")
    _check_ids(path, cases)
    return CaseFile(path=path, cases=tuple(cases))


Row = Mapping[str, Any]
Rows = list[tuple[int, Row]]


def _jsonl(path: Path) -> tuple[Row, Rows]:
    return _split_header(path, list(read_lines(path, CaseError)))


def _split_header(path: Path, rows: Rows) -> tuple[Row, Rows]:
    """Return what the first row says about all others, and the others."""
    if rows and "reward" in rows[0][1] and not {"completion", "expect"} & set(rows[0][1]):
        return _header(f"{path}:{rows[0][0]}", rows[0][1]), rows[1:]
    # A verifier's cases name no reward, but may share settings.
    if rows and set(rows[0][1]) and set(rows[0][1]) <= {"with", "note"}:
        return _header(f"{path}:{rows[0][0]}", rows[0][1]), rows[1:]
    return {}, rows


def _yaml(path: Path) -> tuple[Row, Rows]:
    from rewardkit.specs.text import read_file

    try:
        document = read_file(path)
    except SpecError as error:
        raise CaseError(str(error)) from None
    data = document.data
    if isinstance(data, list):  # a bare list is what the lines of cases.jsonl would be
        return _listed(path, data, document.lines)
    if not isinstance(data, dict) or not isinstance(data.get("cases"), list):
        raise CaseError(f"{path}: {_YAML_LAYOUT}")
    header = _header(str(path), {key: value for key, value in data.items() if key != "cases"})
    rows: Rows = []
    for index, row in enumerate(data["cases"]):
        line = document.lines.get(("cases", index), 1)
        if not isinstance(row, dict):
            raise CaseError(f"{path}:{line}: a case is a mapping, not {row!r}")
        rows.append((line, row))
    return header, rows


_YAML_LAYOUT = """a file of cases in YAML looks like this:
  reward: reward.yaml
  cases:
    - {id: right, completion: "42", answer: "42", expect: {value: 1.0}}"""


def _listed(
    path: Path, data: list[Any], lines: Mapping[tuple[str | int, ...], int]
) -> tuple[Row, Rows]:
    rows: Rows = []
    for index, row in enumerate(data):
        line = lines.get((index,), 1)
        if not isinstance(row, dict):
            raise CaseError(f"{path}:{line}: a case is a mapping, not {row!r}")
        rows.append((line, row))
    return _split_header(path, rows)


def _header(where: str, data: Row) -> Row:
    for key in data:
        if key not in HEADER:
            raise CaseError(f"{where}: unknown key {key!r} beside `reward`.{closest(key, HEADER)}")
    _reference(where, data)
    return data


def _reference(where: str, row: Row) -> None:
    if "reward" in row and not (isinstance(row["reward"], (str, dict)) and row["reward"]):
        raise CaseError(
            f"{where}: reward = {row['reward']!r} must be a spec file, module:attribute, a "
            "registry id, or a spec"
        )
    if not isinstance(row.get("with", {}), dict):
        raise CaseError(f"{where}: with = {row['with']!r} must be a mapping of settings")


def _case(path: Path, line: int, row: Row, header: Row) -> Case:
    name = row.get("id", f"line-{line}")
    where = f"{path}:{line}: case {name!r}"
    if not isinstance(name, (str, int)) or isinstance(name, bool) or not str(name).strip():
        raise CaseError(f"{path}:{line}: id = {name!r} must be text")
    for needed in ("completion", "expect"):
        if row.get(needed) is None:
            hint = closest(needed, row)
            raise CaseError(f"{where} has no {needed!r}.{hint if 'Did you' in hint else ''}")
    _reference(where, row)
    own = dict(row.get("with", {}))
    inherits = "reward" not in row
    note = row.get("note", "")
    fields = {key: value for key, value in row.items() if key not in (*HEADER, "expect", "id")}
    try:
        sample = Sample.from_row({**fields, "id": str(name)})
    except InputError as error:
        raise CaseError(f"{where}: {error}") from None
    return Case(
        id=str(name),
        sample=sample,
        expect=_expect(where, row["expect"]),
        reward=header.get("reward") if inherits else row["reward"],
        settings={**header.get("with", {}), **own} if inherits else own,
        note=note if isinstance(note, str) else repr(note),
        line=line,
    )


def _expect(where: str, data: Any) -> Expect:
    if not isinstance(data, dict):
        raise CaseError(f"{where}: expect = {data!r} must be a mapping such as {{'value': 1.0}}")
    try:
        return Expect.model_validate(data)
    except ValidationError as error:
        cause = error.errors()[0]
    # pydantic adds union members to the location; only the first parts are in the file.
    field = str(cause["loc"][0]) if cause["loc"] else ""
    if cause["type"] == "extra_forbidden":
        hint = closest(field, Expect.model_fields)
        raise CaseError(f"{where}: expect has no {field!r}.{hint}")
    message = cause["msg"].removeprefix("Value error, ")
    if not field:
        raise CaseError(f"{where}: {message}")
    raise CaseError(
        f"{where}: expect.{field} = {data[field]!r}: {message[:1].lower()}{message[1:]}"
    )


def _check_ids(path: Path, cases: Sequence[Case]) -> None:
    seen: dict[str, Case] = {}
    for case in cases:
        if case.id in seen:
            raise CaseError(
                f"{path}:{case.line}: the id {case.id!r} is already that of line "
                f"{seen[case.id].line}. Ids are unique in a file."
            )
        seen[case.id] = case
    for case in cases:
        for other in case.expect.better_than:
            where = f"{path}:{case.line}: case {case.id!r}"
            if other == case.id:
                raise CaseError(f"{where} cannot be better than itself")
            if other not in seen:
                raise CaseError(
                    f"{where}: better_than names {other!r}, which is no case of this file."
                    f"{closest(other, seen)}"
                )
