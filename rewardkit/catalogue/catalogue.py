"""The catalogue: one entry for each installed verifier, with the plugin that owns it.

An id is `family/name`, or `family/name@major` to refuse any other major version.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pluggy

from rewardkit.catalogue.card import CARD_FILE, CASES_FILE, Card, read_card
from rewardkit.errors import PluginError, RegistryError, closest, describe
from rewardkit.hooks import GROUP, CorpusFamily, Folder, Hooks, Layout, PolicyFolder

# A corpus beside the families of a package: what `rewardkit certify` runs without an argument.
CORPUS_FILE = "corpus.jsonl"
# A comma-separated list of plugin names to load, so that a bug report can be narrowed down;
# empty loads none but the built-in one.
ONLY = "REWARDKIT_PLUGINS"
BUILTIN = "builtin"
_BUILTIN_MODULE = "rewardkit_verifiers.plugin"


@dataclass(frozen=True, slots=True)
class Entry:
    """One verifier in the registry."""

    card: Card
    owner: str
    """The plugin that offers it, with its distribution."""
    package: str
    folder: Path

    @property
    def id(self) -> str:
        """`family/name@major`."""
        return f"{self.card.id}@{self.card.major}"

    @property
    def cases(self) -> Path:
        """The file of its cases."""
        return self.folder / CASES_FILE

    @property
    def digest(self) -> str:
        """The digest of its package's code; part of its fingerprint."""
        return _package_digest(self.folder.parent.parent)


