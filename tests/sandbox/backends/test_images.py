"""Images: of the running interpreter, and of the project's own Dockerfiles."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rewardkit_sandbox import Program, SandboxUnavailable, open_sandbox
from rewardkit_sandbox.backends import images
from rewardkit_sandbox.backends.docker import connect

pytestmark = pytest.mark.docker
FOLDERS = Path(__file__).parents[3] / "sandbox" / "images"


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    made = connect(timeout=600)
    yield made
    made.close()


@pytest.fixture(scope="module")
def base(client: Any) -> Iterator[str]:
    """An image of the running interpreter that no other test asks for: made here, and removed."""
    name = images.own_name(["numpy"], ["sed"])
    assert name not in [tag for one in client.images() for tag in one["RepoTags"] or []]
    assert images.ensure(client, ["numpy"], ["sed"]) == name
    yield name
    client.remove_image(name, force=True)


def archive(tag: str, created: str) -> bytes:
    """An image of one empty layer that says when it was made, as `docker save` writes it."""
    layer = io.BytesIO()
    tarfile.open(fileobj=layer, mode="w").close()
    digest = hashlib.sha256(layer.getvalue()).hexdigest()
    config = {
        "architecture": "amd64",
        "os": "linux",
        "created": created,
        "config": {"Labels": {images.LABEL: tag}, "Cmd": ["nothing"]},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}"]},
    }
    manifest = [
        {"Config": "config.json", "RepoTags": [f"{images.REPOSITORY}:{tag}"], "Layers": ["l.tar"]}
    ]
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as file:
        for name, content in (
            ("config.json", json.dumps(config).encode()),
            ("manifest.json", json.dumps(manifest).encode()),
            ("l.tar", layer.getvalue()),
        ):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            file.addfile(entry, io.BytesIO(content))
    return whole.getvalue()


def test_room_is_made_of_old_images_that_no_container_uses(client: Any) -> None:
    recent = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    for tag, created in (("old", "2020-01-01T00:00:00Z"), ("new", recent)):
        list(client.load_image(archive(f"test-{tag}", created)))
    list(client.load_image(archive("test-used", "2020-01-02T00:00:00Z")))
    container = client.create_container(f"{images.REPOSITORY}:test-used")
    try:
        assert f"{images.REPOSITORY}:test-old" in images.remove_old(client)
        left = {tag for one in client.images() for tag in one["RepoTags"] or []}
        assert {f"{images.REPOSITORY}:test-{name}" for name in ("new", "used")} <= left
        assert f"{images.REPOSITORY}:test-old" not in left
    finally:
        client.remove_container(container["Id"])
        for name in ("new", "used"):
            client.remove_image(f"{images.REPOSITORY}:test-{name}")


def tell(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rewardkit.cli", "sandbox", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_image_of_the_running_interpreter_has_what_was_asked_for(base: str) -> None:
    code = (
        "import numpy, subprocess\nprint(subprocess.run(['sed', 's/a/b/'], input=b'a').returncode)"
    )
    with open_sandbox("docker", size=1, image=base) as sandbox:
        result = sandbox.run(Program(code))
    assert result.stdout.split() == [b"b0"], result.stderr.decode()


@pytest.mark.parametrize(
    ("folder", "argument"), [("python", "PACKAGES="), ("languages", "PROGRAMS=")]
)
def test_the_dockerfiles_build_on_any_base_and_run_programs(
    folder: str, argument: str, base: str, client: Any, tmp_path: Path
) -> None:
    words = ["--image", str(FOLDERS / folder), "--build-arg", f"BASE={base}"]
    done = tell("build", *words, "--build-arg", argument, "--network", "none", "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)["image"]
    assert made == f"rewardkit-sandbox-{folder}:latest"
    try:
        rows = tmp_path / "rows.jsonl"
        row = {"id": "a", "mode": "stdio", "code": "import numpy\nprint(int(input()) + 1)"}
        rows.write_text(json.dumps({**row, "tests": {"stdio": [{"stdin": "1", "stdout": "2"}]}}))
        done = tell("run", str(rows), "--backend", "docker", "--image", made, "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["verdict"] == "passed"
    finally:
        client.remove_image(made, force=True)


def test_a_build_that_fails_says_its_last_lines(base: str, client: Any, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(f"FROM {base}\nRUN echo before; false\n")
    with pytest.raises(SandboxUnavailable, match=r"failed: .*before.*non-zero code: 1"):
        images.from_dockerfile(client, tmp_path, network="none")


def test_an_argument_that_a_dockerfile_has_not_is_named(
    base: str, client: Any, tmp_path: Path
) -> None:
    (tmp_path / "Dockerfile").write_text(f"FROM {base}\n")
    with pytest.raises(SandboxUnavailable, match=r"has no such ARG: .*BASIS"):
        images.from_dockerfile(client, tmp_path, {"BASIS": "x"})


def test_a_folder_without_a_dockerfile_is_named(client: Any, tmp_path: Path) -> None:
    with pytest.raises(SandboxUnavailable, match="no Dockerfile in this folder"):
        images.from_dockerfile(client, tmp_path)


def test_a_runtime_that_the_engine_has_not_is_named() -> None:
    with pytest.raises(SandboxUnavailable, match=r"no runtime 'rk-runsc'; it has: .*runc"):
        open_sandbox("docker", runtime="rk-runsc")


def test_an_image_that_is_not_there_is_named() -> None:
    with pytest.raises(SandboxUnavailable, match="the engine has no image 'rk-none:1'"):
        open_sandbox("docker", image="rk-none:1")
