"""The file that Lean checks: the statement of the row, what was submitted, and the check.

The statement is elaborated before anything of the submission, under a name of ours, so that nothing
submitted can change what it means. Behind the submission its theorem must have that very type.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_NAME = r"[^\W\d][\w.'!?₀-₉]*"
_STATEMENT = re.compile(rf"\s*(?:theorem|lemma)\s+({_NAME})(?=[\s({{\[⦃:])(.*)", re.DOTALL)
_PROOF_BEGINS = re.compile(r":=\s*(?:by\b)?\s*(?:sorry\b)?\s*$")
# Words of commands and terms that run code while Lean elaborates, that change how it reads what
# follows, or that make the kernel believe what it has not checked.
_FORBIDDEN = re.compile(
    r"(?<![\w.'])(?:axiom|sorry|admit|native_decide|unsafe|macro|macro_rules|notation3?|infix[lr]?"
    r"|prefix|postfix|syntax|elab|elab_rules|declare_syntax_cat|run_cmd|run_elab|run_meta|run_tac"
    r"|by_elab|initialize|builtin_initialize|import|simproc|dsimproc|simproc_decl|unif_hint"
    r"|binder_predicate|opaque|extern|implemented_by|csimp|reduceBool|ofReduceBool|sorryAx"
    r"|include_str|eval%|deriving_handler)(?![\w'])"
    r"|(?<![\w.])(?:Lean\.(?!Grind\b|Omega\b)|IO\.|Elab\.|Meta\.)\w"
    r"|@\[[^\]\n]{0,200}\b(?:extern|implemented_by|csimp|export|init|tactic|term_elab|command_elab"
    r"|macro|simproc|builtin_\w+)\b"
    r"|\b(?:open\s+private|debug\.\w+|skipKernelTC|addDecl|trustCompiler|ofReduce\w*)\b"
    r"|#(?:eval|print|exit|html|widget|test|sample|guard|reduce|check|find|help|synth|where|conv|time"
    r"|lint|string)\w*"
    r"|\bset_option\s+(?!maxHeartbeats\b|maxRecDepth\b|linter\.|pp\.)\S+",
    re.MULTILINE,
)
_COMMENT_MARK = re.compile(r"--|/-|-/|\n")


class BadStatement(ValueError):
    """A statement is no theorem."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A theorem without its proof.

    Example:
        >>> read_statement("theorem t (a : Nat) : a = a := by sorry")
        Statement(name='t', signature='(a : Nat) : a = a')
    """

    name: str
    signature: str


def read_statement(text: str) -> Statement:
    """Return the theorem of a row; `:= by sorry` behind it is left out.

    Raises:
        BadStatement: It is no theorem.
    """
    plain = _PROOF_BEGINS.sub("", text.rstrip())
    found = _STATEMENT.fullmatch(plain)
    if found is None or ":" not in found[2]:
        raise BadStatement(f"no theorem: {text[:80]!r}")
    return Statement(found[1], found[2].strip())


def goal_source(header: str, statement: Statement) -> str:
    """Return the file that states the theorem and proves nothing."""
    return f"{header}\n\ntheorem rewardkit_goal {statement.signature} := by\n  sorry\n"


def check_name(header: str, statement: Statement, submitted: str) -> str:
    """Return the name of the theorem that is checked: a digest, which no submission can hold."""
    seen = "\0".join((header, statement.signature, submitted))
    return f"rewardkit_check_{hashlib.sha256(seen.encode()).hexdigest()[:24]}"


def full_source(header: str, statement: Statement, submitted: str) -> str:
    """Return the file in which a submission must prove the statement."""
    name = check_name(header, statement, submitted)
    return (
        f"{goal_source(header, statement)}\n{_whole(statement, submitted)}\n\n"
        f"theorem {name} : type_of% @_root_.rewardkit_goal := @{statement.name}\n\n"
        f"#print axioms {name}\n"
    )


def _whole(statement: Statement, submitted: str) -> str:
    """Return a submission as a theorem, where it is only the proof."""
    stated = rf"^\s*(?:@\[[^\]\n]*\]\s*)?(?:theorem|lemma)\s+{re.escape(statement.name)}(?![\w.'])"
    if re.search(stated, submitted, re.MULTILINE):
        return submitted
    proof = submitted.strip().removeprefix(":=").strip()
    return f"theorem {statement.name} {statement.signature} := {proof}"


def forbidden(submitted: str) -> str:
    r"""Return what a submission must not hold, or an empty text.

    Example:
        >>> forbidden("by\n  native_decide"), forbidden("by simp -- no sorry here")
        ('native_decide', '')
    """
    found = _FORBIDDEN.search(_without_comments(submitted))
    return found[0].strip() if found else ""


def _without_comments(text: str) -> str:
    """Return a text without its comments, which may stand in one another.

    A text with quotes stays as it is: what looks like a comment there may be none, and hide what
    Lean reads.
    """
    if any(quote in text for quote in "\"'«"):
        return text
    kept: list[str] = []
    at = depth = 0
    line = False
    for mark in _COMMENT_MARK.finditer(text):
        if depth == 0 and not line:
            kept.append(text[at : mark.start()])
        at = mark.end()
        if mark[0] == "\n":
            line = False
            if depth == 0:
                kept.append("\n")
        elif mark[0] == "/-" and not line:
            depth += 1
        elif mark[0] == "-/" and not line:
            if depth == 0:
                kept.append("-/")
            depth = max(depth - 1, 0)
        elif mark[0] == "--" and depth == 0:
            line = True
        elif mark[0] == "--" and depth and text.startswith("/", mark.end()):
            # Within a comment `--/` closes it.
            depth -= 1
            at += 1
    if depth == 0 and not line:
        kept.append(text[at:])
    return "".join(kept)
