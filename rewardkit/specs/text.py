"""Spec files as text: YAML and JSON read into plain data with line numbers, and written.

YAML is read by the core schema of YAML 1.2, so `no` and `on` are strings, `1e3` is a number and
`12:30` is a string. Only plain data is produced: no tags, no dates, no objects.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit.errors import SpecError, closest

Place = tuple[str | int, ...]
DEPTH = 200
NODES = 20_000
BYTES = 5_000_000
SUFFIXES = (".yaml", ".yml", ".json")

_TAG = "tag:yaml.org,2002:"
_PLAIN = (
    ("null", r"^(?:~|null|Null|NULL|)$", ("~", "n", "N", "")),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", "-+0123456789"),
    (
        "float",
        r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
        "-+.0123456789",
    ),
)
_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
for _name, _pattern, _starts in _PLAIN:
    for _start in _starts:
        _RESOLVERS.setdefault(_start, []).append((_TAG + _name, re.compile(_pattern)))

_LOADER: type[yaml.SafeLoader] = type(
    "CoreLoader",
    (getattr(yaml, "CSafeLoader", yaml.SafeLoader),),
    {"yaml_implicit_resolvers": _RESOLVERS},
)


class _Dumper(yaml.SafeDumper):
    """A YAML dumper that quotes text which YAML 1.1 or 1.2 would read as another type."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # The emitter writes these unescaped, and every reader takes them for line breaks.
    style = '"' if set(text) & set("\x85\u2028\u2029\ufeff") else None
    return dumper.represent_scalar(_TAG + "str", text, style=style)


_Dumper.add_representer(str, _represent_text)
for _name, _pattern, _starts in _PLAIN:
    _Dumper.add_implicit_resolver(_TAG + _name, re.compile(_pattern), list(_starts))


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data with the lines it came from.

    Attributes:
        data: Mappings with text keys, lists and scalars.
        source: Its name in messages: a path, or `spec`.
        folder: The base of relative paths in it.
        lines: The line of each location that has one, counted from 1.
    """

    data: Any
    source: str = "spec"
    folder: Path = field(default_factory=Path)
    lines: Mapping[Place, int] = field(default_factory=dict)

    def error(self, place: Place, message: str) -> SpecError:
        """Return the error for one location: file, line, path inside the spec, message."""
        line = next(
            (
                self.lines[place[:end]]
                for end in range(len(place), -1, -1)
                if place[:end] in self.lines
            ),
            None,
        )
        where = self.source if line is None else f"{self.source}:{line}"
        path = dotted(place)
        found = SpecError(f"{where}: {path}: {message}" if path else f"{where}: {message}")
        found.__dict__["located"] = True
        return found


def dotted(place: Place) -> str:
    """Return a location in dotted notation.

    Example:
        >>> dotted(("reward", "first", 0, "clip"))
        'reward.first[0].clip'
    """
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def read_file(path: Path) -> Document:
    """Read a `.yaml`, `.yml` or `.json` file.

    Raises:
        SpecError: The file does not exist, or is not text, YAML or JSON.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise SpecError(
            f"{path}: a spec file ends in {', '.join(SUFFIXES)}, not {path.suffix or 'nothing'!r}"
        )
    try:
        # A pipe of that name would be waited for.
        if path.exists() and not path.is_file():
            raise SpecError(f"{path}: the spec cannot be read: it is not a file")
        if path.stat().st_size > BYTES:
            raise SpecError(f"{path}: more than {BYTES / 1e6:g} MB, which no spec needs")
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SpecError(f"{path}: there is no such spec file.{_nearby(path)}") from None
    except UnicodeDecodeError as error:
        raise SpecError(f"{path}: not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    except OSError as error:
        raise SpecError(f"{path}: the spec cannot be read: {error.strerror}") from None
    kind = "json" if path.suffix.lower() == ".json" else "yaml"
    return read_text(text, str(path), path.parent, kind)


def read_text(text: str, source: str, folder: Path, kind: str = "") -> Document:
    """Read YAML or JSON text; without a kind, text that is valid JSON is read as JSON."""
    if len(text) > BYTES:
        raise SpecError(f"{source}: more than {BYTES / 1e6:g} MB, which no spec needs")
    if not text.strip():
        raise SpecError(f"{source}: the spec is empty. Start it with `reward:`.")
    if not kind and text.lstrip().startswith("{"):
        kind = "json" if _is_json(text) else "yaml"
    return (_read_json if kind == "json" else _read_yaml)(text, source, folder)


def _is_json(text: str) -> bool:
    """Return True if text that begins with a brace is JSON; else it may be a YAML flow mapping."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def write_text(data: Mapping[str, Any], kind: str) -> str:
    """Return plain data as `json` or `yaml` text that reads back to the same data.

    Raises:
        SpecError: It is nested more deeply than what is read back.
    """
    if (depth := _depth_of(data)) > DEPTH:
        raise SpecError(
            f"the reward is nested {depth} levels deep as a spec, which may have {DEPTH}. Put the "
            "parts of a long sum into one `weighted`, or keep inner rewards in files of their own."
        )
    if kind == "json":
        return json.dumps(_finite(data), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=100,
    )


def _finite(data: Any) -> Any:
    # JSON has no infinity; settings of type float read the word back.
    if isinstance(data, Mapping):
        return {key: _finite(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_finite(value) for value in data]
    if isinstance(data, float) and math.isinf(data):
        return "inf" if data > 0 else "-inf"
    return data


def _depth_of(data: Any) -> int:
    """Return how deeply lists and mappings are nested, without recursion."""
    depth, level = 0, [data]
    while level:
        inside = [one for one in level if isinstance(one, (Mapping, list))]
        depth += bool(inside)
        level = [x for one in inside for x in (one.values() if isinstance(one, Mapping) else one)]
    return depth


# --- JSON ------------------------------------------------------------------------------
def _read_json(text: str, source: str, folder: Path) -> Document:
    try:
        data = strict_json(text)
    except NotStrict as error:
        if error.kind == "twice":
            message = f"the key {error.what!r} is given twice in one mapping"
        elif error.kind == "constant":
            message = f"{error.what} is not JSON; a spec needs finite numbers"
        elif error.line:
            raise SpecError(
                f"{source}:{error.line}: not valid JSON: {error.what} (column {error.column})"
            ) from None
        else:
            message = f"not readable as JSON: {error.what}"
        raise SpecError(f"{source}: {message}") from None
    if _depth_of(data) > DEPTH:
        raise SpecError(f"{source}: nested deeper than {DEPTH} levels")
    try:
        lines: Mapping[Place, int] = _read_yaml(text, source, folder).lines
    except SpecError:
        lines = {}  # JSON that YAML cannot read, such as surrogate pairs: messages lack the line
    return Document(data, source, folder, lines)


# --- YAML ------------------------------------------------------------------------------
def _read_yaml(text: str, source: str, folder: Path) -> Document:
    try:
        _refuse_depth(text, source)
        loader = _LOADER(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise SpecError(_yaml_trouble(error, source, text)) from None
    if root is None:
        raise SpecError(f"{source}: the spec is empty. Start it with `reward:`.")
    lines: dict[Place, int] = {}
    data = _plain(root, (), lines, _Budget(source))
    return Document(data, source, folder, lines)


def _refuse_depth(text: str, source: str) -> None:
    # libyaml composes nodes by recursion in C, where deep nesting crashes the process; its events
    # are read one by one.
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEPTH:
                mark = event.start_mark
                where = source if mark is None else f"{source}:{mark.line + 1}"
                raise SpecError(f"{where}: nested deeper than {DEPTH} levels")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _yaml_trouble(error: yaml.YAMLError, source: str, text: str) -> str:
    mark = getattr(error, "problem_mark", None)
    where = source if mark is None else f"{source}:{mark.line + 1}"
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    lines = text.split("\n")
    line = lines[mark.line] if mark is not None and mark.line < len(lines) else ""
    if "cannot start any token" in problem and "\t" in line[: len(line) - len(line.lstrip())]:
        return f"{where}: a tab cannot indent YAML. Use spaces."
    if "single document" in str(error):
        return f"{where}: a spec is one YAML document; this file has a second one after `---`"
    return f"{where}: not valid YAML: {problem}"


class _Budget:
    """A limit on nodes, so that a few lines of aliases cannot expand to gigabytes."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.left = NODES

    def spend(self, node: yaml.Node, place: Place) -> None:
        self.left -= 1
        line = node.start_mark.line + 1
        if self.left < 0:
            raise SpecError(
                f"{self.source}:{line}: more than {NODES} nodes once aliases are expanded"
            )
        if len(place) > DEPTH:
            raise SpecError(f"{self.source}:{line}: nested deeper than {DEPTH} levels")

    def trouble(self, node: yaml.Node, place: Place, message: str) -> SpecError:
        path = dotted(place)
        where = f"{self.source}:{node.start_mark.line + 1}"
        return SpecError(f"{where}: {path}: {message}" if path else f"{where}: {message}")


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], budget: _Budget) -> Any:
    budget.spend(node, place)
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode) and node.tag == _TAG + "seq":
        return [
            _plain(item, (*place, index), lines, budget) for index, item in enumerate(node.value)
        ]
    if isinstance(node, yaml.MappingNode) and node.tag == _TAG + "map":
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = _key(key_node, place, budget)
            if key in out:
                raise budget.trouble(key_node, place, f"the key {key!r} is given twice")
            lines[(*place, key)] = key_node.start_mark.line + 1
            out[key] = _plain(value_node, (*place, key), lines, budget)
        return out
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, place, budget)
    raise budget.trouble(node, place, f"the tag {_short(node.tag)} is not allowed; use plain data")


