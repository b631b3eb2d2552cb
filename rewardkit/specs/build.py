"""Construction of rewards from the plain data of a spec, with the location in every error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rewardkit.errors import RewardkitError, SpecError, closest
from rewardkit.rewards.base import Reward, make
from rewardkit.rewards.operator import OPERATORS
from rewardkit.rewards.operators.formula import formula
from rewardkit.rewards.operators.routes import where
from rewardkit.rewards.operators.sums import weighted
from rewardkit.specs import models, references
from rewardkit.specs.models import BESIDE, COLUMNS, FORMS, read_form
from rewardkit.specs.text import Document, Place, read_file
from rewardkit.specs.trust import Limits

REWARDS = 5_000
"""The most rewards of a spec, over all its files: a few lines can name a file a million times."""


@dataclass(frozen=True, slots=True)
class _Builder:
    document: Document
    files: tuple[Path, ...]
    """The files being read, outermost first, so that a circle is seen."""
    limits: Limits | None = None
    """The limits of a spec that is not trusted."""
    known: dict[Path, Document] = field(default_factory=dict)
    """The other files that were read, since one may be used often."""
    size: list[int] = field(default_factory=lambda: [0])
    """The number of rewards so far, over all files."""

    def node(self, data: Any, place: Place, named: str = "") -> Reward:
        """Build one reward; `named` is the name its parent gives it."""
        self.size[0] += 1
        if self.size[0] > REWARDS:
            raise self.error(place, f"more than {REWARDS} rewards once all files are read")
        if isinstance(data, str):
            data = {"use": data}
        if not isinstance(data, dict):
            shown = "empty" if data is None else repr(data)[:60]
            raise self.error(
                place, f"a reward is a mapping such as {{use: math/distance}}, not {shown}"
            )
        word = self.word(data, place)
        name = self.beside(data, place, named)
        if word == "use":
            beside = {*BESIDE, COLUMNS}
            leaf = {key: value for key, value in data.items() if key not in beside}
            made = self.leaf(leaf, place)
        else:
            if "with" in data:
                raise self.error((*place, "with"), "`with` holds settings of a `use`, not of words")
            form = read_form(FORMS[word], data[word], self.document, (*place, word))
            made = _composed(self, word, form, (*place, word))
        if COLUMNS in data:
            paths = read_form(models.Columns, data[COLUMNS], self.document, (*place, COLUMNS))
            made = self.reading(made, paths, (*place, COLUMNS))
        return made.named(name) if name else made

    def reading(self, made: Reward, columns: Mapping[str, str], place: Place) -> Reward:
        with self.located(place):
            return made.with_columns(**columns) if columns else made

    def word(self, data: dict[str, Any], place: Place) -> str:
        known = {"use", *OPERATORS}
        beside = {*BESIDE, COLUMNS, "with"}
        for key in data:
            if key not in known and key not in beside:
                hint = closest(key, known | beside)
                raise self.error((*place, key), f"unknown word {key!r}.{hint}")
        words = [key for key in data if key in known]
        if len(words) == 1:
            return words[0]
        given = f"has {' and '.join(map(repr, words))}" if words else "has none"
        raise self.error(
            place, f"a reward needs exactly one of {', '.join(sorted(known))}; this one {given}"
        )

    def beside(self, data: dict[str, Any], place: Place, named: str) -> str:
        for key in BESIDE:
            if key in data and not (isinstance(data[key], str) and data[key]):
                message = f"must be non-empty text, not {data[key]!r}"
                raise self.error((*place, key), message)
        name = str(data.get("name", ""))
        if named and name and name != named:
            message = f"this reward is already called {named!r} by its key; remove the name"
            raise self.error((*place, "name"), message)
        return name

    def leaf(self, data: dict[str, Any], place: Place) -> Reward:
        form: models.Leaf = read_form(models.Leaf, data, self.document, place)
        with self.located((*place, "use")):
            if references.kind_of(form.use) == "file":
                found = self.file(form.use)
            else:
                if self.limits is not None:
                    self.limits.check_use(form.use)
                found = references.find(form.use)
        with self.located((*place, "with") if form.settings else place):
            if self.limits is not None:
                self.limits.check_settings(found, form.settings)
            found = references.configured(found, form.use, form.settings)
            return references.ready(found, form.use)

    def file(self, use: str) -> Reward:
        path = self.document.folder / use
        here = path.resolve()
        if self.limits is not None:
            self.limits.check_file(use, path)
        if here in self.files:
            circle = " -> ".join(one.name for one in (*self.files, here))
            raise SpecError(f"{use!r} leads back to itself: {circle}")
        if here not in self.known:
            self.known[here] = read_file(path)
        inner = replace(self, document=self.known[here], files=(*self.files, here))
        return inner.whole()

    def whole(self) -> Reward:
        """Build the reward of the whole document."""
        data, document = self.document.data, self.document
        if isinstance(data, dict) and "reward" not in data and ({"use", *OPERATORS} & set(data)):
            word = next(key for key in data if key == "use" or key in OPERATORS)
            raise document.error((word,), "a spec starts with `reward:`; move this below it")
        form: models.Spec = read_form(models.Spec, data, document, ())
        made = self.node(form.reward, ("reward",))
        return self.reading(made, form.columns, (COLUMNS,))

    def error(self, place: Place, message: str) -> SpecError:
        return self.document.error(place, message)

    @contextmanager
    def located(self, place: Place) -> Iterator[None]:
        """Add the location in the spec to an error, once."""
        try:
            yield
        except RewardkitError as error:
            if error.__dict__.get("located"):
                raise
            raise self.error(place, str(error)) from error

    def children(self, form: Any, place: Place) -> list[Reward]:
        return [self.node(child, (*place, index)) for index, child in enumerate(form)]


def build(document: Document, files: tuple[Path, ...], limits: Limits | None = None) -> Reward:
    """Return the reward of a whole spec.

    Args:
        document: The spec.
        files: Its file, if it is one.
        limits: The limits of a spec that is not trusted.
    """
    return _Builder(document, files, limits).whole()


def _weighted(at: _Builder, form: models.Weighted, place: Place) -> Reward:
    parts: dict[str, Any] = {}
    for name, part in form.parts.items():
        here = (*place, "parts", name)
        if name in ("scale", "missing", ""):
            raise at.error(here, f"a part cannot be called {name!r}, a word of `weighted`")
        parts[name] = _part(at, part, here, name)
    with at.located(place):
        return weighted(scale=form.scale, missing=form.missing, **parts)


def _part(at: _Builder, data: Any, place: Place, name: str) -> tuple[float, Reward]:
    if isinstance(data, list):
        if len(data) != 2:
            raise at.error(place, f"must be [weight, reward], not a list of {len(data)}")
        weight, child, child_place = data[0], data[1], (*place, 1)
        read_form(models.Number, weight, at.document, (*place, 0))
    elif isinstance(data, dict) and not {"use", *OPERATORS} & set(data):
        form = read_form(models.WeightedPart, data, at.document, place)
        weight, child, child_place = form.weight, form.of, (*place, "of")
    else:
        weight, child, child_place = 1.0, data, place
    return weight, at.node(child, child_place, name)


def _where(at: _Builder, form: models.Where, place: Place) -> Reward:
    if "otherwise" in form.routes:
        message = "write `otherwise` beside `routes`, not as one of them"
        raise at.error((*place, "routes", "otherwise"), message)
    routes = {
        name: at.node(child, (*place, "routes", name), name) for name, child in form.routes.items()
    }
    rest = None
    if form.otherwise is not None:
        rest = at.node(form.otherwise, (*place, "otherwise"), "otherwise")
    with at.located(place):
        return where(form.column, otherwise=rest, **routes)


def _formula(at: _Builder, form: models.Formula, place: Place) -> Reward:
    parts = {
        name: at.node(child, (*place, "parts", name), name) for name, child in form.parts.items()
    }
    with at.located(place):
        return formula(form.expression, **parts)


def _several(at: _Builder, word: str, form: list[Any], place: Place) -> Reward:
    children = at.children(form, place)
    with at.located(place):
        return make(word, children, {})


def _named(at: _Builder, word: str, form: models.Form, place: Place) -> Reward:
    """Build a composition whose form has one key for each child and option."""
    names = models.children_of(type(form))
    children = [at.node(getattr(form, name), (*place, name)) for name in names]
    options = {name: getattr(form, name) for name in type(form).model_fields if name not in names}
    with at.located(place):
        return make(word, children, options)


# Forms whose children are neither a list nor a fixed set of keys.
_SPECIAL: dict[str, Callable[[_Builder, Any, Place], Reward]] = {
    "weighted": _weighted,
    "where": _where,
    "formula": _formula,
}


def _composed(at: _Builder, word: str, form: Any, place: Place) -> Reward:
    if word in _SPECIAL:
        return _SPECIAL[word](at, form, place)
    return (_several if isinstance(form, list) else _named)(at, word, form, place)
