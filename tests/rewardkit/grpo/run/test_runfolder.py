from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rewardkit.errors import InputError
from rewardkit.grpo.config import TrainConfig
from rewardkit.grpo.config_file import parse_config
from rewardkit.grpo.run.runfolder import (
    CONFIG,
    RESULT,
    choose_folder,
    open_folder,
    open_run,
    read_config,
    write_config,
)


@pytest.fixture
def config(tmp_path: Path) -> TrainConfig:
    return parse_config({"reward": "r", "name": "t", "output": {"folder": str(tmp_path)}})


def test_an_interrupted_run_is_found_again_and_a_finished_one_is_left_alone(
    config: TrainConfig,
) -> None:
    with choose_folder(config, "abcdefgh1234") as first:
        assert first.path.name == "t-seed0-abcdefgh"
    with choose_folder(config, "abcdefgh1234") as again:
        assert again.path == first.path
    (first.path / RESULT).write_text("{}")
    with choose_folder(config, "abcdefgh1234") as second:
        assert second.path.name == "t-seed0-abcdefgh-2"


def test_fresh_never_goes_on_with_an_interrupted_run(config: TrainConfig) -> None:
    with choose_folder(config, "abcdefgh1234"):
        pass
    with choose_folder(config, "abcdefgh1234", fresh=True) as fresh:
        assert fresh.path.name == "t-seed0-abcdefgh-2"


def test_another_config_has_another_folder(config: TrainConfig) -> None:
    with choose_folder(config, "aaaaaaaa") as one, choose_folder(config, "bbbbbbbb") as other:
        assert one.path != other.path


def test_a_folder_in_which_a_process_is_at_work_is_not_touched(config: TrainConfig) -> None:
    with choose_folder(config, "abcdefgh") as held:
        assert open_folder(held.path) is None
        with choose_folder(config, "abcdefgh") as beside:
            assert beside.path.name.endswith("-2")


def test_a_process_that_dies_lets_go_of_its_folder(config: TrainConfig, tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from rewardkit.grpo.run.runfolder import open_folder\n"
        "held = open_folder(Path(sys.argv[1])); assert held\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "run")], timeout=60)
    folder = open_folder(tmp_path / "run")
    assert folder is not None
    folder.close()


def test_a_run_folder_remembers_what_the_run_was_told(config: TrainConfig) -> None:
    with choose_folder(config, "abcdefgh") as folder:
        write_config(folder, config, "abcdefgh", {})
    assert read_config(folder.path) == (config, "abcdefgh")


def test_a_damaged_config_is_named(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text('{"config": ')
    with pytest.raises(InputError, match=r"config\.json cannot be read"):
        read_config(tmp_path)


def test_only_an_interrupted_run_can_be_resumed_by_name(
    config: TrainConfig, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"is not a run folder: it holds no config\.json"):
        open_run(tmp_path / "nothing")
    with choose_folder(config, "abcdefgh") as folder:
        write_config(folder, config, "abcdefgh", {})
        with pytest.raises(InputError, match="another process is at work in"):
            open_run(folder.path)
    (folder.path / RESULT).write_text("{}")
    with pytest.raises(InputError, match=r"is finished; its result is in .*result\.json"):
        open_run(folder.path)
