"""A backward pass of the loop moves and holds what its kernels promise, and no copy more."""

from __future__ import annotations

import json

import pytest

from rewardkit.bench import loop_memory


def test_the_loop_moves_half_of_what_its_loss_alone_once_moved(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["--json", "--rows", "8", "--tokens", "32", "--vocabulary", "4000"]
    assert loop_memory.main(words) == 0
    report = json.loads(capsys.readouterr().out)
    found = {one["name"]: one for one in report["cases"]}
    # 110 and 191 bytes a bfloat16 logit, without the head.
    assert found["bfloat16"]["bytes_moved"] <= 55
    assert found["bfloat16, entropy bonus"]["bytes_moved"] <= 95
    # Logits, the gradient that takes their place, and one chunk of copies.
    assert found["float32"]["peak_bytes"] < 5 * 4
    parts = found["float32, a quarter of the rows at once"]
    assert parts["bytes_moved"] == pytest.approx(found["float32"]["bytes_moved"], rel=0.05)
    assert parts["peak_bytes"] < 0.6 * found["float32"]["peak_bytes"]


def test_a_person_gets_a_table_with_a_row_for_each_case(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = {
        "rows": 8,
        "tokens": 32,
        "vocabulary": 4000,
        "cases": [{"name": "float32", "bytes_moved": 60.0, "peak_bytes": 12.44}],
    }
    lines = loop_memory.memory_table(report).splitlines()
    assert "[8 x 32, 4000]" in lines[0]
    assert lines[-1] == "| float32 | 60.0 B | 12.4 B |"


@pytest.mark.parametrize("word", ["--rows=2", "--tokens=4", "--vocabulary=100"])
def test_a_shape_in_which_logits_do_not_outweigh_is_refused(word: str) -> None:
    with pytest.raises(SystemExit) as ended:
        loop_memory.main([word])
    assert ended.value.code == 2
