"""Start a verifier: its folder inside a package, or a whole plugin that offers it."""

from __future__ import annotations

import importlib.metadata
import keyword
import re
from pathlib import Path

from rewardkit.catalogue.card import CARD_FILE, CASES_FILE
from rewardkit.catalogue.catalogue import registry
from rewardkit.errors import InputError
from rewardkit.testing.cases.verifier_folder import CODE_FILE, importable_elsewhere
from rewardkit.testing.scaffold import fill, read_template, write_new

# The file that each template becomes.
VERIFIER_FILES = {
    "verifier/verifier.py.txt": CODE_FILE,
    "verifier/card.yaml.txt": CARD_FILE,
    "verifier/cases.jsonl.txt": CASES_FILE,
}
PLUGIN_FILES = {
    "plugin/pyproject.toml.txt": "pyproject.toml",
    "plugin/README.md.txt": "README.md",
    "plugin/plugin.py.txt": "src/$package/plugin.py",
    "plugin/corpus.py.txt": "src/$package/corpus.py",
    "plugin/corpus.jsonl.txt": "tests/corpus.jsonl",
    "plugin/test.py.txt": "tests/test_$name.py",
}
_ID = re.compile(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)")
_DISTRIBUTION = re.compile(r"[A-Za-z](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
# Names that the module of a verifier uses itself.
_OWN = ("reward", "re", "sum", "float")


def scaffold_verifier(folder: str | Path, id_: str) -> list[Path]:
    """Write `<family>/<name>/` with code, card and cases that pass `rewardkit test` as they are.

    Args:
        folder: The package of verifiers of a plugin, or any folder; made when it is not there.
        id_: `family/name`.

    Returns:
        The files that were written.

    Raises:
        InputError: The id cannot be one, or an installed verifier has it; a file is there
            already; or no plugin offers this folder and Python has another module of the
            family's name. Nothing is written then.
    """
    folder = Path(folder)
    family, name = _checked_id(id_)
    place = folder / family
    if not _offered(folder) and importable_elsewhere(family, place):
        raise InputError(
            f"family {family!r} is taken: Python already has a module of that name, and no "
            f"installed plugin offers {folder}. Choose another family, such as my_{family}, or "
            "give the package of verifiers of an installed plugin as the folder."
        )
    return write_new(folder, _verifier_texts(place / name, family, name))


def scaffold_plugin(folder: str | Path, distribution: str, id_: str = "") -> list[Path]:
    """Write an installable package with one verifier, its cases, a corpus and a test.

    Args:
        folder: Where to write; made when it is not there.
        distribution: The name of the distribution, such as `acme-checks`; the package is called
            the same with underscores.
        id_: `family/name` of its verifier; by default the package's name and `last_number`.

    Returns:
        The files that were written; the tests pass after `pip install -e .` in the folder.

    Raises:
        InputError: A name cannot be one or is taken, or a file is there already; nothing is
            written then.
    """
    folder = Path(folder)
    package = _package(distribution)
    if importable_elsewhere(package, folder / "src" / package):
        raise InputError(
            f"name {distribution!r} is taken: Python already has a module {package!r}. Choose "
            f"another, such as rewardkit-{distribution}."
        )
    family, name = _checked_id(id_ or f"{package}/last_number")
    names = {"distribution": distribution, "package": package, "family": family, "name": name}
    texts = {
        folder / fill(target, **names): fill(read_template(source), **names)
        for source, target in PLUGIN_FILES.items()
    }
    texts[folder / "src" / package / "__init__.py"] = f'"""Verifiers of {distribution}."""\n'
    place = folder / "src" / package / "verifiers" / family / name
    return write_new(folder, {**texts, **_verifier_texts(place, family, name)})


def _verifier_texts(place: Path, family: str, name: str) -> dict[Path, str]:
    return {
        place / target: fill(read_template(source), family=family, name=name)
        for source, target in VERIFIER_FILES.items()
    }


def _checked_id(id_: str) -> tuple[str, str]:
    match = _ID.fullmatch(id_)
    if match is None:
        raise InputError(
            f"{id_!r} cannot be the id of a verifier: write family/name in lower-case letters, "
            "digits and _, such as poem/haiku"
        )
    family, name = match.groups()
    for part in (family, name):
        if keyword.iskeyword(part) or part in ("lib", *_OWN):
            raise InputError(f"{part!r} in {id_!r} is taken. Choose another name.")
    entry = registry().entries.get(id_)
    if entry is not None:
        raise InputError(
            f"{id_!r} is already a verifier of {entry.owner}, in {entry.folder}. Choose another "
            "name; a name has one owner."
        )
    return family, name


def _offered(folder: Path) -> bool:
    """Return whether an installed plugin keeps verifiers in this folder."""
    roots = {entry.folder.parent.parent.resolve() for entry in registry().entries.values()}
    return folder.resolve() in roots


def _package(distribution: str) -> str:
    package = re.sub(r"[-.]+", "_", distribution).lower()
    if not _DISTRIBUTION.fullmatch(distribution) or keyword.iskeyword(package):
        raise InputError(
            f"name {distribution!r} cannot be that of a package: use letters, digits and - between "
            "them, such as acme-checks"
        )
    hooks = importlib.metadata.entry_points(group="rewardkit")
    if package in {one.name for one in hooks}:
        raise InputError(
            f"name {distribution!r} is taken: an installed plugin is called so, and a name has one "
            f"owner. Choose another, such as my-{distribution}."
        )
    try:
        importlib.metadata.distribution(distribution)
    except importlib.metadata.PackageNotFoundError:
        return package
    raise InputError(f"name {distribution!r} is taken: such a package is installed here.")
