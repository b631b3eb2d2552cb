"""The program that runs a submission and its rewritten tests in one process of the sandbox.

Nothing here is trusted: the submission shares the process. What it could forge is only its own
answers, since no expected value is there.
"""

from __future__ import annotations

REPORT = "report.jsonl"
MOST = 4 << 20  # characters of one value that travels out

# The braces are filled with `PLAN`, a literal.
DRIVER = '''
import builtins, json, os, sys, types
from rewardkit_sandbox.protocol import values as _values

PLAN = {plan}
MOST = {most}


class Other(Exception):
    """An exception that no submission raises."""


class Probe:
    Other = Other
    other = [7919, "qx"]

    def __init__(self):
        self._file = os.open({report!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC)
        self.unit = ""

    def say(self, *row):
        os.write(self._file, json.dumps([*row, self.unit]).encode() + b"\\n")

    def value(self, number, value):
        try:
            if hasattr(type(value), "__next__"):
                raise _values.NotByValue("an iterator")
            data = _values.encode(value)
            if len(json.dumps(data)) > MOST:
                raise _values.NotByValue("a value that is too long")
        except Exception:
            return self.say("unsendable", number, type(value).__name__)
        self.say("value", number, data)

    def truth(self, number, value):
        self.say("truth", number, bool(value))

    def identity(self, number, value):
        self.say("identity", number, value if value is None or type(value) is bool else "other")

    def seen(self, number, good):
        self.say("seen", number, bool(good))

    def no(self, value):
        return False

    def fail(self):
        raise AssertionError("made to fail")


def run(probe):
    solution = types.ModuleType("solution")
    sys.modules["solution"] = solution
    try:
        if PLAN["prelude"]:
            exec(compile(PLAN["prelude"], "prelude.py", "exec"), solution.__dict__)
    except Exception:
        pass  # a prompt may be half a program; the submission is judged without it
    try:
        code = compile(PLAN["program"], "solution.py", "exec")
    except Exception as error:
        return probe.say("compile", 0, type(error).__name__ + ": " + str(error)[:200])
    exec(code, solution.__dict__)
    probe.say("loaded", 0, True)
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    names = {{k: v for k, v in solution.__dict__.items() if not hasattr(builtins, k)}}
    module.__dict__.update(names)
    module.__dict__.update(__name__="__main__", __file__="tests.py", __rk__=probe)
    exec(compile(PLAN["tests"], "tests.py", "exec"), module.__dict__)
    if PLAN["style"] == "unittest":
        run_cases(module, probe)
    else:
        run_functions(module, probe)
    probe.say("end", 0, True)


def run_functions(module, probe):
    if PLAN["check"]:
        try:
            entry = eval(PLAN["entry"], module.__dict__)
        except NameError:
            entry = getattr(module.__dict__["Solution"](), PLAN["entry"])
        module.__dict__["check"](entry)
    for name in PLAN["functions"]:
        module.__dict__[name]()


def run_cases(module, probe):
    import unittest

    class Result(unittest.TestResult):
        def startTest(self, test):
            super().startTest(test)
            probe.unit = ".".join(test.id().split(".")[-2:])

        def stopTest(self, test):
            super().stopTest(test)
            probe.unit = ""

        def addSuccess(self, test):
            probe.say("test", 0, "passed")

        def addError(self, test, error):
            probe.say("test", 0, "failed")

        addFailure = addError

        def addSubTest(self, test, subtest, error):
            if error is not None:
                probe.say("test", 0, "failed")

        def addSkip(self, test, reason):
            probe.say("test", 0, "skipped")

        def addExpectedFailure(self, test, error):
            probe.say("test", 0, "passed")

        def addUnexpectedSuccess(self, test):
            probe.say("test", 0, "failed")

    unittest.defaultTestLoader.loadTestsFromModule(module).run(Result())


run(Probe())
'''


def driver(plan: dict[str, object]) -> str:
    """Return the program for a plan of plain data."""
    return DRIVER.format(plan=repr(plan), most=MOST, report=REPORT)
