"""The verdict cache may forget; it never lies, and it never stands in the way."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rewardkit import Range, Sample, Score, reward, score, weighted
from rewardkit.engine.verdict_cache import VerdictCache

asked: list[str] = []


@reward(range=(0, 100))
def length(completion: str, *, factor: float = 1.0) -> Any:
    """Measure, and remember having been asked."""
    asked.append(completion)
    match completion:
        case "error":
            raise ValueError("on purpose")
        case "abstain":
            return None
        case "unparsed":
            return Score.unparsed("no_number", "nothing to read")
        case "extra":
            return Score.ok(2.0, "why", "because", extra={"where": [1, 2.5, None]})
        case "odd":
            return Score.ok(2.0, extra={"where": (1, object())})
    return len(completion) * factor


@reward(range=(0, 100), deterministic=False)
def fickle(completion: str) -> float:
    """Is never kept."""
    asked.append(completion)
    return 1.0


@reward(range=(0, 100))
def reads_id(completion: str, id: str = "") -> float:
    """Depends on the id of the row."""
    return float(id)


@reward(range=(0, 100))
def reads_sample(sample: Sample) -> float:
    """Depends on the whole row."""
    return float(sample.id or 0)


@reward(batched=True, range=(0, 100))
def batched(completion: list[str]) -> list[float]:
    """Measure lists."""
    asked.extend(completion)
    return [float(len(text)) for text in completion]


@pytest.fixture(autouse=True)
def _nothing_asked() -> None:
    asked.clear()


def rows(*completions: str) -> list[Sample]:
    return [Sample(completion=text) for text in completions]


def test_a_kept_verdict_is_not_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "made" / "verdicts.db"
    samples = rows("a", "bb", "unparsed", "extra", "a")
    first = score(length, samples, cache=path)
    asked.clear()
    again = score(length, samples, cache=str(path))
    assert asked == []
    assert again == first
    assert again[3].score.extra == {"where": [1, 2.5, None]}
    assert again[2].detail == "nothing to read"


def test_failures_and_what_would_come_back_changed_are_asked_again(tmp_path: Path) -> None:
    samples = rows("error", "abstain", "odd", "a")
    for _ in range(2):
        asked.clear()
        found = score(length, samples, cache=tmp_path / "v.db")
        assert [one.status for one in found] == ["error", "abstain", "ok", "ok"]
    assert asked == ["error", "abstain", "odd"]


def test_settings_ranges_and_fields_that_matter_keep_verdicts_apart(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    samples = rows("abc")
    assert score(length, samples, cache=path)[0].value == 3.0
    assert score(length(factor=2.0), samples, cache=path)[0].value == 6.0
    for one in (reads_id, reads_sample):
        found = score(one, [Sample("x", id=str(n)) for n in range(5)], cache=path)
        assert [each.value for each in found] == [0.0, 1.0, 2.0, 3.0, 4.0]
        found = score(one, [Sample("x", id=str(n)) for n in range(5, 9)], cache=path)
        assert [each.value for each in found] == [5.0, 6.0, 7.0, 8.0]


def test_a_field_that_the_reward_does_not_read_does_not_matter(tmp_path: Path) -> None:
    score(length, [Sample("abc", id="1", columns={"row": 1})], cache=tmp_path / "v.db")
    score(length, [Sample("abc", id="2", columns={"row": 2})], cache=tmp_path / "v.db")
    assert asked == ["abc"]


def test_only_deterministic_rewards_that_judge_rows_are_kept(tmp_path: Path) -> None:
    for _ in range(2):
        score(fickle, rows("a"), cache=tmp_path / "v.db")
    assert asked == ["a", "a"]
    asked.clear()
    for _ in range(2):
        score(batched, rows("a", "bb"), cache=tmp_path / "v.db")
    assert asked == ["a", "bb"]


def test_a_closure_is_never_kept(tmp_path: Path) -> None:
    def make(limit: int) -> Any:
        @reward
        def longer(completion: str) -> bool:
            return len(completion) > limit

        return longer

    assert score(make(1), rows("abc"), cache=tmp_path / "v.db")[0].value == 1.0
    assert score(make(5), rows("abc"), cache=tmp_path / "v.db")[0].value == 0.0


def test_changed_code_of_the_package_is_a_new_reward(tmp_path: Path) -> None:
    package = tmp_path / "mine"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "rewards.py").write_text(
        "from rewardkit import reward\nfrom mine.inner import limit\n"
        "@reward\ndef longer(completion: str) -> bool:\n    return len(completion) > limit\n"
    )
    code = (
        "from rewardkit import score; from mine.rewards import longer\n"
        "print(score(longer, [{'completion': 'abc'}], cache='v.db')[0].value)"
    )
    said = []
    for limit in (1, 5):
        (package / "inner.py").write_text(f"limit = {limit}\n")
        done = subprocess.run(
            [sys.executable, "-B", "-c", code], cwd=tmp_path, capture_output=True, text=True
        )
        said.append(done.stdout.strip())
    assert said == ["1.0", "0.0"]


# --- keys ---------------------------------------------------------------------------------------
plain = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 3),
        st.floats(),
        st.text(max_size=3),
        st.sampled_from([date(2020, 1, 1), date(2020, 1, 2), "date(2020)", b"x"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(st.one_of(st.text(max_size=2), st.integers(0, 2)), inner, max_size=3),
    ),
    max_leaves=6,
)


@reward
def columns(completion: str, x: Any = None) -> float:
    """Read a column of any type."""
    return 1.0


@given(plain, plain)
def test_different_arguments_have_different_keys(one: Any, other: Any) -> None:
    cache = VerdictCache("unused.db")
    keys = [cache.key("", columns, Sample("c", columns={"x": value})) for value in (one, other)]
    if keys[0] is not None and keys[0] == keys[1]:
        assert repr(one) == repr(other)


def test_arguments_that_cannot_be_told_apart_have_no_key() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    cache = VerdictCache("unused.db")
    for value in (object(), [object()], {"x": {1, 2}}, deep, 10**5000):
        assert cache.key("", columns, Sample("c", columns={"x": value})) is None
    assert cache.key("", columns, Sample("\ud800")) is not None


# --- damage -------------------------------------------------------------------------------------
SAMPLES = rows(*(f"{'x' * n}" for n in range(60)), "unparsed", "extra")
VERDICTS: list[bytes] = []


def original() -> bytes:
    """The bytes of a cache with the verdicts of SAMPLES."""
    if not VERDICTS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "v.db"
            score(length, SAMPLES, cache=path)
            VERDICTS.append(path.read_bytes())
    return VERDICTS[0]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_flipped_or_missing_bytes_never_give_a_wrong_score(data: st.DataObject) -> None:
    content = bytearray(original())
    expected = score(length, SAMPLES)
    flips = st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(1, 255)), max_size=30)
    for place, change in data.draw(flips):
        content[place] ^= change
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v.db"
        path.write_bytes(content)
        assert score(length, SAMPLES, cache=path) == expected
        assert score(length, SAMPLES, cache=path) == expected


def test_a_verdict_that_was_exchanged_is_asked_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "v.db"
    score(length, rows("a", "bb", "ccc"), cache=path)
    db = sqlite3.connect(path)
    verdicts = [row[0] for row in db.execute("SELECT verdict FROM verdicts")]
    for old, new in zip(verdicts, [*verdicts[1:], verdicts[0]], strict=True):
        db.execute("UPDATE verdicts SET verdict = ? WHERE verdict = ?", (b"-" + new, old))
    db.execute("UPDATE verdicts SET verdict = substr(verdict, 2)")
    db.commit()
    db.close()
    with caplog.at_level(logging.WARNING, "rewardkit"):
        found = score(length, rows("a", "bb", "ccc"), cache=path)
    assert [one.value for one in found] == [1.0, 2.0, 3.0]
    assert len(caplog.records) == 1
    assert "holds a damaged verdict; it is asked for again" in caplog.text
    asked.clear()
    score(length, rows("a", "bb", "ccc"), cache=path)
    assert asked == []


def test_a_damaged_file_is_set_aside_and_begun_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "v.db"
    path.write_bytes(original()[:100] + os.urandom(len(original()) - 100))
    with caplog.at_level(logging.WARNING, "rewardkit"):
        assert score(length, SAMPLES, cache=path) == score(length, SAMPLES)
    assert len(caplog.records) == 1
    assert "moved to v.db.corrupt-1 and begun anew" in caplog.text
    assert (tmp_path / "v.db.corrupt-1").exists()
    asked.clear()
    score(length, SAMPLES, cache=path)
    assert asked == []


@pytest.mark.parametrize("kind", ["text", "database", "folder"])
def test_a_file_of_something_else_is_left_alone(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "samples.jsonl"
    if kind == "text":
        path.write_text('{"completion": "precious"}\n')
    elif kind == "database":
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE precious (x)")
        db.close()
    else:
        path.mkdir()
    before = path.read_bytes() if path.is_file() else b""
    with caplog.at_level(logging.WARNING, "rewardkit"):
        assert score(length, rows("a", "bb"), cache=path)[1].value == 2.0
    assert len(caplog.records) == 1
    assert "scoring goes on without it" in caplog.text
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_cache_locked_by_another_is_done_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rewardkit.engine.verdict_cache._LOCKED_SECONDS", 0.05)
    path = tmp_path / "v.db"
    score(length, rows("a"), cache=path)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN EXCLUSIVE")
    with caplog.at_level(logging.WARNING, "rewardkit"):
        assert score(length, rows("a", "bb"), cache=path, chunk=1)[1].value == 2.0
    db.execute("ROLLBACK")
    db.close()
    assert len(caplog.records) == 1
    assert "database is locked" in caplog.text


def test_a_full_disk_costs_the_cache_and_no_score(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import resource
        from rewardkit import score
        from rewardkit_verifiers.math.distance import distance
        rows = [{"completion": f"{n}", "answer": f"{n}"} for n in range(600)]
        expected = score(distance, rows)
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        for size in (0, 1, 500, 5_000, 9_000, 20_000, 50_000, 80_000, 110_000):
            # The longest a file may be, which is what a full disk comes to.
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
            assert score(distance, rows, cache=f"{size}.db", chunk=60) == expected
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            assert score(distance, rows, cache=f"{size}.db", chunk=60) == expected
        print("done")
    """)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "done", done.stderr
    warned = [line for line in done.stderr.splitlines() if "verdict cache" in line]
    assert len(warned) == 9
    assert all("scoring goes on without it" in line for line in warned)


