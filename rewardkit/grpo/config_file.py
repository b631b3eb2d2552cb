"""The reader of configs: YAML files with overrides, and errors that name the key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from rewardkit.errors import SpecError, closest
from rewardkit.grpo.config import TrainConfig
from rewardkit.tasks.config import Settings

# Of each file of a model, so many bytes at both ends are hashed: training moves every weight.
_END = 1 << 20
_FILES = ("reward", "policy.path", "grpo.traces.file", "task.data", "task.judge", "task.name")


def parse_config(data: Mapping[str, Any], source: str = "config") -> TrainConfig:
    """Check a mapping and return the config it describes.

    Args:
        data: The content of the YAML file.
        source: Named at the start of each error line, usually the file.

    Raises:
        SpecError: Names each bad key by its path, with the value and the closest known key.

    Example:
        >>> parse_config({"reward": "reward.yaml", "seed": 3}).seed
        3
        >>> parse_config({"reward": "r.yaml", "grpo": {"losss": {}}})
        Traceback (most recent call last):
        rewardkit.errors.SpecError: config: grpo.losss: unknown key. Did you mean 'loss'?
    """
    try:
        return TrainConfig.model_validate(data)
    except ValidationError as error:
        lines = [f"{source}: {_describe(entry)}" for entry in error.errors()]
        raise SpecError("\n".join(lines)) from None


def load_config(path: Path, overrides: Mapping[str, Any] | None = None) -> TrainConfig:
    """Read a YAML config.

    Files that it names (`reward`, `task.data`, `policy.path` and others) are looked for beside it
    first, then where the command runs.

    Args:
        path: The file.
        overrides: Values for dotted keys, such as `{"grpo.loss.beta": 0.04}`. Files named here
            are looked for where the command runs first.

    Raises:
        SpecError: The file is missing, is not a YAML mapping, or holds a bad key or value.
    """
    data = read_mapping(path)
    for dotted in _FILES:
        data = _resolved(data, dotted, path.parent, Path())
    named = dict(overrides or {})
    for dotted in _FILES:
        if dotted in named:
            named[dotted] = _absolute(named[dotted], Path(), path.parent)
    return parse_config(with_overrides(data, named), str(path))


def _resolved(data: dict[str, Any], dotted: str, *folders: Path) -> dict[str, Any]:
    """Replace the name of a file by its absolute path; anything else is left as it is."""
    value: Any = data
    for name in dotted.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    found = _absolute(value, *folders)
    return data if found == value else with_overrides(data, {dotted: found})


def _absolute(value: Any, *folders: Path) -> Any:
    if not isinstance(value, str):
        return value
    file, attribute = (value, "") if ".py:" not in value else value.rsplit(":", 1)
    found = next((f / file for f in folders if (f / file).exists()), None)
    if found is None:
        return value
    return str(found.resolve()) + (f":{attribute}" if attribute else "")


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a YAML file that must hold a mapping.

    Raises:
        SpecError: The file cannot be read or holds something else.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        folder = path.parent
        names = [one.name for one in folder.glob("*.y*ml")] if folder.is_dir() else []
        near = closest(path.name, names)
        raise SpecError(f"{path}: there is no such config file.{near}") from None
    except UnicodeDecodeError as error:
        raise SpecError(f"{path}: not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    except OSError as error:
        raise SpecError(f"{path}: cannot be read: {error.strerror}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = f":{mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise SpecError(f"{path}{at}: not valid YAML: {problem}") from None
    if data is None:
        raise SpecError(f"{path}: the config is empty. Start it with `reward:` and `task:`.")
    if not isinstance(data, dict):
        raise SpecError(f"{path}: expected a mapping at the top, got {type(data).__name__}")
    return data


def with_overrides(data: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of `data` with the values of dotted keys replaced.

    Example:
        >>> with_overrides({"grpo": {"steps": 9}}, {"grpo.loss.beta": 0.04})
        {'grpo': {'steps': 9, 'loss': {'beta': 0.04}}}
    """
    # By text, so that parts that YAML shares are parts of their own; a date becomes its text.
    copy: dict[str, Any] = json.loads(json.dumps(data, default=str))
    for dotted, value in overrides.items():
        *parents, last = dotted.split(".")
        place = copy
        for name in parents:
            if not isinstance(place.get(name), dict):
                place[name] = {}
            place = place[name]
        place[last] = value
    return copy


def config_hash(config: TrainConfig, reward_fingerprint: str) -> str:
    """Return the hash of all settings that decide the numbers of a run; output paths do not."""
    data = config.model_dump(mode="json", exclude={"reward", "output"})
    data["reward"] = reward_fingerprint
    code = config.task.name.rpartition(":")[0]
    files = {
        "traces": None if config.grpo.traces is None else config.grpo.traces.file,
        "task_data": config.task.data,
        "task_code": code if code.endswith(".py") else None,
    }
    for name, file in files.items():
        if file is not None and Path(file).is_file():
            data[name] = hashlib.sha256(Path(file).read_bytes()).hexdigest()
    if config.policy.path is not None:
        data["policy_files"] = _folder_digest(Path(config.policy.path))
    text = json.dumps(data, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _folder_digest(folder: Path) -> str:
    """Return the hash of the files of a model; of large ones, of their ends and their size."""
    digest = hashlib.sha256()
    for path in sorted(one for one in folder.glob("*") if one.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.name}/{size}/".encode())
        with path.open("rb") as file:
            digest.update(file.read(_END))
            if size > _END:
                file.seek(max(_END, size - _END))
                digest.update(file.read(_END))
    return digest.hexdigest()


def _describe(entry: Any) -> str:
    path = ".".join(str(part) for part in entry["loc"])
    if entry["type"] == "extra_forbidden":
        *parents, last = entry["loc"]
        return f"{path}: unknown key.{closest(last, _fields_at(parents))}"
    if entry["type"] == "missing":
        return f"{path}: missing"
    reason = entry["msg"].removeprefix("Value error, ")
    value = entry["input"]
    shown = f" (got {value!r})" if isinstance(value, (str, int, float, bool)) else ""
    return f"{path}: {reason}{shown}" if path else reason


def _fields_at(parents: list[str | int]) -> list[str]:
    model: type[BaseModel] = TrainConfig
    for name in parents:
        annotation = model.model_fields[str(name)].annotation
        kinds = [one for one in (annotation, *get_args(annotation)) if isinstance(one, type)]
        model = next((one for one in kinds if issubclass(one, BaseModel)), Settings)
    return list(model.model_fields)
