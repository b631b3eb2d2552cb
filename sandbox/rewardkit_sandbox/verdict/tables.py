"""Tables of test code: the expected column of a loop or of parametrize, kept out of the process.

`for x, want in [(1, 2), (2, 3)]: assert f(x) == want` runs with `__rk__.held(0)` in the place of 2:
an object without content, whose number travels out with the value.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rewardkit_sandbox.verdict.bindings import bindings
from rewardkit_sandbox.verdict.literals import NoLiteral, read_literal
from rewardkit_sandbox.verdict.names import Sides, functions_in, idle_uses
from rewardkit_sandbox.verdict.table_names import named_tables, table_name

HELD = "held"
PROBE = "__rk__"
_LOOPS = (ast.For, ast.AsyncFor)


@dataclass(slots=True)
class Tables:
    """What was taken out of tables.

    Attributes:
        values: Every value that was taken out; its place is its number.
        columns: The numbers of each column.
        uses: The identity of each expression that stands for a column, with the column.
    """

    values: list[Any] = field(default_factory=list)
    columns: list[frozenset[int]] = field(default_factory=list)
    uses: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One node of a table, and where it stands, so that another can be put there."""

    node: ast.expr
    parent: Any
    index: Any

    def put(self, node: ast.expr) -> None:
        self.parent[self.index] = node


@dataclass(frozen=True, slots=True)
class _Rows:
    """Cells side by side that are no tuple in the text, as those of `zip`."""

    cells: tuple[Any, ...]


def hold_tables(
    tree: ast.Module,
    compared: Sides,
    found: Tables,
    shown: frozenset[int] = frozenset(),
    change: Callable[[ast.expr], ast.expr | None] | None = None,
) -> None:
    """Take the expected columns out of tables that are literals.

    A column qualifies when the name that runs over it is used only as the expected side of a
    comparison, and so does a table behind a name that only loops use.

    Args:
        tree: The test code, changed in place.
        compared: Returns the sides of a node that are compared.
        found: What was taken out of other files; what this one has is added.
        shown: Columns that are counted and stay where they are.
        change: Makes another literal of one that stays.
    """
    finder = _Finder(tree, compared)
    asked = _asked_by_fixtures(tree)
    for scope in (*functions_in(tree), tree):
        for loop in _loops(scope):
            finder.bind(loop.target, finder.rows(loop.iter), loop.body, scope)
        if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for names, table in _parameters(scope, asked):
                finder.bind(names, finder.rows(table, parameters=True), scope.body, scope)
    for bound in bindings(tree):
        if bound.target.id in finder.tables:
            continue
        finder.bind(bound.target, [_Cell(*cell) for cell in bound.cells], bound.body, bound.scope)
    finder.take(found, shown, change)


def _loops(scope: ast.AST) -> Iterator[Any]:
    """Yield the loops of a scope, but for those of functions defined in it."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, _LOOPS):
            yield child
        yield from _loops(child)


def _asked_by_fixtures(tree: ast.Module) -> frozenset[str]:
    """Return the parameters of fixtures: what runs over such a name reaches the program there."""
    return frozenset(
        arg.arg
        for function in functions_in(tree)
        if any("fixture" in ast.unparse(mark) for mark in getattr(function, "decorator_list", ()))
        for arg in function.args.args
    )


def _indirect(mark: ast.Call, names: Sequence[str]) -> Sequence[str]:
    """Return the names whose values go to a fixture and not to the test."""
    for one in mark.keywords:
        if one.arg == "indirect":
            try:
                said = read_literal(one.value)
            except NoLiteral:
                return names
            return said if isinstance(said, (list, tuple)) else names if said else ()
    return ()


def _parameters(function: Any, asked: frozenset[str]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield names and table of each `@pytest.mark.parametrize`; no name where a fixture reads."""
    for one in function.decorator_list:
        if not isinstance(one, ast.Call) or len(one.args) < 2:
            continue
        if not ast.unparse(one.func).endswith("parametrize"):
            continue
        try:
            names = read_literal(one.args[0])
        except NoLiteral:
            continue
        if isinstance(names, str):
            names = [name.strip() for name in names.split(",") if name.strip()]
        elsewhere = asked.union(_indirect(one, names))
        targets: list[ast.expr] = [
            ast.Constant(None) if name in elsewhere else ast.Name(str(name), ast.Store())
            for name in names
        ]
        yield (targets[0] if len(targets) == 1 else ast.Tuple(targets, ast.Store())), one.args[1]


