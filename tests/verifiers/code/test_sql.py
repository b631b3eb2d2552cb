"""code/sql: rows, orders, references. Its cases are beside it."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit_verifiers.code.sql import sql
from rewardkit_verifiers.code.sql.verifier import orders_rows

BASE = "create table t (a real, b text); insert into t values (1, 'x'), (2, 'y'), (3, null);"


@pytest.mark.parametrize(
    ("query", "ordered"),
    [
        ("select a from t order by a", True),
        ("select a from t\nORDER  BY a", True),
        ("select a from (select a from t order by a)", False),
        ("select 'order by' from t", False),
        ("select a from t -- order by a", False),
        ("select a from t /* order by */", False),
        ("select rank() over (order by a) from t", False),
        ((), False),
    ],
)
def test_a_reference_orders_rows_only_at_its_outermost_level(query: Any, ordered: bool) -> None:
    assert orders_rows(query) is ordered


def score(
    query: str, answer: Any = "select a from t", database: Any = BASE, **settings: Any
) -> Any:
    reward = sql(backend="local", **settings)
    return reward.score(completion=query, database=database, answer=answer)


def test_the_order_of_rows_matters_as_the_setting_says() -> None:
    query = "select a from t order by a desc"
    assert score(query).value == 1.0
    assert score(query, order="keep").value == 0.0
    ordered = "select a from t order by a"
    assert score(query, ordered).value == 0.0
    assert score(query, ordered, order="ignore").value == 1.0


def test_the_order_of_columns_matters_and_their_names_do_not() -> None:
    assert score("select a as z, b from t", "select a, b from t").value == 1.0
    assert score("select b, a from t", "select a, b from t").value == 0.0


def test_duplicate_rows_count() -> None:
    assert score("select distinct 1 from t", "select 1 from t").value == 0.0


def test_floats_may_be_off_by_the_tolerance() -> None:
    assert score("select a + 1e-9 from t").value == 1.0
    assert score("select a + 1e-9 from t", tolerance=0.0).value == 0.0


def test_a_reference_runs_once_for_a_batch_and_never_beside_a_query() -> None:
    rows = [{"completion": f"select a, {n} - {n} from t", "database": BASE, "answer": "select a, 0 from t"} for n in range(6)]  # fmt: skip
    assert [one.value for one in sql(backend="local").score_many(rows)] == [1.0] * 6


@pytest.mark.parametrize(
    ("answer", "database", "reason"),
    [
        (5, BASE, "bad_answer"),
        ("", BASE, "bad_answer"),
        ([[1]], [BASE, BASE], "bad_answer"),
        ("select a from t", 5, "bad_database"),
        ("select a from t", [], "bad_database"),
        ("drop table t", BASE, "bad_answer"),
    ],
)
def test_a_reference_that_cannot_be_used_is_our_error(
    answer: Any, database: Any, reason: str
) -> None:
    found = score("select a from t", answer, database)
    assert (found.value, found.reason) == (None, reason)


def test_an_endless_result_is_cut() -> None:
    endless = "with recursive r(n) as (select 1 union all select n + 1 from r) select n from r"
    found = score(endless)
    assert (found.value, found.reason) == (0.0, "too_many_rows")
