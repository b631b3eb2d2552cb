"""Texts of JSON, YAML, TOML, XML and CSV read into plain values, without what attacks a reader."""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from datetime import date, datetime, time
from typing import Any, Literal

import yaml

from rewardkit.errors import MissingExtra
from rewardkit_verifiers.format.lib.strict import DEEPEST, NotJson, read

Format = Literal["json", "yaml", "toml", "xml", "csv"]
LONGEST = 40_000


class NotData(ValueError):
    """A text is not of the format, or of a form that readers understand differently."""


class _Loader(yaml.SafeLoader):
    """Plain YAML: no aliases, which grow without bound; no key twice; dates stay text."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise NotData("an alias stands in the YAML")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        found = super().construct_mapping(node, deep=True)
        if len(found) < len(node.value):
            raise NotData("a key of the YAML stands twice in one mapping")
        return found


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in some if not tag.endswith(("timestamp", "merge"))]
    for first, some in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_data(text: str, format: Format) -> Any:
    r"""Return the value of a text as JSON would have it.

    XML becomes an object of the root's children: text, an object, or a list where a name repeats;
    attributes are `@name`. CSV becomes a list of objects by its first line.

    Raises:
        NotData: The text is not of the format.
        MissingExtra: defusedxml is not installed, for XML.

    Example:
        >>> read_data("a: 1\nb: [x, y]", "yaml"), read_data("n,age\nAna,31", "csv")
        ({'a': 1, 'b': ['x', 'y']}, [{'n': 'Ana', 'age': '31'}])
    """
    if len(text) > LONGEST:
        raise NotData(f"longer than {LONGEST} characters")
    try:
        value = _READERS[format](text)
        return _plain(value, 0)
    except NotJson as error:
        raise NotData(error.detail) from None
    except RecursionError:
        raise NotData(f"nested more than {DEEPEST} deep") from None


def _yaml(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise NotData(f"no YAML: {str(error)[:200]}") from None
    except (ValueError, TypeError) as error:  # a broken number, a key that is a list
        raise NotData(f"no YAML: {str(error)[:200]}") from None


def _toml(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise NotData(f"no TOML: {str(error)[:200]}") from None


def _xml(text: str) -> Any:
    try:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring
    except ModuleNotFoundError:
        raise MissingExtra("Reading XML", "data") from None
    try:
        root = fromstring(text.strip(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotData(f"no XML: {str(error)[:200]}") from None
    value = _element(root, 0)
    return value if isinstance(value, dict) else {root.tag: value}


def _element(node: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise NotData(f"nested more than {DEEPEST} deep")
    found: dict[str, Any] = {f"@{name}": value for name, value in node.attrib.items()}
    times = Counter(child.tag for child in node)
    for child in node:
        value = _element(child, depth + 1)
        if times[child.tag] > 1:
            found.setdefault(child.tag, []).append(value)
        else:
            found[child.tag] = value
    text = (node.text or "").strip()
    if not found:
        return text
    return {**found, "#text": text} if text else found


def _csv(text: str) -> Any:
    try:
        rows = [row for row in csv.reader(io.StringIO(text.strip()), strict=True) if row]
    except csv.Error as error:
        raise NotData(f"no CSV: {error}") from None
    if len(rows) < 2:
        raise NotData("a CSV has a line of names and one of values")
    names = [name.strip() for name in rows[0]]
    if len(set(names)) < len(names) or not all(names):
        raise NotData("the names in the first line of the CSV repeat or are empty")
    if any(len(row) != len(names) for row in rows):
        raise NotData("a line of the CSV has more or fewer fields than the first")
    return [dict(zip(names, map(str.strip, row), strict=True)) for row in rows[1:]]


_READERS = {"json": read, "yaml": _yaml, "toml": _toml, "xml": _xml, "csv": _csv}


def _plain(value: Any, depth: int) -> Any:
    """Return a value in the types of JSON; names of fields become text."""
    if depth > DEEPEST:
        raise NotData(f"nested more than {DEEPEST} deep")
    if isinstance(value, dict):
        return {str(name): _plain(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, depth + 1) for one in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str):
        if isinstance(value, float) and value - value != 0:
            raise NotData("a number is infinite or none")
        return value
    raise NotData(f"a value of the type {type(value).__name__}")