def test_a_damaged_file_that_cannot_be_moved_is_done_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(f"may not rename {self.name}")

    monkeypatch.setattr(Path, "rename", refuse)
    path = tmp_path / "v.db"
    path.write_bytes(original()[:100] + os.urandom(len(original()) - 100))
    with caplog.at_level(logging.WARNING, "rewardkit"):
        assert score(length, SAMPLES, cache=path) == score(length, SAMPLES)
    assert len(caplog.records) == 1
    assert "may not rename v.db" in caplog.text


def test_two_processes_can_share_a_cache(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import sys
        from rewardkit import score
        from rewardkit_verifiers.math.distance import distance
        start = int(sys.argv[1])
        rows = [{"completion": f"{n}", "answer": "7"} for n in range(start, start + 600)]
        found = score(distance, rows, cache="v.db", chunk=20)
        print(found == score(distance, rows))
    """)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(start)],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for start in (0, 300, 0)
    ]
    for one in running:
        out, err = one.communicate(timeout=60)
        assert (out.strip(), err) == ("True", "")
    db = sqlite3.connect(tmp_path / "v.db")
    assert db.execute("SELECT count(*) FROM verdicts").fetchone() == (900,)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_a_cache_is_not_shared_across_a_fork(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import os
        from rewardkit.engine.verdict_cache import VerdictCache
        from rewardkit import Range, Score
        with VerdictCache("v.db") as cache:
            cache.keep({"a": Score.ok(0.5)})
            child = os.fork()
            cache.keep({f"{child == 0}": Score.ok(0.25)})
            if child == 0:
                os._exit(0)
            os.waitpid(child, 0)
            print(len(cache.recall(["a", "True", "False"], Range(0, 1))))
    """)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("3", "")


def test_a_verdict_outside_the_range_is_not_taken() -> None:
    with tempfile.TemporaryDirectory() as folder, VerdictCache(Path(folder) / "v.db") as cache:
        cache.keep({"one": Score.ok(5.0), "two": Score.ok(0.5), "three": Score.error("x")})
        assert list(cache.recall(["one", "two", "three", None], Range(0, 1))) == ["two"]


def test_every_leaf_of_a_composition_is_kept_by_itself(tmp_path: Path) -> None:
    score(weighted(x=length, y=batched), rows("a", "bb"), cache=tmp_path / "v.db")
    asked.clear()
    score(length.clip(0, 1) + batched, rows("a", "bb", "ccc"), cache=tmp_path / "v.db")
    assert asked == ["ccc", "ccc"]


def test_nothing_is_imported_for_a_cache_that_is_not_used() -> None:
    code = (
        "import json, sys; from rewardkit import reward\n"
        "@reward\ndef f(completion: str) -> float: return 1.0\n"
        "f.score(completion='x')\n"
        "late = ('sqlite3', 'rich', 'rewardkit.engine.workers.pool', 'pydantic')\n"
        "print(json.dumps([m for m in late if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