@dataclass(frozen=True, slots=True)
class Registry:
    """All verifiers of all plugins, and the refusals.

    Attributes:
        entries: Verifiers by `family/name`.
        refused: One sentence for each plugin or verifier that could not be loaded, by name.
        by_module: The same entries by the module of their code.
        corpus_families: Families of corpus rows by name.
        policy_folders: Packages of attack policies.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    by_module: dict[str, Entry] = field(default_factory=dict)
    corpus_families: dict[str, CorpusFamily] = field(default_factory=dict)
    layouts: dict[str, Layout] = field(default_factory=dict)
    policy_folders: list[str] = field(default_factory=list)
    corpora: dict[str, Path] = field(default_factory=dict)


def cards() -> list[Card]:
    """Return the cards of all verifiers, by id."""
    return [entry.card for _, entry in sorted(registry().entries.items())]


def entries() -> list[Entry]:
    """Return all verifiers with their owners and folders, by id."""
    return [entry for _, entry in sorted(registry().entries.items())]


def find(name: str) -> Entry:
    """Return the entry of an id.

    Args:
        name: `family/name` or `family/name@major`.

    Raises:
        RegistryError: No plugin offers the name, or it has another major version.
    """
    plain, _, major = name.partition("@")
    known = registry()
    entry = known.entries.get(plain)
    if entry is None:
        near = _near(plain, known.entries)
        refused = "".join(f" {who} was refused: {why}" for who, why in known.refused.items())
        raise RegistryError(f"no verifier is called {plain!r}.{near}{refused}")
    if major and major != str(entry.card.major):
        raise RegistryError(
            f"{plain!r} is installed with major version {entry.card.major}, and {name!r} asks for "
            f"{major}. Install a {entry.owner} that has it, or drop the @{major}."
        )
    return entry


def _near(name: str, known: Mapping[str, Entry]) -> str:
    same = [id_ for id_ in known if id_.partition("/")[2] == name]
    if same:
        return f" Did you mean {' or '.join(map(repr, same))}?"
    if any(id_.partition("/")[0] == name for id_ in known):
        return f" {name!r} is a family: `rewardkit list {name}` shows its verifiers."
    return closest(name, known) or " `rewardkit list` shows those that are there."


def entry_of(module: str, name: str) -> Entry | None:
    """Return the entry of the function of this name in this module, or None."""
    entry = registry().by_module.get(module)
    return entry if entry is not None and entry.card.name == name else None


def registry() -> Registry:
    """Return the registry, built at first use."""
    with _LOCK:
        return _build(os.environ.get(ONLY))


_LOCK = threading.RLock()


@lru_cache(maxsize=4)
def _build(only: str | None) -> Registry:
    # pluggy's own name for this object; one is built, asked once and dropped.
    plugins = pluggy.PluginManager(GROUP)
    plugins.add_hookspecs(Hooks)
    found = Registry()
    wanted = None if only is None else {BUILTIN, *filter(None, only.split(","))}
    for point in sorted(entry_points(group=GROUP), key=_builtin_first):
        if wanted is not None and point.name not in wanted:
            continue
        owner = _owner(point)
        if point.name == BUILTIN and point.value != _BUILTIN_MODULE:
            found.refused[owner] = (
                f"the name {BUILTIN!r} belongs to what ships with rewardkit; {point.value} has to "
                "call its entry point something else"
            )
            continue
        try:
            module = point.load()
            plugins.register(module, owner)
            plugins.check_pending()
            for caller in plugins.get_hookcallers(module) or []:
                for hook in caller.get_hookimpls():
                    if hook.plugin is module:
                        _ADDED[str(caller.name)](found, owner, hook.function())
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a stranger's module may also exit
            found.refused[owner] = f"{error}" if isinstance(error, PluginError) else describe(error)
            if plugins.is_registered(module := plugins.get_plugin(owner)):
                plugins.unregister(module)
    return found


def _builtin_first(point: EntryPoint) -> tuple[bool, str]:
    return point.value != _BUILTIN_MODULE, point.name


def _owner(point: EntryPoint) -> str:
    dist = f" ({point.dist.name} {point.dist.version})" if point.dist else ""
    return f"{point.name}{dist}"


def _add(found: Registry, owner: str, folders: object) -> None:
    for folder in _folders(owner, folders):
        root = _root(owner, folder)
        if (corpus := root / CORPUS_FILE).is_file():
            found.corpora[folder.package] = corpus
        for path in sorted(root.glob(f"*/*/{CARD_FILE}")):
            here = path.parent
            name = f"{here.parent.name}/{here.name}"
            try:
                entry = _entry(found, owner, folder, here)
            except PluginError as error:
                # One broken verifier must not hide the other verifiers of its plugin.
                found.refused[f"{owner}: {name}"] = str(error)
                continue
            found.entries[name] = entry
            found.by_module[f"{entry.package}.verifier"] = entry


def _add_families(found: Registry, owner: str, families: object) -> None:
    if not isinstance(families, (list, tuple)) or not all(
        isinstance(one, CorpusFamily) for one in families
    ):
        raise PluginError(
            f"hook rewardkit_corpus_families of {owner} must return a list of "
            f"rewardkit.hooks.CorpusFamily, not {str(families)[:80]!r}"
        )
    for family in families:
        if family.name in found.corpus_families:
            found.refused[f"{owner}: corpus family {family.name}"] = (
                f"the corpus family {family.name!r} is claimed twice: by "
                f"{found.corpus_families[family.name].trial} and by {family.trial}. Rename one."
            )
            continue
        found.corpus_families[family.name] = family


def _add_layouts(found: Registry, owner: str, layouts: object) -> None:
    if not isinstance(layouts, (list, tuple)) or not all(
        isinstance(one, Layout) for one in layouts
    ):
        raise PluginError(
            f"hook rewardkit_layouts of {owner} must return a list of rewardkit.hooks.Layout, not "
            f"{str(layouts)[:80]!r}"
        )
    for layout in layouts:
        if layout.name in found.layouts:
            found.refused[f"{owner}: layout {layout.name}"] = (
                f"the layout {layout.name!r} is claimed twice: by "
                f"{found.layouts[layout.name].read} and by {layout.read}. Rename one."
            )
            continue
        found.layouts[layout.name] = layout


def _add_policies(found: Registry, owner: str, folders: object) -> None:
    if not isinstance(folders, (list, tuple)) or not all(
        isinstance(one, PolicyFolder) for one in folders
    ):
        raise PluginError(
            f"hook rewardkit_attack_policies of {owner} must return a list of "
            f"rewardkit.hooks.PolicyFolder, not {str(folders)[:80]!r}"
        )
    found.policy_folders.extend(one.package for one in folders)


_ADDED: dict[str, Callable[[Registry, str, object], None]] = {
    "rewardkit_verifiers": _add,
    "rewardkit_corpus_families": _add_families,
    "rewardkit_layouts": _add_layouts,
    "rewardkit_attack_policies": _add_policies,
}


def _folders(owner: str, folders: object) -> list[Folder]:
    if isinstance(folders, (list, tuple)) and all(isinstance(one, Folder) for one in folders):
        return list(folders)
    raise PluginError(
        f"hook rewardkit_verifiers of {owner} must return a list of rewardkit.hooks.Folder, "
        f"not {str(folders)[:80]!r}"
    )


def _root(owner: str, folder: Folder) -> Path:
    spec = importlib.util.find_spec(folder.package)
    if spec is None or not spec.submodule_search_locations:
        raise PluginError(f"{owner} offers {folder.package!r}, which is not an importable package")
    return Path(next(iter(spec.submodule_search_locations)))


def _entry(found: Registry, owner: str, folder: Folder, here: Path) -> Entry:
    expected = f"{here.parent.name}/{here.name}"
    card = read_card(here)
    if card.id != expected:
        raise PluginError(
            f"{here / CARD_FILE}: id {card.id!r} must be {expected!r}, as its folder says"
        )
    package = f"{folder.package}.{here.parent.name}.{here.name}"
    rival = found.entries.get(expected)
    if rival is not None:
        raise PluginError(
            f"{expected!r} is claimed twice: by {rival.owner} in {rival.package} and by "
            f"{owner} in {package}. Rename one; a name has one owner."
        )
    return Entry(card, owner, package, here)


@lru_cache(maxsize=256)
def _package_digest(root: Path) -> str:
    # The whole package of the plugin, since its verifiers share code; a stale verdict costs
    # more than one that is computed again.
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
