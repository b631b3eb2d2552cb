"""What the starter code of coding sites takes for granted: names, and nodes of lists and trees.

A `class Solution` of LeetCode is written beside imports that its site makes, and its lists and
trees stand in tests as lists of values. What is said here is said inside the walls, and a program
can only forge its own answer with it.
"""

from __future__ import annotations

import collections
import importlib
import inspect
import re
import types
from typing import Any

from rewardkit_sandbox.protocol.bounds import MOST_ITEMS, NotByValue

# Names that LeetCode and the harness of LiveCodeBench bind, by the module that has them.
USUAL = {
    "typing": "Any Callable Deque DefaultDict Dict FrozenSet Generator Generic Iterable Iterator"
    " List Literal Mapping NamedTuple Optional Sequence Set Tuple Type TypeVar Union",
    "collections": "ChainMap Counter OrderedDict defaultdict deque namedtuple",
    "heapq": "heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest",
    "bisect": "bisect_left bisect_right insort insort_left insort_right",
    "itertools": "accumulate chain combinations combinations_with_replacement count cycle groupby"
    " islice pairwise permutations product repeat starmap takewhile zip_longest",
    "functools": "cache cached_property cmp_to_key lru_cache partial reduce",
    "math": "ceil comb factorial floor gcd inf isqrt lcm log log2 perm pi prod sqrt",
    "copy": "deepcopy",
    "string": "ascii_letters ascii_lowercase ascii_uppercase digits",
}
_MODULES = {
    *(*USUAL, "copy", "datetime", "fractions", "json", "operator", "random", "re", "statistics"),
    *("string", "sys", "time"),
}
_HOMES = {name: home for home, names in USUAL.items() for name in names.split()}
_NODE = re.compile(r"\b(ListNode|TreeNode)\b")
_MANY = re.compile(r"\b[Ll]ist\s*\[")
_LIST_NAMES = re.compile(r"(?:head|l|list|node)[A-Z0-9]?\d*")
_TREE_NAMES = re.compile(r"(?:root|tree|[pqst])\d?")


class ListNode:
    """A node of a linked list, as LeetCode has it."""

    def __init__(self, val: Any = 0, next: Any = None) -> None:
        self.val, self.next = val, next


class TreeNode:
    """A node of a binary tree, as LeetCode has it."""

    def __init__(self, val: Any = 0, left: Any = None, right: Any = None) -> None:
        self.val, self.left, self.right = val, left, right


def usual_names(code: types.CodeType) -> dict[str, Any]:
    """Return those of the usual names that a program mentions, if it is an answer on LeetCode.

    That is one with a class `Solution`, or one of classes alone, as answers on design tasks are.
    """
    own = [one for one in code.co_consts if isinstance(one, types.CodeType)]
    defined = [one for one in own if not one.co_name.startswith("<")]
    classes = [one for one in defined if not one.co_flags & inspect.CO_OPTIMIZED]
    solution = any(one.co_name == "Solution" for one in classes)
    if not (solution or (classes and classes == defined)):
        return {}
    found: dict[str, Any] = {}
    for name in _mentioned(code):
        if name in _HOMES:
            found[name] = getattr(importlib.import_module(_HOMES[name]), name, None)
        elif name in _MODULES:
            found[name] = importlib.import_module(name)
        elif name in ("ListNode", "TreeNode"):
            found[name] = {"ListNode": ListNode, "TreeNode": TreeNode}[name]
    return found


def _mentioned(code: types.CodeType) -> set[str]:
    names: set[str] = set()
    left = [code]
    while left:
        one = left.pop()
        names.update(one.co_names)
        left += [part for part in one.co_consts if isinstance(part, types.CodeType)]
    return names


