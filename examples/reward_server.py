"""Serve a reward, score through the client, and ask as OpenRLHF, slime and NeMo-Gym ask.

Run it with `python examples/reward_server.py`; it needs `pip install 'rewardkit[server]'`.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from rewardkit import get, score, weighted
from rewardkit.server.client import RewardClient

reward = weighted(
    right=(0.9, get("math/number")),
    form=(0.1, get("format/tags", tags=["think", "answer"])),
)
ROWS = [
    {"completion": "<think>6*7</think><answer>42</answer>", "answer": "42"},
    {"completion": "It is 42.", "answer": "42"},
    {"completion": "It is 41.", "answer": "42"},
    {"completion": "It is 41.", "answer": "forty-two or so"},  # the reference cannot be read
]


def ask(url: str, body: dict[str, Any]) -> Any:
    """Send one request as a trainer would."""
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def main() -> None:
    """Run the server beside this process until the end of the example."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        reward.save(Path(folder) / "reward.yaml")
        words = [sys.executable, "-m", "rewardkit.cli", "serve", "reward.yaml", "--port", str(port)]
        server = subprocess.Popen(
            words, cwd=folder, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONWARNINGS": ""}
        )
        try:
            with RewardClient(url, tries=10) as client:
                found = client.score_many(ROWS)
                print(f"{client.name} in {client.range}, served at {url}\n")
                print(found[0])
                print("equal to a local call:", found == score(reward, ROWS))
                print("values:", [one.value for one in found], "- None is no zero\n")
            query = {"query": ["6*7? It is 42."], "prompts": ["6*7? "], "labels": ["42"]}
            print("OpenRLHF:", ask(f"{url}/openrlhf", query))
            sample = {"prompt": "6*7?", "response": "It is 42.", "label": "42"}
            print("slime:", ask(f"{url}/slime", sample))
            text = {"type": "output_text", "text": "It is 42."}
            message = {"type": "message", "role": "assistant", "content": [text]}
            row = {"response": {"output": [message]}, "answer": "what?"}
            verdict = ask(f"{url}/verify", row)
            print("NeMo-Gym:", {key: verdict[key] for key in ("mask_sample", "failure_reason")})
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
