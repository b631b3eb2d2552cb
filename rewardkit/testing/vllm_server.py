"""A vLLM server as a context manager, on the CPU, with a model from a folder."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from rewardkit.errors import JudgeError

_SETTINGS = {
    "VLLM_CPU_KVCACHE_SPACE": "1",
    "HF_HUB_OFFLINE": "1",
    "VLLM_NO_USAGE_STATS": "1",
    "DO_NOT_TRACK": "1",
}
# Under a grammar that allows any white space, a weak model may write only that until it is cut off.
_COMPACT = (
    "--structured-outputs-config",
    '{"backend": "xgrammar", "disable_any_whitespace": true}',
)


@contextmanager
def vllm_server(
    python: str | Path,
    model: str | Path,
    *,
    name: str = "tiny",
    wait: float = 180.0,
    options: tuple[str, ...] = (),
) -> Iterator[str]:
    """Serve a model and yield the base URL of its API.

    Args:
        python: The Python of an environment that has vLLM.
        model: A folder with the weights and the tokenizer.
        name: The name of the model in requests.
        wait: The time limit of its start in seconds.
        options: Further arguments of vLLM's command line.

    Raises:
        JudgeError: It did not start; the message ends with the end of its output.
    """
    port = _free_port()
    command = [str(python), "-m", "vllm.entrypoints.openai.api_server", "--model", str(model)]
    command += ["--served-model-name", name, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--dtype", "float32", "--enforce-eager", *_COMPACT, *options]
    # Variables of the caller's own packages would change what the other Python imports.
    outside = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    with TemporaryFile() as log:
        server = subprocess.Popen(
            command,
            env={**outside, **_SETTINGS},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_up(server, f"http://127.0.0.1:{port}/health", wait, log)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            _stop(server)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(server: subprocess.Popen[bytes], url: str, wait: float, log: IO[bytes]) -> None:
    until = time.monotonic() + wait
    while time.monotonic() < until:
        if server.poll() is not None:
            raise JudgeError(f"vLLM exited with {server.returncode}:\n{_tail(log)}")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise JudgeError(f"vLLM did not start within {wait:g} s:\n{_tail(log)}")


def _tail(log: IO[bytes]) -> str:
    log.seek(0)
    return "\n".join(log.read().decode("utf-8", "replace").splitlines()[-25:])


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and the engine that it has started: they are one process group."""
    import signal

    for end in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, end)
        except ProcessLookupError:
            break
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            continue
    server.wait()