class Nodes:
    """What a function says of nodes: which arguments are given as some, and whether it has any.

    An annotation says so (`head: Optional[ListNode]`); a method without annotations says so by the
    usual name of a parameter (`head`, `root`) and by reading `.next`, or `.left` and `.right`.
    """

    def __init__(self, function: Any, module: types.ModuleType) -> None:
        self._module = module
        function = getattr(function, "__func__", function)
        code = getattr(function, "__code__", None)
        notes = getattr(function, "__annotations__", {})
        self._annotated = "return" in notes
        self._returned = _said(notes.get("return", ""))
        self._places: dict[str, tuple[str, bool]] = {}
        self._order: tuple[str, ...] = ()
        if not isinstance(code, types.CodeType):
            return
        names = code.co_varnames[: code.co_argcount]
        method = names[:1] == ("self",)
        self._order = names[1:] if method else names
        read = _mentioned(code)
        for name in self._order:
            kind, many = _said(notes[name]) if name in notes else ("", False)
            if name not in notes and method:
                kind = _guessed(name, read)
            if kind:
                self._places[name] = (kind, many)

    def given(self, args: list[Any]) -> list[Any]:
        """Return the arguments of a call, with nodes where the function takes some."""
        made = []
        for number, arg in enumerate(args):
            name = self._order[number] if number < len(self._order) else ""
            kind, many = self._places.get(name, ("", False))
            if kind and type(arg) is list:
                arg = [self._made(kind, one) for one in arg] if many else self._made(kind, arg)
            made.append(arg)
        return made

    def _made(self, kind: str, items: Any) -> Any:
        if type(items) is not list:
            return items
        own = self._module.__dict__.get(kind)
        node = own if isinstance(own, type) else {"ListNode": ListNode, "TreeNode": TreeNode}[kind]
        return _linked(node, items) if kind == "ListNode" else _grown(node, items)

    def answer(self, value: Any) -> Any:
        """Return an answer with lists of values for its nodes."""
        kind, many = self._returned
        if not kind and not self._places:
            return value
        if not kind and not self._annotated:
            kind = next(iter(self._places.values()))[0]
        if type(value) is list:
            return [_values(one, kind if many else "") for one in value]
        return _values(value, "" if many else kind)


def _said(note: Any) -> tuple[str, bool]:
    text = note.__name__ if isinstance(note, type) else str(note)
    found = _NODE.search(text)
    return (found[1], bool(_MANY.search(text))) if found else ("", False)


def _guessed(name: str, read: set[str]) -> str:
    if "next" in read and _LIST_NAMES.fullmatch(name):
        return "ListNode"
    return "TreeNode" if {"left", "right"} <= read and _TREE_NAMES.fullmatch(name) else ""


def _linked(node: Any, items: list[Any]) -> Any:
    first = None
    for item in reversed(items):
        made = node(item)
        made.next, first = first, made
    return first


def _grown(node: Any, items: list[Any]) -> Any:
    """Return the tree that a list says level by level, None for a child that is not there."""
    root = None if items[:1] in ([], [None]) else node(items[0])
    waiting = collections.deque([root] if root is not None else [])
    at = 1
    while waiting and at < len(items):
        parent = waiting.popleft()
        for side, item in zip(("left", "right"), items[at : at + 2], strict=False):
            child = None if item is None else node(item)
            setattr(parent, side, child)
            if child is not None:
                waiting.append(child)
        at += 2
    return root


def _values(value: Any, wanted: str) -> Any:
    """Return the values of a list or tree; an empty one is an empty list, where one is wanted."""
    if value is None and wanted:
        return []
    if hasattr(value, "val") and hasattr(value, "next"):
        items: list[Any] = []
        while value is not None:
            items.append(value.val)
            value = value.next
            _bounded(items)
        return items
    if hasattr(value, "val") and hasattr(value, "left") and hasattr(value, "right"):
        return _levels(value)
    return value


def _levels(root: Any) -> list[Any]:
    items: list[Any] = []
    waiting = collections.deque([root])
    while waiting:
        one = waiting.popleft()
        items.append(None if one is None else one.val)
        _bounded(items)
        if one is not None:
            waiting += [one.left, one.right]
    while items and items[-1] is None:
        items.pop()
    return items


def _bounded(items: list[Any]) -> None:
    if len(items) > MOST_ITEMS:
        raise NotByValue(f"a list or tree of more than {MOST_ITEMS} nodes, or one without an end")
