"""The built-in verifiers and corpus families, offered by the hooks that any plugin uses."""

from __future__ import annotations

from rewardkit.hooks import CorpusFamily, Folder, Layout, hookimpl


@hookimpl
def rewardkit_verifiers() -> list[Folder]:
    """Return the package in which the built-in verifiers live."""
    return [Folder("rewardkit_verifiers")]


@hookimpl
def rewardkit_corpus_families() -> list[CorpusFamily]:
    """Return the families of rows that the built-in verifiers judge."""
    return [
        CorpusFamily(name, f"rewardkit_verifiers.corpora:{name}_trial")
        for name in (
            "format",
            "composite",
            "math",
            "code",
            "judge",
            "tools",
            "follow",
            "puzzle",
            "ground",
            "plan",
            "proof",
            "text",
        )
    ]


@hookimpl
def rewardkit_layouts() -> list[Layout]:
    """Return the layouts of labelled sets that the built-in verifiers judge."""
    names = "second-math math-pairs hardverify pitfalls gaokao evouna bfcl ifbench ifbench-loose "
    names += "tulu second-judge second-code classeval exercism leetcode"
    return [
        Layout(name, f"rewardkit_verifiers.layouts:read_{name.replace('-', '_')}")
        for name in names.split()
    ]
