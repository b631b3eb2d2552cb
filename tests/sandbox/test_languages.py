"""Programs in every language that this machine has the tools for."""

from __future__ import annotations

import shutil

import pytest

from rewardkit_sandbox import BadRequest, Job, Outcome, Program, open_sandbox
from rewardkit_sandbox.languages import LANGUAGES, language

SUMS = {
    "python": ("", "print(sum(map(int, input().split())))"),
    "bash": ("bash", "read a b; echo $((a + b))"),
    "javascript": (
        "node",
        "const fs = require('fs');\n"
        "const [a, b] = fs.readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a + b);",
    ),
    "cpp": (
        "g++",
        "#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b; }",
    ),
}


def test_every_language_is_tried_here() -> None:
    assert set(SUMS) == set(LANGUAGES)
    with pytest.raises(BadRequest, match="no language 'perl'. Known: bash, cpp, javascript"):
        language("perl")


@pytest.mark.slow
@pytest.mark.parametrize("name", SUMS)
def test_a_program_runs_in_its_language(name: str, backend: str) -> None:
    tool, source = SUMS[name]
    if tool and shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    with open_sandbox(backend, size=1, programs=[tool] if tool else []) as sandbox:
        done = sandbox.do(Job(Program(source, language=name), inputs=(b"1 2\n", b"3 4\n")))
        assert [run.stdout.strip() for run in done.runs] == [b"3", b"7"], done.runs[0]
        broken = sandbox.run(Program("}{ (", language=name), stdin=b"1 2\n")
        assert broken.outcome in (Outcome.COMPILE_ERROR, Outcome.RUNTIME_ERROR)
