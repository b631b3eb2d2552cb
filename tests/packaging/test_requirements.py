"""A promised thing that is absent is a failure, anything else that is absent is a skip."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

MARKED = """
    import pytest

    @pytest.mark.trl
    def test_that_needs_trl():
        assert True
"""


@pytest.fixture
def guarded(
    pytester: pytest.Pytester, root: Path, monkeypatch: pytest.MonkeyPatch
) -> pytest.Pytester:
    """A scratch project watched over by our own conftest, on a machine without TRL."""
    shutil.copy(root / "tests" / "conftest.py", pytester.path / "conftest.py")
    pytester.makeini(
        "[pytest]\nmarkers =\n    docker:\n    gpu:\n    triton:\n    trl:\n    vllm:\n"
    )
    monkeypatch.setenv("REWARDKIT_TRL_PYTHON", str(pytester.path / "absent"))
    monkeypatch.delenv("REWARDKIT_REQUIRE", raising=False)
    return pytester


def test_an_unmet_need_skips_and_says_how_to_meet_it(guarded: pytest.Pytester) -> None:
    guarded.makepyfile(MARKED)
    result = guarded.runpytest_subprocess("-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*needs trl: no *absent; `make setup-trl` builds one*"])


def test_an_unmet_need_that_was_promised_fails(
    guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REWARDKIT_REQUIRE", "triton, trl")
    guarded.makepyfile(MARKED)
    result = guarded.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*REWARDKIT_REQUIRE names 'trl', yet: *needs trl*"])


def test_a_module_that_skips_itself_for_want_of_a_promised_thing_fails(
    guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REWARDKIT_REQUIRE", "vllm")
    guarded.makepyfile("import pytest\npytest.skip('no vllm here', allow_module_level=True)")
    result = guarded.runpytest_subprocess()
    assert result.ret != pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["*REWARDKIT_REQUIRE names 'vllm', yet: *no vllm here*"])


def test_a_skip_for_another_reason_stays_a_skip(
    guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REWARDKIT_REQUIRE", "trl")
    guarded.makepyfile("import pytest\ndef test_it(): pytest.skip('controls are off')")
    guarded.runpytest_subprocess().assert_outcomes(skipped=1)


def test_an_expected_failure_is_not_taken_for_a_skip(
    guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REWARDKIT_REQUIRE", "trl")
    guarded.makepyfile(
        "import pytest\n@pytest.mark.xfail(reason='trl')\ndef test_it(): raise ValueError"
    )
    guarded.runpytest_subprocess().assert_outcomes(xfailed=1)


def test_a_promise_that_no_check_knows_is_refused(
    guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REWARDKIT_REQUIRE", "tlr")
    result = guarded.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["*names 'tlr'; it knows browser, docker, gpu, trainers, triton, trl, vllm*"]
    )


def test_the_fixtures_point_into_the_repository(root: Path, trl_python: Path) -> None:
    assert (root / "pyproject.toml").is_file()
    assert trl_python.name.startswith("python")
