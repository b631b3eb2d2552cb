"""Integrals, limits, derivatives and infinite sums are done by sympy, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from rewardkit import get
from rewardkit.engine.workers.pool import pool, shutdown
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.policy import PRESETS, policy
from rewardkit_verifiers.math.lib.sympy import ask
from rewardkit_verifiers.math.lib.sympy.data import Unsendable, of_data, to_data
from rewardkit_verifiers.math.lib.sympy.work import Exhausted, counted

DEFAULT = PRESETS["default"]
ACCEPT = policy("default", {"unevaluated": "accept"})

SAME = [
    (r"\int_0^1 x^2 dx", r"\frac13"),
    (r"\int_0^1 x^2 dx", "0.3333"),
    (r"\int_0^1 x^2 dx", r"\int_0^1 (1-t)^2 dt"),
    (r"\int_0^1\int_0^x xy dy dx", "1/8"),
    (r"\int_0^{2\pi} \frac{dx}{2+\cos x}", r"\frac{2\pi}{\sqrt3}"),
    (r"\int_0^1 dx x^3", "0.25"),
    (r"\int_0^\infty e^{-x^2} dx", r"\frac{\sqrt\pi}{2}"),
    (r"\int_0^\infty e^{-ax} dx", r"\frac1a"),
    (r"\int_0^\infty \frac{\sin x}{x} dx", r"\frac\pi2"),
    (r"\lim_{x\to0} \frac{\sin x}{x}", "1"),
    (r"\lim_{n\to\infty} \left(1+\frac1n\right)^n", "e"),
    (r"\lim_{x\to0^+} \ln x", r"-\infty"),
    (r"\sum_{n=1}^\infty \frac1{n^2}", r"\frac{\pi^2}{6}"),
    (r"\sum_{n=0}^\infty \frac{x^n}{n!}", "e^x"),
    (r"\sum_{n=0}^\infty x^n", r"\frac1{1-x}"),
    (r"\prod_{n=2}^\infty \left(1-\frac1{n^2}\right)", r"\frac12"),
    (r"\frac{d}{dx} x^3", "3x^2"),
    (r"y = \int_0^x t dt", r"y = \frac{x^2}{2}"),
    (r"\left(\sum_{n=0}^\infty \frac1{n!}, 1\right)", "(e, 1)"),
]
SAME_UP_TO_A_CONSTANT = [
    (r"\int 2x e^{x^2} dx", r"e^{x^2} + C"),
    (r"\int \frac1x dx", r"\ln|2x| + C"),
    (r"\int \sin x \cos x dx", r"-\frac{\cos 2x}{4} + C"),
    (r"F(x) = \int x dx", r"F(x) = \frac{x^2}{2} + C"),
]
DIFFERENT = [
    (r"\int_0^1 x^2 dx", r"\frac12"),
    (r"\lim_{x\to0} \frac{\sin x}{x}", "0"),
    (r"\sum_{n=1}^\infty \frac1{n^2}", r"\frac{\pi^2}{8}"),
    (r"\int 2x dx", r"x^3 + C"),
    (r"\frac{d}{dx} x^3", "3x"),
]
UNDECIDED = [
    # Sympy finds no closed form.
    (r"\int_0^1 x^x dx", "0.78"),
    # From both sides it is something else.
    (r"\lim_{x\to0} \frac1x", r"\infty"),
    # y may depend on x, and f is anything.
    (r"\frac{d}{dx} (x y)", "y"),
    (r"\int_0^1 f(x) dx", "1"),
    # Larger than what may be computed.
    (r"\sum_{n=1}^\infty \left((10^9)!\right)^n", "1"),
    (r"\int_0^1 x^{9^{9^9}} dx", "0"),
    # Known for positive x only, which refutes nothing.
    (r"\int_0^x |t| dt", r"\frac{x^2}{3} |x|"),
]


@pytest.mark.parametrize(("gold", "pred"), SAME)
def test_what_sympy_does_is_compared_like_any_value(gold: str, pred: str) -> None:
    assert same(gold, pred, DEFAULT).equal
    assert same(gold, pred, DEFAULT).method == "sympy"


@pytest.mark.parametrize(("gold", "pred"), SAME_UP_TO_A_CONSTANT)
def test_an_integral_without_bounds_is_known_up_to_a_constant(gold: str, pred: str) -> None:
    verdict = same(gold, pred, DEFAULT)
    assert (verdict.equal, verdict.method) == (True, "sympy")


@pytest.mark.parametrize(("gold", "pred"), DIFFERENT)
def test_what_differs_is_refuted(gold: str, pred: str) -> None:
    assert same(gold, pred, DEFAULT).equal is False


@pytest.mark.parametrize(("gold", "pred"), UNDECIDED)
def test_what_sympy_cannot_do_or_not_for_every_letter_stays_undecided(gold: str, pred: str) -> None:
    verdict = same(gold, pred, DEFAULT)
    assert verdict.equal is None
    assert verdict.note


def test_an_integral_is_no_answer_where_the_reference_has_none() -> None:
    integral = r"\int_0^1 x^2 dx"
    assert same("1/3", integral, DEFAULT).equal is False
    assert same("1/3", integral, ACCEPT).equal
    assert same("1/2", integral, ACCEPT).equal is False


def test_confirmation_can_be_turned_off() -> None:
    off = policy("default", {"confirm": "off"})
    assert same(r"\int_0^1 x^2 dx", "1/3", off).equal is None
    score = get("math/equivalence", policy={"confirm": "off"}).score(
        completion=r"\boxed{1/3}", answer=r"\int_0^1 x^2 dx"
    )
    assert (score.value, score.reason) == (0.0, "undecided")


def test_the_score_names_sympy_as_its_method() -> None:
    score = get("math/equivalence").score(
        completion=r"It is \boxed{\frac{\pi^2}{6}}.", answer=r"\sum_{n=1}^\infty \frac{1}{n^2}"
    )
    assert (score.value, score.reason) == (1.0, "sympy")


def test_answers_that_the_cheap_methods_decide_start_no_process() -> None:
    script = (
        "import sys; from rewardkit import get; r = get('math/equivalence');"
        r"r.score(completion=r'\boxed{\frac12}', answer='0.5');"
        r"r.score(completion=r'\boxed{\sin^2 x+\cos^2 x}', answer='1');"
        "assert 'sympy' not in sys.modules and 'rewardkit.engine.workers.pool' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_sympy_is_never_imported_by_the_asking_process() -> None:
    script = (
        "import sys; from rewardkit import get;"
        r"s = get('math/equivalence').score(completion='1/3', answer=r'\int_0^1 x^2 dx');"
        "assert s.value == 1.0 and 'sympy' not in sys.modules, s"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_the_verdict_is_the_same_from_many_threads_and_from_a_loop() -> None:
    reward = get("math/equivalence")
    pairs = [SAME[index % len(SAME)] for index in range(48)]
    ask._asked.cache_clear()
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda pair: same(pair[0], pair[1], DEFAULT).equal, pairs))
    assert found == [True] * len(pairs)

    async def several() -> list[float | None]:
        scores = await asyncio.gather(
            *(reward.ascore(completion=f"\\boxed{{{pred}}}", answer=gold) for gold, pred in SAME)
        )
        return [score.value for score in scores]

    ask._asked.cache_clear()
    assert asyncio.run(several()) == [1.0] * len(SAME)


def _in_child(queue: multiprocessing.SimpleQueue[bool | None]) -> None:
    ask._asked.cache_clear()
    queue.put(same(r"\int_0^1 x^4 dx", "1/5", DEFAULT).equal)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_daemonic_process_has_workers_of_its_own() -> None:
    assert same(r"\int_0^1 x^4 dx", "1/5", DEFAULT).equal
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    child = context.Process(target=_in_child, args=(queue,), daemon=True)
    child.start()
    assert queue.get() is True
    child.join()


def test_a_worker_that_dies_is_an_error_and_no_verdict_and_is_asked_again() -> None:
    ask._asked.cache_clear()
    shutdown()
    os.environ["REWARDKIT_WORKER_MEMORY_MB"] = "1"
    try:
        with pytest.raises(ask.NoAnswer, match="no worker answered"):
            same(r"\int_0^1 x^5 dx", "1/6", DEFAULT)
        for _ in range(3):
            found = get("math/equivalence").score(
                completion=r"\boxed{\frac16}", answer=r"\int_0^1 x^5 dx"
            )
            assert (found.status, found.value) == ("error", None)
            assert "no worker answered" in found.detail
    finally:
        del os.environ["REWARDKIT_WORKER_MEMORY_MB"]
        shutdown()
    assert same(r"\int_0^1 x^5 dx", "1/6", DEFAULT).equal


def test_work_beyond_the_budget_is_undecided_and_costs_no_later_question() -> None:
    question = json.dumps({"do": to_data(parse(r"\int_0^{\pi/2} \ln(\sin x) dx"))})
    workers = pool(1, "test")
    job = ask._job()
    for calls, reason in ((1_000, "too_much_work"), (1_000, "too_much_work")):
        (score,) = workers.run(job, {"question": question, "calls": calls})  # type: ignore[misc]
        assert (score.value, score.reason) == (0.0, reason)
    (score,) = workers.run(  # type: ignore[misc]
        job, {"question": json.dumps({"do": to_data(parse(r"\int_0^1 x dx"))})}
    )
    assert score.extra["trees"] == [["num", "1/2"]]


def test_many_operations_in_one_answer_are_not_begun() -> None:
    many = "+".join([r"\int_0^1 x dx"] * 9)
    assert same(many, "9/2", DEFAULT).equal is None


def test_counting_stops_what_runs_too_long_even_where_it_swallows_everything() -> None:
    def stubborn() -> None:
        try:
            while True:
                len("")
        except BaseException:  # noqa: BLE001 - as some of sympy does
            return

    with pytest.raises(Exhausted), counted(1_000):
        stubborn()
    assert sys.getprofile() is None


def test_what_a_worker_answers_is_read_strictly() -> None:
    assert repr(of_data(["fn", "sin", ["sym", "x"]])) == "fn('sin', sym('x'))"
    for odd in (None, [], ["num"], ["num", 3], ["text", "x"], ["+", "x"], ["num", "a"], [1, 2]):
        with pytest.raises(ValueError, match="is no|Invalid literal"):
            of_data(odd)


def test_structures_and_words_are_not_sent_to_sympy() -> None:
    with pytest.raises(Unsendable, match="tuple"):
        to_data(parse("(1, 2)"))
