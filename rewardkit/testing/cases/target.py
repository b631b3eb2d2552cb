"""Resolution of the reward that a case file names."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

from rewardkit.errors import CaseError, RewardkitError
from rewardkit.rewards.base import Reward
from rewardkit.testing.cases.verifier_folder import installed_id, load_from_folder

if TYPE_CHECKING:
    from rewardkit.specs.trust import Limits


def find_reward(
    reference: str | Mapping[str, Any] | None,
    settings: Mapping[str, Any],
    folder: Path,
    limits: Limits | None = None,
) -> Reward:
    """Return the reward that a reference names.

    Args:
        reference: A spec file, `module:attribute`, `file.py:attribute`, a registry id, a spec
            as plain data, or None for the verifier whose folder this is.
        settings: Settings of the reward.
        folder: The base of relative paths, and a folder to search for modules.
        limits: What a reference that is not trusted may do; None for a trusted one.

    Raises:
        CaseError: There is no reference and no verifier, or the module of that name is
            another one, or a reference that is not trusted would run code.
        RewardkitError: The object of the reference does not exist or is broken.
    """
    from rewardkit.specs import files, references

    if reference is None:
        reference = installed_id(folder)
        if reference is None:
            if limits is not None:
                raise CaseError(
                    f"{folder}: holds the code of a verifier that is not installed, which cases "
                    "that are not trusted may not run"
                )
            return load_from_folder(folder).configured(**settings)
    if limits is not None:
        return _limited(reference, settings, folder, limits)
    _let_import(folder)
    if isinstance(reference, Mapping):
        _refuse_settings(settings, "a spec")
        found = files.load({"reward": reference})
    elif references.kind_of(reference) == "file":
        _refuse_settings(settings, reference)
        found = files.load(folder / reference)
    else:
        found = _named(reference, settings, folder)
    _same_modules(found, folder)
    return found


def _limited(
    reference: str | Mapping[str, Any], settings: Mapping[str, Any], folder: Path, limits: Limits
) -> Reward:
    from rewardkit.specs import files, references

    if isinstance(reference, str) and references.kind_of(reference) == "file":
        _refuse_settings(settings, reference)
        path = folder / reference
        replace(limits, root=folder.resolve()).check_file(reference, path)
        return files.load(path, trusted=False, hosts=limits.hosts)
    if isinstance(reference, Mapping):
        _refuse_settings(settings, "a spec")
        return files.load({"reward": reference}, trusted=False, hosts=limits.hosts)
    spec = {"reward": {"use": reference, "with": dict(settings)}}
    return files.load(spec, trusted=False, hosts=limits.hosts)


def _named(reference: str, settings: Mapping[str, Any], folder: Path) -> Reward:
    from rewardkit.specs import files

    module, _, attribute = reference.partition(":")
    if module.endswith(".py"):
        _let_import((folder / module).parent)
        reference = f"{Path(module).stem}:{attribute}"
    plain = _plain_function(reference) if attribute and not settings else None
    if plain is not None:
        return plain
    return files.load({"reward": {"use": reference, "with": dict(settings)}})


def _plain_function(reference: str) -> Reward | None:
    """Return a trainer's plain function as a reward: `rewardkit attack` writes cases for it."""
    from rewardkit.attack.subject import as_subject, takes_completions

    name, _, attribute = reference.partition(":")
    try:
        found = getattr(import_module(name), attribute, None)
    except ImportError:
        return None  # the loader of specs says it better
    if not isinstance(found, FunctionType) or not takes_completions(found):
        return None
    return as_subject(found).reward


def _let_import(*folders: Path) -> None:
    # At the end of the path, so that it hides no importable module; and left there, since worker
    # processes import the same modules later.
    for folder in (*folders, Path()):
        entry = str(folder.resolve())
        if entry not in sys.path:
            sys.path.append(entry)


def _refuse_settings(settings: Mapping[str, Any], what: str) -> None:
    if settings:
        raise CaseError(
            f"with = {dict(settings)!r}: {what} has its own settings. Put them there, or name the "
            "reward itself."
        )


def _same_modules(found: Reward, folder: Path) -> None:
    # Two folders may each hold a reward.py; Python imports only one module of that name, and
    # cases that test the wrong file are worse than no cases.
    for leaf in found.walk():
        name = getattr(leaf, "__module__", "")
        beside = folder / f"{name}.py"
        loaded = getattr(sys.modules.get(name), "__file__", None)
        if not loaded or "." in name or not beside.exists():
            continue
        if Path(loaded).resolve() != beside.resolve():
            raise CaseError(
                f"{beside} was not imported: {loaded} has the same module name {name!r}. "
                "Rename one of the two files."
            )


def resolved(
    reference: str | Mapping[str, Any] | None,
    settings: Mapping[str, Any],
    path: Path,
    line: int,
    limits: Limits | None = None,
) -> Reward:
    """Return the reward of a case, with the location of the case in every error.

    Raises:
        CaseError: There is no such reward.
    """
    try:
        return find_reward(reference, settings, path.parent, limits)
    except RewardkitError as error:
        raise CaseError(f"{path}:{line}: {error}") from error
