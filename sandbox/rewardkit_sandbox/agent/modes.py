"""The ways to run a Python program in a child, by the word that the server says."""

from __future__ import annotations

import sys
from typing import Any

from rewardkit_sandbox.agent import calls, python
from rewardkit_sandbox.agent.child_protocol import Orders


def main(header: dict[str, Any], source: bytes, orders: Orders) -> int:
    """Run what the header says; return the exit code of the process."""
    if header["argv"]:
        sys.argv += header["argv"]
        sys.orig_argv += header["argv"]
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    if header["mode"] == "run":
        end = python.run_script(source)
        python.finish(orders, {"nonce": header["nonce"], **end})
        return int(end["code"])
    if header["mode"] == "inputs":
        return python.serve_inputs(source, header["nonce"], orders)
    return calls.serve_calls(source, header["nonce"], orders, awaits=header["awaits"])
