"""What `rewardkit init --verifier` and `--plugin` write passes, and replaces nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from rewardkit.errors import InputError
from rewardkit.testing.scaffold_verifier import scaffold_plugin, scaffold_verifier


def run(*command: str | Path, folder: Path, path: str | None = None) -> str:
    """Run a command in a folder and return what it prints; its complaint becomes the failure."""
    environment = dict(os.environ)
    if path is not None:
        environment["PYTHONPATH"] = path
    words = [str(word) for word in command]
    found = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def rewardkit(*words: str, folder: Path) -> str:
    return run(sys.executable, "-m", "rewardkit.cli", *words, folder=folder)


def files_under(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )


def test_a_verifier_in_any_folder_passes_its_cases_and_pytest(tmp_path: Path) -> None:
    made = rewardkit("init", "--verifier", "poem_5e/lines", folder=tmp_path)
    assert "rewardkit test poem_5e/lines" in made
    home = tmp_path / "poem_5e" / "lines"
    assert files_under(tmp_path) == [
        f"poem_5e/lines/{name}" for name in ("card.yaml", "cases.jsonl", "verifier.py")
    ]
    assert len((home / "verifier.py").read_text().splitlines()) <= 30
    tested = json.loads(rewardkit("test", "poem_5e/lines", "--json", folder=tmp_path))
    assert tested["cases"] >= 12
    assert tested["failed"] == 0
    assert [file["card_faults"] for file in tested["files"]] == [[]]
    pytest_words = ("-m", "pytest", "-W", "error", "-p", "no:cacheprovider", "poem_5e")
    # One item more than the cases: the card.
    assert f"{tested['cases'] + 1} passed" in run(sys.executable, *pytest_words, folder=tmp_path)


def test_two_verifiers_of_one_family_are_both_tested(tmp_path: Path) -> None:
    for name in ("first", "second"):
        rewardkit("init", "--verifier", f"poem_5e/{name}", folder=tmp_path)
    tested = json.loads(rewardkit("test", ".", "--json", folder=tmp_path))
    assert [file["rewards"] for file in tested["files"]] == [["first"], ["second"]]
    assert tested["failed"] == 0


def test_a_file_that_is_there_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    home = tmp_path / "poem_5e" / "lines"
    home.mkdir(parents=True)
    (home / "cases.jsonl").write_text("mine")
    with pytest.raises(InputError, match="cases.jsonl is already there and is not overwritten"):
        scaffold_verifier(tmp_path, "poem_5e/lines")
    assert files_under(tmp_path) == ["poem_5e/lines/cases.jsonl"]
    assert (home / "cases.jsonl").read_text() == "mine"


@pytest.mark.parametrize(
    "id_",
    ["lines", "Poem/lines", "poem/", "/lines", "poem/li nes", "../poem/lines", "poem/x/y", "1/2"],
)
def test_an_id_that_cannot_be_one_is_refused(tmp_path: Path, id_: str) -> None:
    with pytest.raises(InputError, match="cannot be the id of a verifier: write family/name"):
        scaffold_verifier(tmp_path, id_)
    assert files_under(tmp_path) == []


@pytest.mark.parametrize("id_", ["class/a", "poem/for", "poem/reward", "poem/sum", "poem/lib"])
def test_a_word_that_python_or_the_template_uses_is_refused(tmp_path: Path, id_: str) -> None:
    with pytest.raises(InputError, match="is taken. Choose another name"):
        scaffold_verifier(tmp_path, id_)


def test_a_family_that_hides_a_module_of_python_is_refused_outside_a_plugin(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="family 'json' is taken.*such as my_json"):
        scaffold_verifier(tmp_path, "json/lines")


def test_the_id_of_an_installed_verifier_is_refused_with_its_owner(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'text/exact' is already a verifier of builtin"):
        scaffold_verifier(tmp_path, "text/exact")


@pytest.mark.parametrize("name", ["", "-a", "a b", "a/b", "ä", "a-", "class"])
def test_a_name_that_no_package_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be that of a package"):
        scaffold_plugin(tmp_path / "p", name)
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("name", ["json", "rewardkit"])
def test_a_name_that_is_taken_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="is taken"):
        scaffold_plugin(tmp_path / "p", name)


def test_the_name_of_an_installed_plugin_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name 'builtin' is taken: an installed plugin"):
        scaffold_plugin(tmp_path / "p", "builtin")


def test_a_plugin_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("mine")
    with pytest.raises(InputError, match="pyproject.toml is already there"):
        scaffold_plugin(tmp_path, "acme-checks")
    assert files_under(tmp_path) == ["pyproject.toml"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "say where"),
        (("--name", "x", "--plugin", "acme"), "--name is for a reward"),
        (("--name", "x", "--verifier", "poem/lines"), "--name is for a reward"),
    ],
)
def test_words_that_do_not_go_together_are_refused(
    tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    command = [sys.executable, "-m", "rewardkit.cli", "init", *words]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode == 2
    assert message in found.stderr
    assert files_under(tmp_path) == []


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The `bin` folder of a new environment in which our dependencies are found by path."""
    folder = tmp_path / "venv"
    venv.create(folder, with_pip=False)
    (purelib,) = folder.glob("lib/python*/site-packages")
    (purelib / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


@pytest.mark.packaging
@pytest.mark.parametrize("id_", ["", "poem_5e/lines", "math/last_number"])
def test_an_installed_plugin_is_listed_tested_and_certified(
    tmp_path: Path, root: Path, bare: Path, id_: str
) -> None:
    chosen = ("--verifier", id_) if id_ else ()
    rewardkit("init", "--plugin", "acme-checks", *chosen, folder=tmp_path)
    folder, python = tmp_path / "acme-checks", bare / "python"
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-index",
        "--no-deps", "--no-build-isolation", "-e", folder, folder=tmp_path,
    )  # fmt: skip
    # rewardkit itself comes from this working tree; the plugin only from its installation.
    path = os.pathsep.join(str(root / part) for part in (".", "verifiers", "sandbox", "kernels"))
    cli = (python, "-m", "rewardkit.cli")
    id_ = id_ or "acme_checks/last_number"
    listed = json.loads(run(*cli, "list", "--json", folder=tmp_path, path=path))
    (mine,) = [one for one in listed["verifiers"] if one["id"] == id_]
    assert "acme-checks 0.1.0" in mine["owner"]
    assert (mine["range"], mine["inputs"]) == ("[0, 1]", ["completion", "answer"])
    assert listed["refused"] == {}
    tested = json.loads(run(*cli, "test", id_, "--json", folder=tmp_path, path=path))
    assert tested["cases"] >= 12
    assert tested["failed"] == 0
    corpus = folder / "tests" / "corpus.jsonl"
    assert "8 rows checked" in run(*cli, "certify", corpus, folder=tmp_path, path=path)
    ran = run(python, "-m", "pytest", "-p", "no:cacheprovider", ".", folder=folder, path=path)
    assert f"{tested['cases'] + 3} passed" in ran
    # `explain` goes by what the card says is judged, for a stranger's verifier as for ours.
    assert warned_codes(cli, id_, tmp_path, path) == warned_codes(
        cli, "math/number", tmp_path, path
    )
    (card,) = (folder / "src" / "acme_checks" / "verifiers").glob("*/*/card.yaml")
    card.write_text(card.read_text().replace("kind: answer", "kind: form"))
    as_form = warned_codes(cli, id_, tmp_path, path)
    assert as_form == warned_codes(cli, "format/tags", tmp_path, path)
    assert "pays_without_answer" in as_form
    card.write_text(card.read_text().replace("kind: form", "kind: answer"))
    # Another verifier goes into the package of the plugin, and is installed at once.
    package = folder / "src" / "acme_checks" / "verifiers"
    run(*cli, "init", package, "--verifier", "text/lines", folder=tmp_path, path=path)
    assert '"failed": 0' in run(*cli, "test", "text/lines", "--json", folder=tmp_path, path=path)


def warned_codes(cli: tuple[str | Path, ...], id_: str, folder: Path, path: str) -> list[str]:
    """The codes that `explain` warns of when a verifier is summed with a judge of the answer."""
    spec = folder / "warned.yaml"
    spec.write_text(
        "reward:\n  weighted:\n    parts:\n"
        f"      a: [0.5, {{use: {id_}}}]\n"
        "      b: [0.5, {use: math/distance}]\n"
    )
    told = json.loads(run(*cli, "explain", spec, "--json", folder=folder, path=path))
    return [one["code"] for one in told["warnings"]]
