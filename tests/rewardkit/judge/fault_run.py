"""Score many samples against a server that fails at random, is killed, and goes on.

    python tests/rewardkit/judge/fault_run.py --samples 10000 --kills 3

Prints what happened as JSON and exits with 1 when a check fails. With `--child` it is the process
that scores and is killed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NUMBER = re.compile(r"Answer number (\d+)\.")


def truth(number: int) -> int:
    """What the server says of a sample when it says anything."""
    return number % 5 + 1


def child(url: str, folder: str, samples: int, tokens: int) -> None:
    """Score all samples and write the values."""
    from rewardkit import get

    judge = {
        "url": url,
        "model": "m",
        "structured": "none",
        "ledger": f"{folder}/ledger.db",
        "backoff": 0.001,
        "timeout": 0.5,
        "deadline": 30,
        "attempts": 4,
        "max_tokens": 64,
        "budget": {"tokens": tokens},
        "prices": {"prompt": 1.0, "completion": 1.0},
    }
    reward = get("judge/score", judge=judge, low=1, high=5)
    rows = [{"completion": f"Answer number {n}."} for n in range(samples)]
    found = reward.score_many(rows)
    values = [[one.value, one.status, one.reason] for one in found]
    Path(folder, "values.json").write_text(json.dumps(values))


def load_server() -> Any:
    """Import the scripted server, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("fault_run_server", HERE / "server.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def run(folder: Path, samples: int, kills: int, tokens: int, seed: int = 0) -> dict[str, Any]:
    """Run children against the server, kill all but the last, and compare the books.

    Args:
        folder: Where ledger and values are written.
        samples: How many samples.
        kills: How many children are killed, each after a random share of the calls.
        tokens: The budget.
        seed: Of faults and kills.
    """
    module = load_server()
    draw = random.Random(seed)
    faults = [*module.FAULTS, "never"]

    def script(number: int, body: dict[str, Any]) -> str:
        if draw.random() >= 0.3:
            return ""
        fault: str = draw.choice(faults)
        return "reset" if fault == "never" and draw.random() < 0.9 else fault

    def reply(body: dict[str, Any]) -> str:
        match = NUMBER.search(body["messages"][1]["content"])
        assert match is not None
        return json.dumps({"reason": "stated", "score": truth(int(match[1]))})

    with module.JudgeServer(script=script, reply=reply, usage=(50, 10)) as server:
        command = [sys.executable, *(["-P"] if sys.flags.safe_path else []), __file__, "--child"]
        command += [server.url, str(folder), "--samples", str(samples), "--tokens", str(tokens)]
        for turn in range(kills + 1):
            process = subprocess.Popen(command, env=os.environ.copy())
            if turn < kills:
                wanted = server.served + draw.randint(samples // (2 * kills + 2), samples // 2)
                while process.poll() is None and server.served < wanted:
                    time.sleep(0.002)
                process.send_signal(signal.SIGKILL)
                process.wait()
                time.sleep(0.3)  # the server notices that nobody reads any more
            elif process.wait() != 0:
                raise RuntimeError(f"the last child exited with {process.returncode}")
        return books(folder, server.calls, samples, tokens)


def books(folder: Path, calls: list[Any], samples: int, budget: int) -> dict[str, Any]:
    """Compare the values with the truth, and the ledger with the log of the server, call by call.

    Every request carries the number of its row in the ledger, so both sides can be matched one
    to one. What the ledger has and the server does not is a call whose process was killed, or
    that ended on its way: it timed out or lost its connection before the server had read it.
    """
    values = json.loads((folder / "values.json").read_text())
    wrong = [n for n, (value, _, _) in enumerate(values) if value not in (None, truth(n))]
    with sqlite3.connect(folder / "ledger.db") as db:
        rows = db.execute("SELECT id, key, state, reason, tokens FROM attempts ORDER BY id")
        attempts = rows.fetchall()
        spent = db.execute("SELECT calls, tokens FROM totals").fetchone()
        replies = db.execute("SELECT count(*) FROM replies").fetchone()[0]
    db.close()
    states = Counter(state for _, _, state, _, _ in attempts)
    ours = {f"{key[:12]}-{number}": (state, reason) for number, key, state, reason, _ in attempts}
    theirs = Counter(call.name for call in calls)
    paid = Counter(key for _, key, state, _, _ in attempts if state == "ok")
    settled: set[str] = set()
    again = 0
    for _, key, state, _, _ in attempts:
        again += key in settled
        if state == "ok":
            settled.add(key)
    astray = Counter(ours[name] for name in ours.keys() - theirs.keys())
    excused = {("failed", "judge_timeout"), ("failed", "judge_unreachable")}
    done = states["ok"] + states["failed"]
    served = sum(call.done and call.fault in ("", "slow") for call in calls)
    found = {
        "samples": samples,
        "scored": sum(value is not None for value, _, _ in values),
        "errors": dict(Counter(reason for value, _, reason in values if value is None)),
        "calls_in_the_ledger": len(attempts),
        "done": done,
        "unknown_since_a_kill": states["unknown"],
        "still_open": states["open"],
        "calls_at_the_server": len(calls),
        "only_in_the_ledger": {f"{state} {why}": n for (state, why), n in astray.items()},
        "replies_kept": replies,
        "tokens_booked": spent[1],
        "tokens_at_the_server": 60 * served,
        "digest": hashlib.sha256(json.dumps(values).encode()).hexdigest()[:12],
    }
    checks = {
        "no_number_from_a_fault": not wrong,
        "ledger_is_done_plus_unknown": done + states["unknown"] == len(attempts) == spent[0],
        "no_unrecorded_call": not theirs.keys() - ours.keys(),
        "no_call_under_two_names": all(count == 1 for count in theirs.values()),
        "only_in_the_ledger_is_explained": all(
            state == "unknown" or (state, why) in excused for state, why in astray
        ),
        "server_plus_astray_is_ledger": len(calls) + sum(astray.values()) == len(attempts),
        "no_reply_paid_twice": all(count == 1 for count in paid.values()) and not again,
        "totals_are_sums": spent[1] == sum(tokens for *_, tokens in attempts),
        "never_below_what_was_served": spent[1] >= 60 * served,
        "budget_held": spent[1] <= budget,
    }
    return {**found, "checks": checks, "passed": all(checks.values())}


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--child", nargs=2)
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--tokens", type=int, default=10**9)
    options = parser.parse_args()
    if options.child:
        url, folder = options.child
        child(url, folder, options.samples, options.tokens)
        return
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        start = time.perf_counter()
        found = run(Path(scratch), options.samples, options.kills, options.tokens)
        found["seconds"] = round(time.perf_counter() - start, 1)
        print(json.dumps(found, indent=1))
    if not found["passed"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