class _Finder:
    """Finds columns; knows the tables of the file by name."""

    def __init__(self, tree: ast.Module, compared: Sides) -> None:
        self._sides = {id(side) for node in ast.walk(tree) for side in compared(node)}
        self._idle = idle_uses(tree)
        self.tables = named_tables(tree)
        self._proposed: list[tuple[Sequence[Any], Sequence[ast.expr]]] = []
        self._blocked: set[int] = set()

    def rows(self, node: ast.expr, parameters: bool = False) -> list[Any] | None:
        """Return the cells that a loop runs over, or None where they cannot be read."""
        name = table_name(node)
        if name in self.tables:
            return self.rows(self.tables[name], parameters)
        if isinstance(node, (ast.List, ast.Tuple)):
            if any(isinstance(one, ast.Starred) for one in node.elts):
                return None
            cells = [_Cell(one, node.elts, at) for at, one in enumerate(node.elts)]
            return [_opened(cell) for cell in cells] if parameters else list(cells)
        if not isinstance(node, ast.Call) or node.keywords:
            return None
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "zip" and node.args:
            columns = [self.rows(arg) for arg in node.args]
            if any(column is None for column in columns):
                return None
            return [_Rows(cells) for cells in zip(*columns, strict=False)]
        if name == "enumerate" and node.args:
            inner = self.rows(node.args[0])
            return None if inner is None else [_Rows((None, cell)) for cell in inner]
        if isinstance(node.func, ast.Attribute) and node.func.attr == "items":
            return self._items(node.func.value)
        return None

    def _items(self, node: ast.expr) -> list[Any] | None:
        node = self.tables.get(table_name(node), node)
        if not isinstance(node, ast.Dict) or not all(node.keys):
            return None
        return [_Rows((None, _Cell(one, node.values, at))) for at, one in enumerate(node.values)]

    def bind(
        self, target: ast.expr, rows: list[Any] | None, body: list[ast.stmt], scope: ast.AST
    ) -> None:
        """Note which columns the names of a target run over, and how they are used."""
        if not rows:
            return
        if isinstance(target, ast.Name):
            self._column(target.id, rows, body, scope)
        elif isinstance(target, (ast.Tuple, ast.List)):
            split = [_split(row, len(target.elts)) for row in rows]
            if any(parts is None for parts in split):
                self._block(rows)
                return
            for at, part in enumerate(target.elts):
                column = [parts[at] for parts in split if parts is not None]
                self.bind(part, column, body, scope)
        else:
            self._block(rows)

    def _column(
        self, name: str, cells: Sequence[Any], body: list[ast.stmt], scope: ast.AST
    ) -> None:
        uses, plain = _uses(name, body, self._idle)
        if plain and not _used_elsewhere(name, scope, self._idle):
            if all(id(use) in self._sides for use in uses):
                self._propose(cells, uses)
                return
            parts = _subscripts(uses, body)
            if parts is not None:
                for key, some in parts.items():
                    inner = [_inside(cell, key) for cell in cells]
                    if all(id(one) in self._sides for one in some):
                        self._propose(inner, some)
                    else:
                        self._block(inner)
                return
        self._block(cells)

    def _propose(self, cells: Sequence[Any], uses: Sequence[ast.expr]) -> None:
        if uses and all(isinstance(cell, _Cell) for cell in cells):
            self._proposed.append((cells, uses))

    def _block(self, cells: Sequence[Any]) -> None:
        """Leave cells where they are: something else than a comparison uses them."""
        for cell in cells:
            if isinstance(cell, _Rows):
                self._block(cell.cells)
            elif cell is not None:
                self._blocked |= {id(node) for node in ast.walk(cell.node)}

    def take(
        self,
        found: Tables,
        shown: frozenset[int],
        change: Callable[[ast.expr], ast.expr | None] | None,
    ) -> None:
        """Put objects without content in the place of every column that qualifies."""
        self._block_overlaps()
        taken: dict[int, int] = {}
        for cells, uses in self._proposed:
            if any(id(cell.node) in self._blocked for cell in cells):
                continue
            column = taken.get(id(cells[0].node))
            if column is None:
                try:
                    values = [read_literal(cell.node) for cell in cells]
                except NoLiteral:
                    continue
                column, first = len(found.columns), len(found.values)
                found.values += values
                found.columns.append(frozenset(range(first, first + len(values))))
                for number, cell in enumerate(cells, first):
                    taken[id(cell.node)] = column
                    if column not in shown:
                        cell.put(ast.parse(f"{PROBE}.{HELD}({number})", mode="eval").body)
                    elif change is not None:
                        cell.put(change(cell.node) or cell.node)
            found.uses |= {id(use): column for use in uses}

    def _block_overlaps(self) -> None:
        """Leave alone what two loops cut into columns in different ways."""
        cut: dict[int, frozenset[int]] = {}
        for cells, _ in self._proposed:
            column = frozenset(id(cell.node) for cell in cells)
            for cell in cells:
                if cut.setdefault(id(cell.node), column) != column:
                    self._blocked |= column | cut[id(cell.node)]
        for cells, _ in self._proposed:
            for cell in cells:
                inner = {id(node) for node in ast.walk(cell.node)} - {id(cell.node)}
                if not inner.isdisjoint(cut):
                    self._blocked |= inner | {id(cell.node)}


