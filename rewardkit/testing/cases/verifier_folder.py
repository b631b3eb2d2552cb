"""The verifier whose folder this is: installed with a plugin, or only written so far."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

from rewardkit.catalogue.card import CARD_FILE, Card, read_card
from rewardkit.catalogue.catalogue import registry
from rewardkit.errors import CaseError
from rewardkit.registry.facts import card_faults
from rewardkit.registry.verifiers import get, load_verifier
from rewardkit.rewards.function import FunctionReward

CODE_FILE = "verifier.py"


def installed_id(folder: Path) -> str | None:
    """Return the id, with its major version, of the installed verifier that this folder is.

    Returns:
        None when no plugin offers a verifier of that id; it can then be loaded from the folder.

    Raises:
        CaseError: There is no card, or the id is that of a verifier in another folder, or a
            plugin offers this one and it was refused.
        PluginError: The card cannot be read.
    """
    card = _card(folder)
    known = registry()
    entry = known.entries.get(card.id)
    if entry is None:
        refused = "".join(
            f"{who} was refused: {why}"
            for who, why in known.refused.items()
            if who.endswith(f": {card.id}")
        )
        if refused:
            raise CaseError(f"{folder}: {refused}")
        return None
    if entry.folder.resolve() != folder.resolve():
        raise CaseError(
            f"{folder}: the installed {card.id!r} is another one, in {entry.folder}. Install this "
            "one (pip install -e .), or name a reward in the case file."
        )
    return entry.id


def verifier_of(folder: Path) -> FunctionReward:
    """Return the verifier of a folder as a reward with default settings.

    Raises:
        CaseError: There is no card, or another module stands where the code should be.
        PluginError: The card or the code is broken.
    """
    known = installed_id(folder)
    return get(known) if known else load_from_folder(folder)


def load_from_folder(folder: Path) -> FunctionReward:
    """Import a verifier that no plugin offers, as `<family>.<name>.verifier` from two folders up.

    Raises:
        CaseError: The folder is not called like the id of the card, or Python has another
            module of the family's name.
        PluginError: The card or the code is broken.
    """
    card = _card(folder)
    place = folder.resolve()
    if f"{place.parent.name}/{place.name}" != card.id:
        raise CaseError(
            f"{folder / CARD_FILE}: id = {card.id!r}, but the folder is "
            f"{place.parent.name}/{place.name}. Rename one of the two."
        )
    root = str(place.parent.parent)
    if root not in sys.path:
        # At the end, so that nothing that could be imported before is hidden; and left there,
        # since a worker process has to find the code too.
        sys.path.append(root)
        importlib.invalidate_caches()
    if importable_elsewhere(card.family, place.parent):
        raise CaseError(
            f"{folder}: Python has another module called {card.family!r}, and no installed plugin "
            "offers this verifier. Rename the family, or install the package that holds it "
            "(pip install -e .)."
        )
    reward = load_verifier(f"{card.family}.{card.name}", card.name)
    loaded = sys.modules[reward.__module__].__file__
    if not loaded or Path(loaded).resolve() != place / CODE_FILE:
        raise CaseError(
            f"{place / CODE_FILE} was not imported: {loaded} has the same module name "
            f"{reward.__module__!r}. Rename one of the two."
        )
    return reward


def importable_elsewhere(family: str, folder: Path) -> bool:
    """Return True where `import family` finds something that does not hold this folder."""
    try:
        spec = importlib.util.find_spec(family)
    except (ImportError, ValueError):
        return True
    if spec is None:
        return False
    places = spec.submodule_search_locations or ()
    return folder.resolve() not in [Path(place).resolve() for place in places]


def faults_of_card(folder: Path) -> list[str]:
    """Return the contradictions between the card in a folder and the code, one message for each.

    Raises:
        RewardkitError: Card or code cannot be read.
    """
    return card_faults(folder / CARD_FILE, _card(folder), verifier_of(folder))


def _card(folder: Path) -> Card:
    if not (folder / CARD_FILE).exists():
        raise CaseError(
            f"{folder}: the cases name no reward, and there is no {CARD_FILE} beside them. Start "
            'the file with {"reward": "reward.yaml"}, or give each case a reward.'
        )
    return read_card(folder)
