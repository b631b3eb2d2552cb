"""Sums, multiples, products, transposes and determinants of matrices, entry by entry."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, has, rebuilt

Grid = tuple[tuple[Node, ...], ...]
_MOST_ENTRIES = 256
_LARGEST_DETERMINANT = 5


def expanded(node: Node) -> Node:
    """Return the tree with arithmetic on matrices done, so that at most one is left at the top.

    Raises:
        Unreadable: The shapes do not fit, or the result is too large.
    """
    if not has(node, "matrix"):
        return node
    if node.op == "matrix":
        return Node("matrix", tuple(tuple(map(expanded, row)) for row in node.args[0]))
    if node.op == "fn" and node.args[0] == "det":
        inner = expanded(node.args[1])
        return _determinant(inner.args[0]) if inner.op == "matrix" else node
    node = rebuilt(node, expanded)
    parts = [arg for arg in node.args if isinstance(arg, Node)]
    if not any(part.op == "matrix" for part in parts):
        return node
    if node.op == "neg":
        return _mapped(parts[0], lambda entry: Node("neg", entry))
    if node.op == "/" and parts[0].op == "matrix":
        return _mapped(parts[0], lambda entry: Node("/", entry, parts[1]))
    if node.op == "+":
        return _sum(parts)
    if node.op == "*":
        return _product(parts)
    if node.op == "^" and parts[1].op in ("sym", "const"):
        return _transposed(parts[0])
    return node


def _mapped(matrix: Node, change: object) -> Node:
    assert callable(change)
    return Node("matrix", tuple(tuple(change(entry) for entry in row) for row in matrix.args[0]))


def _sum(parts: list[Node]) -> Node:
    if any(part.op != "matrix" for part in parts):
        raise Unreadable("syntax", "a matrix plus a number")
    shapes = {tuple(len(row) for row in part.args[0]) for part in parts}
    if len(shapes) > 1:
        raise Unreadable("syntax", "matrices of different shapes")
    grids: list[Grid] = [part.args[0] for part in parts]
    return Node(
        "matrix",
        tuple(tuple(Node("+", *entries) for entries in zip(*rows, strict=True))
              for rows in zip(*grids, strict=True)),
    )  # fmt: skip


def _product(parts: list[Node]) -> Node:
    scalars = [part for part in parts if part.op != "matrix"]
    grids: list[Grid] = [part.args[0] for part in parts if part.op == "matrix"]
    total = grids[0]
    for grid in grids[1:]:
        if any(len(row) != len(grid) for row in total) or len(total) * len(grid[0]) > _MOST_ENTRIES:
            raise Unreadable("syntax", "matrices that cannot be multiplied")
        columns = list(zip(*grid, strict=True))
        total = tuple(
            tuple(
                Node("+", *(Node("*", a, b) for a, b in zip(row, column, strict=True)))
                for column in columns
            )
            for row in total
        )
    made = Node("matrix", total)
    return _mapped(made, lambda entry: Node("*", *scalars, entry)) if scalars else made


def _transposed(matrix: Node) -> Node:
    rows = matrix.args[0]
    if len({len(row) for row in rows}) != 1:
        raise Unreadable("syntax", "a ragged matrix")
    return Node("matrix", tuple(zip(*rows, strict=True)))


def _determinant(grid: Grid) -> Node:
    size = len(grid)
    if any(len(row) != size for row in grid) or size > _LARGEST_DETERMINANT:
        raise Unreadable("too_large", "a determinant of that shape is not computed")
    if size == 1:
        return grid[0][0]
    terms = []
    for column, entry in enumerate(grid[0]):
        minor = tuple(row[:column] + row[column + 1 :] for row in grid[1:])
        term = Node("*", entry, _determinant(minor))
        terms.append(Node("neg", term) if column % 2 else term)
    return Node("+", *terms)
