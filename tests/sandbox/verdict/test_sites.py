"""Sites: assertions rewritten so that what they expect is not in the text that runs."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_sandbox.verdict.forms import Site, Variant
from rewardkit_sandbox.verdict.sites import Rewritten, Style, rewrite


def made(text: str, style: Style = "assert", **how: Any) -> Rewritten:
    return rewrite((("tests.py", text),), style, **how)


def code(text: str, style: Style = "assert", **how: Any) -> str:
    return made(text, style, **how).files["tests.py"]


def only(text: str, style: Style = "assert") -> Site:
    (site,) = made(text, style).sites
    return site


CASE = "import unittest\nclass T(unittest.TestCase):\n def test(self):\n  "


@pytest.mark.parametrize(
    ("text", "kind", "operator", "expected"),
    [
        ("assert f(1) == 8675309", "value", "==", 8675309),
        ("assert 8675309 == f(1)", "value", "==", 8675309),
        ("assert f(1) != 8675309", "value", "!=", 8675309),
        ("assert 8675309 > f(1)", "value", "<", 8675309),
        ("assert f(1) in [8675309]", "value", "in", [8675309]),
        ("assert 8675309 in f(1)", "value", "has", 8675309),
        ("assert abs(f(1) - 8675309) < 0.1", "value", "within", 8675309),
        ("assert math.isclose(f(1), 8675309, rel_tol=0.1)", "value", "close", 8675309),
        ("assert f(1) == pytest.approx(8675309, abs=1)", "value", "approx", 8675309),
        ("assert 8675309 <= f(1) < 8675310", "value", "between", (8675309, 8675310)),
        ("want = 8675309\nassert f(1) == want, want", "value", "==", 8675309),
        ("assert f(1)", "truth", "==", True),
        ("assert not f(1)", "truth", "==", False),
        ("assert f(1) is None", "identity", "is", None),
        ("assert f(1) is not True", "identity", "is not", True),
        (CASE + "self.assertEqual(f(1), 8675309)", "value", "==", 8675309),
        (CASE + "self.assertAlmostEqual(f(1), 8675309, 3)", "value", "near", 8675309),
        (CASE + "self.assertCountEqual(f(1), [8675309])", "value", "count", [8675309]),
        (CASE + "self.assertTrue(f(1))", "truth", "==", True),
        (CASE + "self.assertTrue(f(1) == 8675309)", "value", "==", 8675309),
        (CASE + "self.assertIsNone(f(1))", "identity", "is", None),
        (CASE + "self.assertRaises(KeyError, f, 1)", "raises", "==", ("KeyError",)),
        ("with pytest.raises((KeyError, m.Odd)):\n f(1)", "raises", "==", ("KeyError", "Odd")),
    ],
)
def test_what_an_assertion_expects_is_taken_out(
    text: str, kind: str, operator: str, expected: Any
) -> None:
    style: Style = "unittest" if "unittest" in text else "assert"
    site = only(text, style)
    assert (site.kind, site.operator, site.expected) == (kind, operator, expected)
    assert "8675309" not in code(text, style)
    assert "KeyError" not in code(text, style)


@pytest.mark.parametrize(
    "text",
    [
        "for a, want in [(1, 8675309), (2, 8675310)]:\n assert f(a) == want",
        "CASES = [(1, 8675309), (2, 8675310)]\nfor a, want in CASES:\n assert f(a) == want, want",
        "for c in [{'i': 1, 'o': 8675309}, {'i': 2, 'o': 8675310}]:\n assert f(c['i']) == c['o']",
        "for c in [(1, 8675309), (2, 8675310)]:\n assert f(c[0]) == c[1]",
        "for a, want in {1: 8675309, 2: 8675310}.items():\n assert f(a) == want",
        "for a, want in zip([1, 2], [8675309, 8675310]):\n assert f(a) == want",
        "for i, (a, want) in enumerate([(1, 8675309), (2, 8675310)]):\n assert f(a) == want",
        "same(f(1), 8675309)\nsame(f(2), 8675310)\ndef same(got, want):\n assert got == want",
        "same(f(1), want=8675309)\nsame(f(2), 8675310)\ndef same(got, want):\n assert got == want",
        "@pytest.fixture(params=[(1, 8675309), (2, 8675310)])\ndef c(request):\n"
        " return request.param\ndef test(c):\n assert f(c[0]) == c[1]",
        "@pytest.mark.parametrize('a,want', [(1, 8675309), (2, 8675310)])\n"
        "def test(a, want):\n assert f(a) == want",
        "@pytest.mark.parametrize(('a', 'want'), [pytest.param(1, 8675309), (2, 8675310)])\n"
        "def test(a, want):\n assert want == f(a)",
    ],
)
def test_the_expected_column_of_a_table_is_taken_out(text: str) -> None:
    found = made(text)
    assert "867" not in found.files["tests.py"]
    assert found.values == (8675309, 8675310)
    (site,) = found.sites
    assert (site.column, site.sure) == (0, True)


@pytest.mark.parametrize(
    "text",
    [
        "for a, b in [(1, 8675309)]:\n assert f(a) == b\n g(b)",
        "T = [(1, 8675309)]\nfor a, b in T:\n assert f(a) == b\nfor a, b in T:\n assert g(b) == a",
        "T = [(1, 8675309)]\nfor a, b in T:\n assert f(a) == b\nprint(len(T[0]))\nh(T)",
        "for a, b in [(1, 8675309)]:\n b = b + 1\n assert f(a) == b",
        "for a, b in [(1, 8675309)]:\n try:\n  assert f(a) == b\n except Exception:\n  pass",
        "for a, b in [(1, x), (2, 8675309)]:\n assert f(a) == b",
        "for a, b in [(1, 8675309)]:\n pass\nassert f(1) == b",
        "@pytest.mark.parametrize('w', [8675309, 8675310], indirect=True)\n"
        "def test(w):\n assert f(1) == w",
        "@pytest.mark.parametrize('a,w', [(1, 8675309), (2, 8675310)], indirect=['w'])\n"
        "def test(a, w):\n assert f(a) == w",
        "@pytest.fixture\ndef made(w):\n return f(w)\n"
        "@pytest.mark.parametrize('w', [8675309, 8675310])\n"
        "def test(made, w):\n assert made == w",
    ],
)
def test_a_column_that_something_else_reads_stays(text: str) -> None:
    found = made(text)
    assert "8675309" in found.files["tests.py"]
    assert not found.values


@pytest.mark.parametrize(
    "text",
    [
        "want = 8675309\nassert f(1) == want\ng(want)",
        "want = 8675309\nwant += 1\nassert f(1) == want",
        "def t(want=8675309):\n assert f(1) == want",
        "if x:\n want = 8675309\nassert f(1) == want",
    ],
)
def test_a_name_that_something_else_reads_stays(text: str) -> None:
    assert "8675309" in code(text)


def test_a_name_that_is_assigned_again_has_the_value_before_each_use() -> None:
    text = "want = 1\nassert f(1) == want\nwant = 2\nassert f(2) == want"
    assert [site.expected for site in made(text).sites] == [1, 2]


def test_a_class_that_a_parameter_names_is_only_watched() -> None:
    text = "@pytest.mark.parametrize('e', [KeyError])\ndef test(e):\n with pytest.raises(e):\n  f()"
    assert only(text, "pytest").kind == "seen"


def test_assertions_that_a_test_catches_itself_are_left_alone() -> None:
    text = "try:\n assert f(1) == 8675309\nexcept AssertionError:\n pass"
    assert made(text).sites == ()
    assert "8675309" in code(text)


def test_parts_of_a_conjunction_share_a_row() -> None:
    sites = made("assert f(1) == 2 and f(2) == 3\nassert f(3)").sites
    assert [(one.expected, one.row) for one in sites] == [(2, 1), (3, 1), (True, 2)]


def test_a_main_guard_does_not_end_the_process() -> None:
    assert "unittest.main" not in code(CASE + "pass\nunittest.main()", "unittest")


VARIANTS: list[Variant] = ["plausible", "blunt"]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(
    "text",
    [
        "assert f(1) == g(2)", "assert f(1) == Point(1, 2)", "assert isinstance(f(1), int)",
        "same(f(1), x)\ndef same(a, b):\n assert a == b", CASE + "self.assertEqual(f(1), g(2))",
        CASE + "self.assertIsInstance(f(1), int)", "np.testing.assert_allclose(f(1), [1.5])",
        "for e in (KeyError,):\n with raises(e):\n  f()",
    ],
)  # fmt: skip
def test_what_is_only_watched_is_changed_in_a_variant(variant: Variant, text: str) -> None:
    style: Style = "unittest" if "unittest" in text else "assert"
    before = made(text, style)
    after = made(text, style, variant=variant, seed="1")
    assert before.files != after.files
    assert [site.number for site in before.sites] == [site.number for site in after.sites]
    ast.parse(after.files["tests.py"])


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_kept_back_is_the_same_in_every_variant(variant: Variant) -> None:
    text = "assert f(1) == 2\nassert not f(3)"
    assert code(text, variant=variant) == code(text)


def test_a_claim_of_an_exception_is_tried_where_none_is_raised() -> None:
    text = "assert f(3) == 7\nwith raises(KeyError):\n f(-1)"
    assert "f(-1)" in code(text, variant="plausible")
    assert "f(-1)" not in code(text, variant="blunt")
    assert code(text, variant="blunt").count("f(3)") == 3


@pytest.mark.parametrize(
    "test",
    [
        "@patch('builtins.input', side_effect=EOFError)\ndef test_b(_):\n with raises(EOFError):\n"
        "  f(-1)",
        "def test_b():\n with patch('builtins.open', boom), raises(OSError):\n  f(-1)",
        "def test_b(monkeypatch):\n raises(OSError, f, -1)",
        "@pytest.fixture\ndef away(monkeypatch): ...\ndef test_b(away):\n raises(OSError, f, -1)",
    ],
)
def test_where_a_stub_may_raise_no_call_takes_the_place_of_the_block(test: str) -> None:
    text = "def test_a():\n assert f(3) == 7\n" + test
    changed = code(text, "pytest", variant="blunt")
    assert changed.count("f(3)") == 1
    assert "f(-1)" not in changed


def test_assertions_in_a_block_that_is_to_raise_keep_their_numbers() -> None:
    text = "with raises(KeyError):\n assert f(1) == g(2)\n f(-1)\nassert f(3) == g(3)"
    numbers = [[site.number for site in made(text, variant=one).sites] for one in ("true", "blunt")]
    assert numbers == [[0, 1, 2], [0, 1, 2]]


def test_a_script_goes_on_after_a_block_that_raises_nothing() -> None:
    assert "except Exception" in code("with raises(KeyError):\n f(1)")


def test_data_that_reaches_a_watched_comparison_is_changed_at_its_source() -> None:
    text = "rows = [8675309, 8675310]\nfor a, b in zip(args, rows):\n assert f(a) == g(b)"
    changed = code(text, variant="sources", seed="1")
    assert "8675309" in code(text)
    assert "8675309" not in changed
    assert "8675310" not in changed


def test_a_shown_site_has_its_literal_and_a_variant_another() -> None:
    text = "assert f(1) == 8675309"
    shown = frozenset([0])
    assert "8675309" in code(text, shown=shown)
    assert "8675309" not in code(text, shown=shown, variant="plausible", seed="1")


literals = st.integers() | st.text(max_size=6) | st.lists(st.integers(), max_size=3)


@given(st.lists(literals, min_size=1, max_size=5), st.booleans())
def test_no_expected_literal_is_left_in_any_script(values: list[Any], turned: bool) -> None:
    marked = [[value, "mark-of-an-expectation"] for value in values]
    lines = [
        f"assert {one!r} == f({n})" if turned else f"assert f({n}) == {one!r}"
        for n, one in enumerate(marked)
    ]
    found = made("\n".join(lines))
    assert "mark-of" not in found.files["tests.py"]
    assert [site.expected for site in found.sites] == marked


def test_a_file_that_is_not_python_is_refused() -> None:
    with pytest.raises(SyntaxError):
        made("assert (")