def _opened(cell: _Cell) -> Any:
    """Return the cells of `pytest.param(1, 2, id="x")`; the cell itself where it is none."""
    node = cell.node
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("param"):
        return _Rows(tuple(_Cell(one, node.args, at) for at, one in enumerate(node.args)))
    return cell


def _split(row: Any, width: int) -> tuple[Any, ...] | None:
    if isinstance(row, _Rows):
        return row.cells if len(row.cells) == width else None
    node = row.node if isinstance(row, _Cell) else None
    if not isinstance(node, (ast.Tuple, ast.List)) or len(node.elts) != width:
        return None
    if any(isinstance(one, ast.Starred) for one in node.elts):
        return None
    return tuple(_Cell(one, node.elts, at) for at, one in enumerate(node.elts))


def _inside(cell: Any, key: Any) -> Any:
    """Return the cell of a row under a constant key or index."""
    node = cell.node if isinstance(cell, _Cell) else None
    if isinstance(node, ast.Dict):
        for at, one in enumerate(node.keys):
            if isinstance(one, ast.Constant) and one.value == key:
                return _Cell(node.values[at], node.values, at)
    elif isinstance(node, (ast.Tuple, ast.List)) and type(key) is int:
        starred = any(isinstance(one, ast.Starred) for one in node.elts)
        if not starred and -len(node.elts) <= key < len(node.elts):
            return _Cell(node.elts[key], node.elts, key)
    elif isinstance(cell, _Rows) and type(key) is int and 0 <= key < len(cell.cells):
        return cell.cells[key]
    return None


def _uses(name: str, body: list[ast.stmt], idle: set[int]) -> tuple[list[ast.expr], bool]:
    """Return the uses of a name in a body, and whether nothing there assigns it anew."""
    uses: list[ast.expr] = []
    for part in body:
        for node in ast.walk(part):
            if isinstance(node, ast.Name) and node.id == name and id(node) not in idle:
                if not isinstance(node.ctx, ast.Load):
                    return [], False
                uses.append(node)
            elif isinstance(node, ast.arg) and node.arg == name:
                return [], False
    return uses, True


def _subscripts(uses: list[ast.expr], body: list[ast.stmt]) -> dict[Any, list[ast.expr]] | None:
    """Return the expressions `name[constant]` by constant, if all uses are such."""
    wanted = {id(use) for use in uses}
    found: dict[Any, list[ast.expr]] = {}
    for part in body:
        for node in ast.walk(part):
            if isinstance(node, ast.Subscript) and id(node.value) in wanted:
                if not isinstance(node.slice, ast.Constant):
                    return None
                found.setdefault(node.slice.value, []).append(node)
                wanted.discard(id(node.value))
    return None if wanted else found


def _used_elsewhere(name: str, scope: ast.AST, idle: set[int]) -> bool:
    """Whether a name of a loop is read outside the loops that give it values."""
    inside: set[int] = set()
    for loop in _loops(scope):
        targets = {one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)}
        if name in targets:
            inside |= {id(node) for part in loop.body for node in ast.walk(part)}
    arguments = getattr(getattr(scope, "args", None), "args", [])
    if any(one.arg == name for one in arguments):
        return False  # a parameter of a test, which the whole function may use
    return any(
        isinstance(node, ast.Name)
        and node.id == name
        and isinstance(node.ctx, ast.Load)
        and id(node) not in inside
        and id(node) not in idle
        for node in ast.walk(scope)
    )
