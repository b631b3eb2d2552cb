"""Sites of test code: each assertion rewritten, so that what it expects stays with the judge.

`assert f(x) == 3` becomes `__rk__.value(0, f(x))`: the value travels out, and 3 is compared with
it outside. What has no literal to keep back stays an assertion and is only watched.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from rewardkit_sandbox.verdict.failing import as_assertions
from rewardkit_sandbox.verdict.forms import Setting, Site, Variant, compared_in, in_order
from rewardkit_sandbox.verdict.mutants import change_sources, changed
from rewardkit_sandbox.verdict.names import inline_names
from rewardkit_sandbox.verdict.rewriter import Rewriter
from rewardkit_sandbox.verdict.table_names import named_tables
from rewardkit_sandbox.verdict.tables import Tables, hold_tables


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Test code with its assertions replaced, and what they were.

    Attributes:
        files: What runs, by path.
        sites: Every assertion.
        values: What was taken out of tables, by number.
        columns: The numbers of each column.
    """

    files: Mapping[str, str]
    sites: tuple[Site, ...]
    values: tuple[Any, ...] = ()
    columns: tuple[frozenset[int], ...] = ()


Files = tuple[tuple[str, str], ...]
Style = Literal["assert", "unittest", "pytest"]


@lru_cache(maxsize=64)
def rewrite(
    files: Files,
    style: Style = "assert",
    *,
    shown: frozenset[int] = frozenset(),
    variant: Variant = "true",
    seed: str = "",
) -> Rewritten:
    """Return test code with its expected values taken out.

    Args:
        files: Paths and texts; asserts, TestCases or pytest tests.
        style: In an `assert` script every assertion is a test: one that fails is noted, and the
            rest goes on.
        shown: Numbers of sites whose expectation stays in the text, because what they compare
            cannot travel.
        variant: `sources` changes the literals that reach what is only watched from elsewhere,
            `plausible` those that stand there or what they come to, and `blunt` replaces them.
        seed: Chooses the changes.

    Raises:
        SyntaxError: The code is not Python.
    """
    open_columns = _columns_of(rewrite(files, style), shown) if shown else frozenset[int]()
    chance = random.Random(seed)
    tables = Tables()
    made: dict[str, str] = {}
    sites: list[Site] = []
    trees = [ast.parse(text) for _, text in files]
    for tree in trees:
        as_assertions(tree)
    # One tree of all files: what a conftest hands on is compared in another file.
    whole = ast.Module([one for tree in trees for one in tree.body], [])
    for node in ast.walk(whole):
        if isinstance(node, ast.Call):
            in_order(node)
    sides = compared_in(whole)
    filled = {name for name, table in named_tables(whole).items() if _holds_items(table)}
    for tree in trees:
        inline_names(tree, sides)
    change = (lambda node: changed(node, chance)) if variant == "plausible" else None
    hold_tables(whole, sides, tables, open_columns, change)
    if variant == "sources":
        change_sources(whole, sides, chance)
    setting = Setting(style == "assert", variant, shown, open_columns, chance)
    for (path, _), tree in zip(files, trees, strict=True):
        place = f"{path}::" if style == "pytest" else ""
        rewriter = Rewriter(tree, setting, tables, place, len(sites), frozenset(filled))
        made[path] = ast.unparse(ast.fix_missing_locations(rewriter.visit(tree)))
        sites += rewriter.sites
    return Rewritten(made, tuple(sites), tuple(tables.values), tuple(tables.columns))


def _columns_of(found: Rewritten, shown: frozenset[int]) -> frozenset[int]:
    columns = (found.sites[number].column for number in shown)
    return frozenset(one for one in columns if one is not None)


def _holds_items(table: ast.expr) -> bool:
    if isinstance(table, ast.Dict):
        return bool(table.keys) and all(table.keys)
    return bool(getattr(table, "elts", [])) and not any(
        isinstance(one, ast.Starred) for one in getattr(table, "elts", [])
    )
