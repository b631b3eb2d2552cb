"""The graders that ship pass their own cases."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.grader.lib.templates import BadTemplate, filled, read_template
from tests.verifiers.grader.test_python import has_sandbox


@pytest.mark.parametrize("name", ["string_check", "text_similarity", "python", "model"])
def test_the_cases_of_a_grader_pass(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rewardkit.cli import main

    if name == "python" and not has_sandbox():
        pytest.skip("needs a sandbox")
    with pytest.raises(SystemExit) as stop:
        main(["test", f"grader/{name}"])
    assert not stop.value.code, capsys.readouterr().out


def test_a_template_is_texts_and_paths() -> None:
    assert read_template("a {{ item.b[0]['c d'] }} e") == ("a ", ("item", "b", 0, "c d"), " e")
    assert read_template("plain") == ("plain",)
    assert read_template("") == ()
    with pytest.raises(BadTemplate):
        read_template("{{ other.thing }}")


def test_a_filled_template_shows_other_values_as_json() -> None:
    from rewardkit import Sample

    sample = Sample('{"n": [1, true]}', columns={"item": {"deep": {"x": None}}})
    assert filled("{{sample.output_json.n}}|{{item.deep}}", sample) == '[1, true]|{"x": null}'
