"""Proofs in Lean: what is put to it, what is refused before, and what its messages say."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.proof.lean import lean
from rewardkit_verifiers.proof.lib.messages import Message, axioms_of, read_messages
from rewardkit_verifiers.proof.lib.run_lean import run_lean
from rewardkit_verifiers.proof.lib.source import (
    BadStatement,
    check_name,
    forbidden,
    full_source,
    read_statement,
)

STATEMENT = "theorem two : 1 + 1 = 2 := by sorry"


def test_the_statement_stands_before_the_submission_and_the_check_behind_it() -> None:
    wanted = read_statement(STATEMENT)
    proof = "theorem two : 1 + 1 = 2 := rfl"
    source = full_source("import Mathlib", wanted, proof)
    name = check_name("import Mathlib", wanted, proof)
    parts = [
        "import Mathlib",
        "theorem rewardkit_goal : 1 + 1 = 2 := by\n  sorry",
        proof,
        f"theorem {name} : type_of% @_root_.rewardkit_goal := @two",
        f"#print axioms {name}",
    ]
    assert [source.index(part) for part in parts] == sorted(source.index(part) for part in parts)


@pytest.mark.parametrize("proof", ["by rfl", ":= by rfl", "rfl", "fun x => x\n"])
def test_a_bare_proof_is_put_behind_the_statement(proof: str) -> None:
    source = full_source("", read_statement(STATEMENT), proof)
    assert f"theorem two : 1 + 1 = 2 := {proof.strip().removeprefix(':= ')}" in source


@given(st.text(max_size=60))
def test_no_submission_holds_the_name_of_its_check(text: str) -> None:
    wanted = read_statement(STATEMENT)
    assert check_name("", wanted, text) not in text
    assert check_name("", wanted, text) != check_name("", wanted, text + " ")


@pytest.mark.parametrize(
    ("text", "name", "signature"),
    [
        ("theorem t : True", "t", ": True"),
        ("lemma Nat.foo' {n : ℕ} (h : n > 0) :\n  n ≠ 0 := by\n  sorry", "Nat.foo'",
         "{n : ℕ} (h : n > 0) :\n  n ≠ 0"),
        ("theorem h₁ (a b : ℝ) : a = b := sorry", "h₁", "(a b : ℝ) : a = b"),
        ("theorem t : 2 = 2 :=", "t", ": 2 = 2"),
    ],
)  # fmt: skip
def test_a_statement_is_read_without_its_proof(text: str, name: str, signature: str) -> None:
    found = read_statement(text)
    assert (found.name, found.signature) == (name, signature)


@pytest.mark.parametrize("text", ["", "1 = 1", "def f := 2", "theorem", "theorem t"])
def test_what_is_no_theorem_is_refused(text: str) -> None:
    with pytest.raises(BadStatement):
        read_statement(text)


HOSTILE = [
    "axiom a : False",
    "private axiom a : False",
    "by sorry",
    "by exact sorryAx _",
    "by native_decide",
    "unsafe def f := 1",
    "@[implemented_by g] def f := 1",
    "@[simp, csimp] theorem x : a = b := rfl",
    "macro_rules | `(tactic| rfl) => `(tactic| trivial)",
    'local notation "1 + 1" => 2',
    "open Lean Elab in elab \"x\" : term => return default",
    "run_cmd Lean.logInfo m!\"x\"",
    "theorem t : True := by run_tac Lean.Meta.admit",
    "theorem t : True := by_elab return .const ``sorryAx []",
    "#eval 1",
    "theorem t : True := trivial#eval 1",
    "#exit",
    "set_option debug.byAsSorry true in theorem t : False := by simp",
    "set_option autoImplicit true",
    "initialize IO.println 1",
    "import Lean",
    "simproc reduceFoo (foo _) := fun e => return .continue",
    "instance : Inhabited Nat := IO.mkRef",
    "open private x in y",
    'by have := "/-"; sorry; have := "-/"',
    "by have := 'a'; /- -/ sorry /- -/",
    "example := Lean.ofReduceBool",
    "/- -- -/ macro_rules",
    "/- /- -/ -/ sorry",
    "-- /-\nsorry",
    "/-- doc --/ axiom x : False",
    "«-- » macro_rules",
    "/- a -/ sorry /- b -/",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_change_the_check_is_refused_before_lean_sees_it(text: str) -> None:
    assert forbidden(text)
    found = lean(command=("recorded",)).score(completion=text, statement=STATEMENT)
    assert (found.value, found.reason) == (0.0, "unsafe_construct")


HONEST = [
    "by simp [add_comm]",
    "by\n  induction n with\n  | zero => rfl\n  | succ n ih => omega",
    "by nlinarith [sq_nonneg (a - b)] -- sorry for the brevity",
    "by\n  /- we admit that this is short -/\n  norm_num",
    "theorem two : 1 + 1 = 2 := by\n  set_option maxHeartbeats 400000 in\n  decide",
    "by have h : #s = 2 := by simp\n   exact h",
    "by rcases h with ⟨x, hx⟩; exact hx.syntax_eq",
    "open Nat in\ntheorem two : 1 + 1 = 2 := by rfl",
    "fun a => a.prefix_append",
    "by grind",
    "/- a /- sorry -/ macro -/ by rfl",
    "/-- We need no axiom. -/\nlemma one : 1 = 1 := rfl\ntheorem two : 1 + 1 = 2 := rfl",
    "-- import\n-- axiom\nby rfl",
]


@pytest.mark.parametrize("text", HONEST)
def test_honest_proofs_are_not_refused(text: str) -> None:
    assert forbidden(text) == ""


# Lines as Lean 4.31 to 4.33 write them.
LINES = (
    '{"caption":"","data":"declaration uses `sorry`","endPos":{"column":7,"line":1},"fileName":"a",'
    '"isSilent":false,"keepFullRange":false,"kind":"hasSorry","pos":{"column":0,"line":1},'
    '"severity":"warning"}\n'
    '{"caption":"","data":"\'M.ok\' depends on axioms: [propext,\\n Quot.sound]","endPos":null,'
    '"fileName":"a","pos":{"column":0,"line":9},"severity":"information"}\n'
    "Stack overflow detected. Aborting.\n"
)


def test_messages_are_read_as_lean_writes_them() -> None:
    found = read_messages(LINES)
    assert [one.severity for one in found] == ["warning", "information"]
    assert axioms_of("M.ok", found) == ["propext", "Quot.sound"]
    assert axioms_of("ok", found) is None


@given(st.text(max_size=80))
def test_any_output_is_read(text: str) -> None:
    assert axioms_of("t", read_messages(text)) is None
    message = Message("information", f"'t' depends on axioms: {text}")
    assert axioms_of("t", [message]) is None or "[" in text


# --- a process that speaks as Lean does -----------------------------------------------------------
FAKE = """
import json, sys, time
source = sys.stdin.read()
def say(severity, data):
    print(json.dumps({"severity": severity, "data": data, "fileName": "<stdin>"}))
