"""A fork without Python's own preparations is as good as one with them, where it can be seen."""

from __future__ import annotations

import subprocess
import sys

from rewardkit_sandbox import PooledSandbox, Program


def lines(sandbox: PooledSandbox, code: str) -> list[str]:
    result = sandbox.run(Program(code))
    assert result.ok, (result.detail, result.stderr)
    return result.stdout.decode().split()


def test_two_programs_do_not_draw_the_same_numbers(sandbox: PooledSandbox) -> None:
    code = "import random, secrets\nprint(random.random(), random.SystemRandom().random())  # {}"
    drawn = [number for n in range(4) for number in lines(sandbox, code.format(n))]
    assert len(set(drawn)) == 8


def test_the_main_thread_knows_its_own_number(sandbox: PooledSandbox) -> None:
    code = """
import os, threading
main = threading.main_thread()
print(main is threading.current_thread(), main.native_id == threading.get_native_id(),
      main.native_id == os.getpid(), main.is_alive(), threading.active_count())
"""
    assert lines(sandbox, code) == ["True", "True", "True", "True", "1"]


def test_threads_locks_signals_and_forks_of_a_program_work(sandbox: PooledSandbox) -> None:
    code = """
import os, queue, signal, subprocess, threading
heard = []
signal.signal(signal.SIGUSR1, lambda *_: heard.append("signal"))
os.kill(os.getpid(), signal.SIGUSR1)
box = queue.Queue()
threads = [threading.Thread(target=box.put, args=[n]) for n in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
pid = os.fork()
if pid == 0: os._exit(7)
print(sum(box.get() for _ in threads), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), *heard)
print(subprocess.run(["sh", "-c", "echo $LD_BIND_NOW here"], capture_output=True).stdout.decode())
try: signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt: print("interrupted")
"""
    assert lines(sandbox, code) == ["6", "7", "signal", "here", "interrupted"]


def test_abort_ends_a_program_by_its_own_signal(sandbox: PooledSandbox) -> None:
    result = sandbox.run(Program("import os; os.abort()"))
    assert result.signal == 6


def test_a_program_that_signals_the_first_process_reaches_nobody(sandbox: PooledSandbox) -> None:
    code = """
import os, signal, time
for number in signal.valid_signals(): os.kill(1, number)
time.sleep(0.2)
print("still", "here")
"""
    assert lines(sandbox, code) == ["still", "here"]


def test_where_a_preloaded_module_has_started_a_thread_python_forks_as_always() -> None:
    code = """
import os, threading
from rewardkit_sandbox.agent.forks import Forks
forks = Forks()
forks._early = []  # in an agent nothing is imported before
assert forks.settle() is not os.fork
done = threading.Event()
threading.Thread(target=done.wait).start()
print(forks.settle() is os.fork)
done.set()
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert found.stdout == "True\n", found.stderr
