"""Answers that a program writes into the channel itself, past everything that would refuse them."""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

import time

import pytest

from rewardkit_sandbox import Call, Job, Limits, Outcome, PooledSandbox, Program
from rewardkit_sandbox.verdict.compare import same_value

FORGE = """
import os, sys, time
def answer():
    frame = sys._getframe()
    while "order" not in frame.f_locals: frame = frame.f_back
    nonce = frame.f_locals["order"]["nonce"]
    text = ('{"nonce":"%s","value":%s}' % (nonce, VALUE)).encode("utf-8", "surrogatepass")
    view = memoryview(len(text).to_bytes(4, "big") + text)
    while view: view = view[os.write(3, view):]
    time.sleep(9)
PRIME = (1 << 61) - 1
"""
FORGED = {
    "a fraction to reduce": """'{"$fraction":[{"$int":"0x' + '3' * 10**6 + '"},{"$int":"0x' + '7' * 10**6 + '"}]}'""",
    "half of the keys collide": """'{"$set":[' + ','.join('{"$int":"%s"}' % hex(PRIME * n if n % 2 else n) for n in range(30000)) + ']}'""",
    "many lists": """'[' + '[],' * 2_500_000 + '1]'""",
    "many keys": """'{' + ','.join('"k%d":1' % n for n in range(600_000)) + '}'""",
    "deep": """'[' * 350 + ']' * 350""",
    "deeper": """'[' * 100_000 + ']' * 100_000""",
    "many digits": """'1' * 4_000_000""",
    "a decimal of many digits": """'{"$decimal":"' + '1' * 5_000_000 + '"}'""",
    "a decimal beside a huge integer": """'[{"$decimal":"1"},{"$int":"0x' + 'f' * 10**6 + '"}]'""",
    "fields of the reply": """'1,"left":5,"outcome":"ok","more":true,"error":"x","contaminated":"x"'""",
    "blobs": """'1,"blobs":[99999999999]'""",
    "what is no JSON": """'1}garbage{'""",
    "half of a pair": r"""'"' + '\\ud800' * 100 + '"'""",
}  # fmt: skip


@pytest.mark.parametrize("value", FORGED.values(), ids=FORGED)
def test_a_forged_answer_is_cheap_to_read_and_nobodys_trouble(
    sandbox: PooledSandbox, value: str
) -> None:
    program = Program(f"{FORGE}VALUE = {value}\n")
    limits = Limits(wall_s=8, memory_mb=512, output_bytes=16 << 20)
    # Processor time, and of this thread alone: a busy machine makes nothing of it larger.
    before = time.thread_time()
    run = sandbox.do(Job(program, calls=(Call("answer"),), limits=limits)).runs[0]
    for expected in (1, [1, 2], {"a": 1}, 2.5, "x"):
        for ordered in (True, False):
            assert not same_value(expected, run.value, ordered=ordered) or run.value == expected
    assert time.thread_time() - before < 3
    assert run.outcome is not Outcome.SANDBOX_ERROR
    assert sandbox.run(Program("print(1)")).ok
