"""`rewardkit doctor`: what is there, what is absent, and what is broken."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from rewardkit.cli.doctor import EXTRAS

Run = Any


def install(folder: Path, name: str, version: str, files: str = "") -> None:
    """Write the metadata of a distribution, as pip leaves it."""
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (info / "RECORD").write_text(files)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def topics(found: Any) -> dict[str, dict[str, Any]]:
    return {line["topic"]: line for line in found.json["findings"]}


def test_every_extra_that_a_user_may_install_is_listed(root: Path) -> None:
    given = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    extras = given["project"]["optional-dependencies"]
    assert set(EXTRAS) == set(extras) - {"dev"}


def test_a_sound_installation_exits_with_0(cli: Run) -> None:
    found = cli("doctor", "--json")
    assert found.code == 0
    assert topics(found)["verifiers"]["ok"] is True
    shown = cli("doctor")
    assert shown.code == 0
    assert "python" in shown.out


def test_an_extra_that_is_absent_is_no_fault_and_says_how_to_get_it(cli: Run) -> None:
    found = topics(cli("doctor", "--json"))["extra vllm"]
    if found["ok"] is None:
        assert found["detail"].endswith("pip install 'rewardkit[vllm]'")
        assert "pip install 'rewardkit[vllm]'" in " ".join(cli("doctor").out.split())


def test_another_distribution_that_writes_into_our_package_is_a_fault(cli: Run, site: Path) -> None:
    install(site, "harbor-rewardkit", "0.2.3", "rewardkit/judge.py,,\n")
    found = cli("doctor", "--json")
    assert found.code == 3
    line = topics(found)["package rewardkit"]
    assert line["ok"] is False
    assert line["detail"].startswith("harbor-rewardkit writes into it too; uninstall it")


@pytest.mark.parametrize(("version", "ok"), [("1.5.2", False), ("1.6.0", True), ("2.0", True)])
def test_a_trl_that_takes_no_missing_score_is_a_fault(
    cli: Run, site: Path, version: str, ok: bool
) -> None:
    install(site, "trl", version)
    line = topics(cli("doctor", "--json"))["trl"]
    assert line["ok"] is ok
    assert ("pip install 'trl>=1.6'" in line["detail"]) is not ok


def test_the_module_is_the_command(tmp_path: Path) -> None:
    for words in (["-m", "rewardkit", "-V"], ["-m", "rewardkit.cli", "--version"]):
        shown = subprocess.run(
            [sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert shown.stdout.startswith("rewardkit ")


def test_completion_of_the_shell_can_be_printed(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "rewardkit", "--help"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "--install-completion" in shown.stdout