say("warning", "declaration uses `sorry`")
if "loop" in source:
    time.sleep(600)
if "#print axioms" in source:
    name = source.rpartition("#print axioms ")[2].strip()
    say("information", f"'{name}' does not depend on any axioms")
"""


@pytest.fixture
def command(tmp_path: Path) -> tuple[str, ...]:
    path = tmp_path / "fake_lean.py"
    path.write_text(FAKE)
    return (sys.executable, str(path))


def test_a_file_goes_to_the_standard_input_of_the_command(command: tuple[str, ...]) -> None:
    reward = lean(command=command)
    assert reward.score(completion="by rfl", statement=STATEMENT).value == 1.0


def test_a_run_that_takes_too_long_is_killed_and_counts_as_no_proof(
    command: tuple[str, ...],
) -> None:
    found = lean(command=command, time_s=0.5).score(completion="by loop", statement=STATEMENT)
    assert (found.status, found.value, found.reason) == ("timeout", 0.0, "time_limit")


def test_a_missing_lean_is_an_error_and_no_zero() -> None:
    found = lean(command=("no-such-lean",)).score(completion="by rfl", statement=STATEMENT)
    assert (found.value, found.reason) == (None, "no_toolchain")


def test_a_command_that_says_nothing_is_an_error_and_no_zero(tmp_path: Path) -> None:
    silent = (sys.executable, "-c", "pass")
    found = lean(command=silent).score(completion="by rfl", statement=STATEMENT)
    assert (found.value, found.reason) == (None, "bad_statement")


def test_each_recording_is_of_the_format_of_lean() -> None:
    path = Path(sys.modules["rewardkit_verifiers.proof.lean"].__file__ or "").parent
    for line in (path / "recorded.jsonl").read_text(encoding="utf-8").splitlines():
        output = json.loads(line)["output"]
        spoken = [one for one in output if one.startswith("{")]
        assert len(read_messages("\n".join(output))) == len(spoken)


def test_a_recorded_run_names_the_theorem_of_its_file() -> None:
    found = run_lean("theorem x\n#print axioms rewardkit_check_ab", ("recorded",), "", 1.0)
    assert axioms_of("rewardkit_check_ab", found) == []


@pytest.mark.parametrize("settings", [{"time_s": 0.0}, {"command": ()}])
def test_settings_that_make_no_sense_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(DefinitionError):
        lean(**settings)
