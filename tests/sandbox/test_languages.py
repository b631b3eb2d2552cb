"""Programs in every language that this machine has the tools for."""

from __future__ import annotations

import pytest

from rewardkit_sandbox import BadRequest, Job, Limits, Outcome, Program, open_sandbox
from rewardkit_sandbox.languages import LANGUAGES, language, missing_programs, programs_of

SUMS = {
    "python": ("", "print(sum(map(int, input().split())))"),
    "bash": ("bash", "read a b; echo $((a + b))"),
    "javascript": (
        "node",
        "const fs = require('fs');\n"
        "const [a, b] = fs.readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a + b);",
    ),
    "c": (
        "gcc",
        '#include <stdio.h>\nint main(void) { int a, b; scanf("%d %d", &a, &b);'
        ' printf("%d", a + b); }',
    ),
    "java": (
        "javac",
        "public class Main { public static void main(String[] args) {"
        " var in = new java.util.Scanner(System.in);"
        " System.out.println(in.nextInt() + in.nextInt()); } }",
    ),
    "rust": (
        "rustc",
        "fn main() { let mut line = String::new(); std::io::stdin().read_line(&mut line).unwrap();"
        " let numbers = line.split_whitespace().map(|x| x.parse::<i64>().unwrap());"
        ' println!("{}", numbers.sum::<i64>()); }',
    ),
    "go": (
        "go",
        'package main\nimport "fmt"\nfunc main() { var a, b int; fmt.Scan(&a, &b);'
        " fmt.Println(a + b) }",
    ),
    "cpp": (
        "g++",
        "#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b; }",
    ),
}


def test_every_language_is_tried_here() -> None:
    assert set(SUMS) == set(LANGUAGES)
    with pytest.raises(BadRequest, match="no language 'perl'. Known: bash, c, cpp"):
        language("perl")


@pytest.mark.slow
@pytest.mark.parametrize("name", SUMS)
def test_a_program_runs_in_its_language(name: str, backend: str) -> None:
    tool, source = SUMS[name]
    if missing_programs(name):
        pytest.skip(f"{tool} is not installed")
    with open_sandbox(backend, size=1, packages=[], programs=programs_of(name)) as sandbox:
        limits = Limits(wall_s=20, memory_mb=512, pids=128)
        inputs = (b"1 2\n", b"3 4\n")
        done = sandbox.do(Job(Program(source, language=name), inputs=inputs, limits=limits))
        assert [run.stdout.strip() for run in done.runs] == [b"3", b"7"], done.runs[0]
        broken = sandbox.run(Program("}{ (", language=name), stdin=b"1 2\n")
        assert broken.outcome in (Outcome.COMPILE_ERROR, Outcome.RUNTIME_ERROR)
        assert broken.detail
