"""The program that runs a submission and its rewritten tests in one process of the sandbox.

Nothing here is trusted: the submission shares the process. What it could forge is only its own
answers, since no expected value is there.
"""

from __future__ import annotations

from rewardkit_sandbox.verdict.instruments import GUARD

REPORT = "report.jsonl"
MOST = 4 << 20  # characters of one value that travels out

# The braces are filled with `PLAN`, a literal.
DRIVER = '''
import builtins, json, os, random, re, sys, types
from rewardkit_sandbox.protocol import values as _values

PLAN = {plan}
MOST = {most}
OWN = (PLAN["module"], "__main__", "unittest.mock")  # where classes have an equality of their own


class Other(Exception):
    """An exception that no submission raises."""


class OtherWarning(Warning):
    """A warning that no submission gives."""


class Held:
    """Stands in a table for what a test expects, and holds nothing but its number."""

    __slots__ = ("_number",)

    def __init__(self, number):
        self._number = number

    def __repr__(self):
        return "held"


class Raising:
    """Catches what a block raises, and sends its classes out."""

    def __init__(self, number, pattern):
        self._number, self._pattern = number, pattern
        self.exception = self.value = self.type = self.tb = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            probe.say("raised", self._number, [[], ""])
            raise AssertionError("nothing was raised")
        solution = vars(sys.modules[PLAN["module"]]).items()
        own = {{key: value for key, value in list(solution) if not hasattr(builtins, key)}}
        spaces = [vars(builtins), sys._getframe(1).f_globals, own]
        names = []
        for one in kind.__mro__:
            items = [item for space in spaces for item in list(space.items())]
            bound = {{key for key, value in items if value is one}}
            home = vars(builtins).get(one.__name__)
            names.append([one.__name__, *bound] if home in (None, one) else [*bound])
        said = str(error)
        if self._pattern is not None and not re.search(self._pattern, said):
            names = []
        probe.say("raised", self._number, [names, said[:10000]])
        self.exception = self.value = error.with_traceback(None)
        self.type, self.tb, self.typename = kind, trace, kind.__name__
        return True

    def match(self, pattern):
        assert re.search(pattern, str(self.value)), "the message does not match"
        return True

    def errisinstance(self, kinds):
        return isinstance(self.value, kinds)

    def exconly(self, tryshort=False):
        return "%s: %s" % (self.typename, self.value)


class Probe:
    Other = Other
    OtherWarning = OtherWarning
    held = Held

    def __init__(self):
        self._file = os.open({report!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC)
        self.unit = ""
        self._moved = set()
        self._failing = set()

    def say(self, kind, number, what, *more):
        row = json.dumps([kind, number, what, self.unit, *more])
        os.write(self._file, row.encode() + b"\\n")

    def value(self, number, value, *held):
        token = held[0]._number if held and type(held[0]) is Held else None
        try:
            if hasattr(type(value), "__next__"):
                return self.say("iterator", number, type(value).__name__, token)
            data = _values.encode(value)
            if len(json.dumps(data)) > MOST:
                raise _values.NotByValue("a value that is too long")
        except Exception as error:
            return self.say("unsendable", number, str(error)[:200], token)
        self.say("value", number, data, token, *how_it_compares(value))

    def truth(self, number, value):
        self.say("truth", number, bool(value))

    def identity(self, number, value, *held):
        token = held[0]._number if held and type(held[0]) is Held else None
        plain = value is None or type(value) is bool
        self.say("identity", number, value if plain else "other", token)

    def seen(self, number, good):
        self.say("seen", number, bool(good))

    def failed(self, number):
        kind, error, _ = sys.exc_info()
        self._failing.add(self.unit)
        self.say("failed", number, (kind.__name__ + ": " + str(error))[:200])

    def settle(self):
        if self.unit in self._failing:
            raise AssertionError("an assertion failed")

    def raising(self, number, pattern):
        return Raising(number, pattern)

    def no(self, value):
        return False

    def off(self, number, value):
        if (self.unit, number) in self._moved:
            return value  # one change a test is enough, and the fewer the harder to tell
        self._moved.add((self.unit, number))
        moved = moved_value(value, random.Random(PLAN["seed"] + number))
        if moved is NOTHING:
            self.say("object", number, True)
            return [PLAN["seed"], "qx"]
        return moved

    def fail(self):
        raise AssertionError("made to fail")


NOTHING = object()
{guard}

def moved_value(value, chance):
    """Return another value of the same type, or NOTHING for an object of some class."""
    kind = type(value)
    if kind is bool:
        return not value
    if kind is int:
        return value + chance.choice((-1, 1))
    if kind in (float, complex):
        return value + chance.choice((-1, 1)) * (1 + abs(value) / 4) if value * 0 == 0 else 0.5
    if kind is str:
        at = chance.randrange(len(value)) if value else 0
        return value[:at] + ("q" if value[at:at + 1] != "q" else "r") + value[at + 1:]
    if kind is bytes:
        return value + b"q"
    if value is None:
        return 0
    if kind in (list, tuple):
        if not value:
            return kind([chance.randint(2, 9)])
        at = chance.randrange(len(value))
        inner = moved_value(value[at], chance)
        return NOTHING if inner is NOTHING else kind([*value[:at], inner, *value[at + 1:]])
    if kind in (set, frozenset):
        return value ^ {{chance.randint(10000, 99999)}}
    if kind is dict:
        return {{**value, "qx": chance.randint(2, 9)}}
    if kind.__module__ == "numpy":
        try:
            return value + chance.randint(1, 3)
        except Exception:
            return NOTHING
    return NOTHING


def how_it_compares(value):
    """Tell an array, which has no single truth, and an object with an equality of its own."""
    some = list(value)[:100] if isinstance(value, (list, tuple)) else ()
    for one in (value, *some):
        kind = type(one)
        if kind.__module__ == "numpy" and getattr(one, "size", 1) != 1:
            return "array", ""
        for base in kind.__mro__:
            if "__eq__" in vars(base) and base.__module__ in OWN:
                return "own", kind.__name__
    return "", ""


probe = Probe()


def run():
    solution = types.ModuleType(PLAN["module"])
    solution.__file__ = PLAN["module"] + ".py"
    try:
        code = compile(PLAN["program"], PLAN["module"] + ".py", "exec", dont_inherit=True)
    except Exception as error:
        return probe.say("compile", 0, type(error).__name__ + ": " + str(error)[:200])
    guard = Guard(*PLAN["instruments"])
    sys.modules[PLAN["module"]] = solution
    for part in PLAN["prelude"]:
        try:
            exec(compile(part, "prelude.py", "exec"), solution.__dict__)
        except Exception:
            pass  # what a prompt imports may not be here; the submission is judged without it
    exec(code, solution.__dict__)
    probe.say("loaded", 0, True)
    probe.say("bent", 0, guard.bent()[:99])
    builtins.__rk__ = probe
    if PLAN["style"] == "pytest":
        run_pytest()
        probe.say("bent", 0, guard.bent()[:99])
        return probe.say("end", 0, True)
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    # The function that is asked for may have a builtin's name; nothing else may take one.
    asked = PLAN["entry"].partition("(")[0]
    names = {{
        k: v for k, v in solution.__dict__.items() if k == asked or not hasattr(builtins, k)
    }}
    module.__dict__.update(names)
    module.__dict__.update(__name__="__main__", __file__="tests.py")
    exec(compile(PLAN["tests"], "tests.py", "exec"), module.__dict__)
    if PLAN["style"] == "unittest":
        run_cases(module)
    else:
        run_functions(module)
    probe.say("bent", 0, guard.bent()[:99])
    probe.say("end", 0, True)


def run_functions(module):
    if PLAN["check"]:
        try:
            entry = eval(PLAN["entry"], module.__dict__)
        except NameError:
            entry = getattr(module.__dict__["Solution"](), PLAN["entry"])
        module.__dict__["check"](entry)
    for name in PLAN["functions"]:
        module.__dict__[name]()


def run_cases(module):
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
            probe.say("test", 0, "failed", said(error))

        addFailure = addError

        def addSubTest(self, test, subtest, error):
            if error is not None:
                probe.say("test", 0, "failed", said(error))

        def addSkip(self, test, reason):
            probe.say("test", 0, "skipped")

        def addExpectedFailure(self, test, error):
            probe.say("test", 0, "passed")

        def addUnexpectedSuccess(self, test):
            probe.say("test", 0, "failed")

    def said(error):
        try:
            return (error[0].__name__ + ": " + str(error[1]))[:200]
        except Exception:
            return ""

    unittest.defaultTestLoader.loadTestsFromModule(module).run(Result())


def run_pytest():
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.setrecursionlimit(1150)  # its own frames are not the program's affair
    import pytest

    class Report:
        def pytest_configure(self, config):
            # Source around a failure is read by nobody, and costs more than the test.
            config.option.tbstyle = "native"

        def pytest_collectreport(self, report):
            if report.failed:
                probe.unit = ""
                probe.say("collect", 0, str(report.longrepr)[-300:])

        def pytest_runtest_logstart(self, nodeid, location):
            probe.unit = nodeid

        def pytest_runtest_logreport(self, report):
            probe.unit = report.nodeid
            how = "passed" if report.passed else "failed"
            if hasattr(report, "wasxfail") or (report.skipped and report.when == "setup"):
                how = "skipped"
            elif report.skipped:
                how = "left"  # by a mark of unittest, or by whoever raised it
            if report.when == "call" or how != "passed":
                crash = getattr(getattr(report.longrepr, "reprcrash", None), "message", "")
                crash = crash or str(report.longrepr or "").strip().rpartition("\\n")[2]
                probe.say("test", 0, how, str(crash)[:200])

        def pytest_runtest_logfinish(self, nodeid, location):
            probe.unit = ""

    # Two of these collect garbage until there is none, once each session; confcutdir keeps pytest
    # from listing every folder above the files.
    off = "cacheprovider terminal unraisableexception threadexception pastebin"
    off += " setuponly setupplan stepwise faulthandler"
    words = [word for name in off.split() for word in ("-p", "no:" + name)]
    words += ["--assert=plain", "--rootdir=.", "--confcutdir=."]
    pytest.main([*words, "-c", os.devnull, *PLAN["paths"]], plugins=[Report()])


run()
'''


def driver(plan: dict[str, object]) -> str:
    """Return the program for a plan of plain data."""
    return DRIVER.format(plan=repr(plan), most=MOST, report=REPORT, guard=GUARD)