def _key(node: yaml.Node, place: Place, budget: _Budget) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise budget.trouble(node, place, "a key must be text, not a list or a mapping")
    text: str = node.value
    if text == "<<" and not node.style:
        message = "merge keys (<<) are not part of YAML 1.2. Write the keys out."
        raise budget.trouble(node, place, message)
    return text


def _scalar(node: yaml.ScalarNode, place: Place, budget: _Budget) -> Any:
    kind, text = node.tag.removeprefix(_TAG), str(node.value)
    if kind == "str":
        return text
    try:
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind == "int":
            prefix = text[:2]
            base = {"0x": 16, "0o": 8}.get(prefix, 10)
            return int(text[2:] if base != 10 else text, base)
        if kind == "float":
            return _float(text)
    except ValueError as error:
        raise budget.trouble(node, place, f"{text[:40]!r} is not a number: {error}") from None
    raise budget.trouble(node, place, f"the tag {_short(node.tag)} is not allowed; use plain data")


def _float(text: str) -> float:
    word = text.lower()
    if word.lstrip("+-") == ".inf":
        return -math.inf if word.startswith("-") else math.inf
    if word == ".nan":
        raise ValueError("a spec needs numbers that equal themselves")
    value = float(text)
    if math.isinf(value):
        raise ValueError("too large; write .inf if that is meant")
    return value


def _short(tag: str) -> str:
    return tag.replace(_TAG, "!!")


def _nearby(path: Path) -> str:
    folder: Iterable[Path] = path.parent.iterdir() if path.parent.is_dir() else ()
    return closest(path.name, [one.name for one in folder if one.suffix in SUFFIXES])
