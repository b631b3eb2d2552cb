"""What starter code takes for granted: usual names, and nodes made of lists and back."""

from __future__ import annotations

import types
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_sandbox.agent.starter import Nodes, usual_names
from rewardkit_sandbox.protocol.values import NotByValue

SAME = "class Solution:\n    def f(self, {0}):\n        {1}\n        return {2}\n"


def made(source: str) -> tuple[Any, types.ModuleType]:
    module = types.ModuleType("solution")
    code = compile(source, "solution.py", "exec", dont_inherit=True)
    module.__dict__.update(usual_names(code))
    exec(code, module.__dict__)
    return module.__dict__["Solution"]().f, module


def there_and_back(source: str, value: Any) -> Any:
    function, module = made(source)
    nodes = Nodes(function, module)
    return nodes.answer(function(*nodes.given([value])))


@given(st.lists(st.integers(), max_size=30))
def test_a_linked_list_comes_back_as_the_list_that_it_was_made_of(items: list[int]) -> None:
    source = SAME.format("head: Optional[ListNode]", "pass", "head")
    assert there_and_back(source.replace("):", ") -> Optional[ListNode]:"), items) == items
    assert there_and_back(SAME.format("head", "head and head.next", "head"), items) == items


@pytest.mark.parametrize(
    ("levels", "back"),
    [
        ([], []),
        ([1], [1]),
        ([1, None, 2, 3], [1, None, 2, 3]),
        ([5, 4, 8, 11, None, 13, 4, 7, 2, None, None, None, 1], None),
        ([1, 2, None, None, None], [1, 2]),
    ],
)
def test_a_tree_is_read_and_written_level_by_level(levels: Any, back: Any) -> None:
    source = SAME.format("root: 'TreeNode'", "pass", "root")
    assert there_and_back(source, levels) == (levels if back is None else back)


def test_lists_of_lists_are_lists_of_nodes_where_the_annotation_says_so() -> None:
    source = SAME.format("lists: List[Optional[ListNode]]", "pass", "lists[1]")
    assert there_and_back(source, [[1], [2, 3]]) == [2, 3]


def test_a_list_stays_one_where_nothing_says_that_it_is_made_of_nodes() -> None:
    assert there_and_back(SAME.format("items", "items.append(3)", "items"), [1]) == [1, 3]
    assert there_and_back(SAME.format("head", "head.append(3)", "head"), [1]) == [1, 3]


def test_a_list_without_an_end_is_no_value() -> None:
    source = SAME.format("head: ListNode", "head.next = head", "head")
    with pytest.raises(NotByValue, match="without an end"):
        there_and_back(source, [1])


@pytest.mark.parametrize(
    ("before", "head", "bound"),
    [
        ("", "class Solution", True),
        ("def g(): pass\n", "class Solution", True),
        ("x = [i for i in 'ab']\n", "class LRUCache", True),
        ("def g(): pass\n", "class Other", False),
        ("", "if True", False),
    ],
)
def test_usual_names_are_bound_for_a_class_solution_and_for_classes_alone(
    before: str, head: str, bound: bool
) -> None:
    code = f"{before}{head}:\n    def f(self, x: List[int]): return Counter(x), heapq, gcd"
    found = usual_names(compile(code, "s", "exec", dont_inherit=True))
    assert set(found) == ({"List", "Counter", "heapq", "gcd"} if bound else set())


def test_a_program_keeps_a_name_that_it_binds_itself() -> None:
    source = "def gcd(*a): return 'own'\n" + SAME.format("x", "pass", "gcd(x, 4)")
    assert there_and_back(source, 2) == "own"
