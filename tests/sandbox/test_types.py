from __future__ import annotations

import pytest

from rewardkit_sandbox import BadRequest, Call, Job, Limits, Outcome, Program, RunResult
from rewardkit_sandbox.languages import language
from rewardkit_sandbox.types import JobResult


def test_an_unknown_limit_names_the_closest_one() -> None:
    with pytest.raises(BadRequest, match=r"unknown key 'memory_md'. Did you mean 'memory_mb'\?"):
        Limits.from_dict({"memory_md": 1})


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), True, "2", None])
def test_a_limit_must_be_a_positive_number(value: object) -> None:
    with pytest.raises(BadRequest, match="wall_s must be a positive number"):
        Limits(wall_s=value)  # type: ignore[arg-type]


def test_a_whole_limit_must_be_whole() -> None:
    with pytest.raises(BadRequest, match="pids must be a whole number, not 1.5"):
        Limits(pids=1.5)  # type: ignore[arg-type]


def test_the_network_cannot_be_asked_for() -> None:
    with pytest.raises(BadRequest, match="jobs have no network"):
        Limits(network=True)


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../up", "a/../b", "a//b", "./a", "nul\0"])
def test_a_file_of_a_program_stays_in_its_folder(path: str) -> None:
    with pytest.raises(BadRequest, match="no path inside the working folder"):
        Program("", files={path: b""})
    with pytest.raises(BadRequest, match="no path inside the working folder"):
        Program("", fetch=(path,))


def test_a_job_has_inputs_or_calls() -> None:
    with pytest.raises(BadRequest, match="give inputs or calls"):
        Job(Program(""))
    with pytest.raises(BadRequest, match="give inputs or calls"):
        Job(Program(""), inputs=(b"",), calls=(Call("f"),))
    with pytest.raises(BadRequest, match="fork is 'test' or 'problem', not 'none'"):
        Job(Program(""), inputs=(b"",), fork="none")  # type: ignore[arg-type]


def test_an_unknown_language_names_those_there_are() -> None:
    known = "bash, c, cpp, go, java, javascript, python, rust"
    with pytest.raises(BadRequest, match=f"no language 'perl'. Known: {known}"):
        language("perl")


def test_half_a_surrogate_pair_survives_in_a_source() -> None:
    assert Program("'\ud83d'").data == b"'\xed\xa0\xbd'"


def test_the_outcome_of_a_job_is_that_of_its_first_bad_run() -> None:
    good, bad = RunResult(Outcome.OK), RunResult(Outcome.TIMEOUT)
    assert JobResult((good, bad, RunResult(Outcome.KILLED))).outcome is Outcome.TIMEOUT
    assert JobResult((good,)).outcome is Outcome.OK
