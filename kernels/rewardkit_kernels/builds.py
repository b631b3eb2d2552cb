"""Builds of every kernel for real GPUs, made without one: `python -m rewardkit_kernels.builds`.

Prints the registers, the spilled bytes and the size of each build, as NVIDIA's assembler (which
comes with Triton) and the metadata of AMD's code objects tell them. Nothing is run, so nothing is
said of speed.

Exit codes: 0 built without spills, 1 something spills, 2 usage, 3 Triton is missing or interprets.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from .backends import interpreted, triton_installed

NVIDIA: Final = (75, 80, 90, 100, 120)
AMD: Final = "gfx942"

TOKENS: Final = {
    "logits": "*bf16",
    "ids": "*i64",
    **dict.fromkeys(("weights", "advantages", "olds", "references", "log_ratios"), "*fp32"),
    **dict.fromkeys(("entropy_weights", "losses", "logprobs", "entropies", "kls"), "*fp32"),
    **dict.fromkeys(("foreigns", "flag_list"), "*u8"),
    **dict.fromkeys(("rows", "row_stride", "V"), "i32"),
    **dict.fromkeys(("scale", "least", "most", "delta", "beta"), "fp32"),
    **dict.fromkeys(("entropy_factor", "shaping"), "fp32"),
}
PLAIN: Final = {
    "GRADIENT": True, "CISPO": False, "KL": "none", "KL_IMPORTANCE": False, "ENTROPY": False,
    "ENTROPY_WEIGHT": False, "LOG_RATIO": False, "FOREIGN": False, "SHAPED": False,
}  # fmt: skip
VARIANTS: Final[dict[str, dict[str, Any]]] = {
    "clip": {},
    "clip, entropy": {"ENTROPY": True},
    "clip, k3": {"KL": "k3"},
    "CISPO": {"CISPO": True},
    "everything": {
        "KL": "k3", "KL_IMPORTANCE": True, "ENTROPY": True, "ENTROPY_WEIGHT": True,
        "LOG_RATIO": True, "FOREIGN": True, "SHAPED": True,
    },
    "no gradient": {"GRADIENT": False, "KL": "k3", "ENTROPY": True},
}  # fmt: skip
GAE: Final = {
    **dict.fromkeys(("rewards", "values"), "*fp32"),
    "offsets": "*i64",
    **dict.fromkeys(("advantages", "returns"), "*fp32"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One kernel to build: its variant, the logits of a block and the warps."""

    name: str
    block: int
    warps: int
    kernel: Any
    types: dict[str, str]
    fixed: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Build:
    """Facts of one build."""

    name: str
    block: int
    warps: int
    target: str
    registers: int
    spilled: int
    """Bytes, or on AMD registers, that do not fit and go through memory."""
    shared: int
    size: int


def cases(quick: bool = False) -> Iterator[Case]:
    """Yield the kernels as they are launched by default; without `quick` in other shapes too."""
    from .gae import triton as gae
    from .token_logprobs import triton as logprobs
    from .token_loss import triton as loss

    shape = {"BLOCK": logprobs.BLOCK}
    kernel: Any = logprobs._token_logprobs
    yield Case("token_logprobs", logprobs.BLOCK, logprobs.WARPS, kernel, TOKENS, shape)
    kernel = loss._token_loss
    chosen = ("clip", "everything") if quick else tuple(VARIANTS)
    for variant in chosen:
        fixed = PLAIN | VARIANTS[variant] | {"BLOCK": loss.BLOCK}
        yield Case(f"token_loss: {variant}", loss.BLOCK, loss.WARPS, kernel, TOKENS, fixed)
    fixed = PLAIN | VARIANTS["everything"] | {"BLOCK": loss.BLOCK}
    single = TOKENS | {"logits": "*fp32"}
    yield Case("token_loss: everything, float32", loss.BLOCK, loss.WARPS, kernel, single, fixed)
    for block, warps in () if quick else ((2048, 4), (4096, 8), (8192, 16), (16384, 8)):
        fixed = PLAIN | VARIANTS["everything"] | {"BLOCK": block}
        yield Case("token_loss: everything", block, warps, kernel, TOKENS, fixed)
    kernel = gae._gae
    fixed = {"BLOCK": gae.BLOCK, "DISCOUNT": 0.99, "DECAY": 0.95}
    yield Case("gae", gae.BLOCK, gae.WARPS, kernel, GAE, fixed)


def build(case: Case, target: int | str) -> Build:
    """Build one kernel for a compute capability of NVIDIA, or an architecture of AMD."""
    import triton
    from triton.backends.compiler import GPUTarget
    from triton.compiler import ASTSource

    names = case.kernel.arg_names
    signature = {name: "constexpr" if name in case.fixed else case.types[name] for name in names}
    # A launch finds pointers, the stride and V to be multiples of 16, and loads 128 bits at a time.
    even = [n for n in names if signature[n].startswith("*") or n in ("row_stride", "V")]
    attributes = {(names.index(name),): [["tt.divisibility", 16]] for name in even}
    source = ASTSource(case.kernel, signature, constexprs=case.fixed, attrs=attributes)
    amd = isinstance(target, str)
    place = GPUTarget("hip", target, 64) if amd else GPUTarget("cuda", target, 32)
    made = triton.compile(source, target=place, options={"num_warps": case.warps})
    if amd:
        text = made.asm["amdgcn"]
        registers, spilled = _number(r"\.vgpr_count:\s+(\d+)", text), 0
        spilled = _number(r"\.vgpr_spill_count:\s+(\d+)", text)
        size = len(made.asm["hsaco"])
    else:
        registers, spilled = _assembled(made.asm["ptx"], int(target))
        size = len(made.asm["cubin"])
    return Build(
        case.name, case.block, case.warps, target if amd else f"sm_{target}", registers,  # type: ignore[arg-type]
        spilled, made.metadata.shared, size,
    )  # fmt: skip


def _assembled(ptx: str, capability: int) -> tuple[int, int]:
    """Return registers and spilled bytes, as the assembler that Triton brings along counts them."""
    import triton

    folder = Path(triton.__file__).parent / "backends" / "nvidia" / "bin"
    newer = folder / "ptxas-blackwell"
    ptxas = newer if capability >= 100 and newer.exists() else folder / "ptxas"
    architecture = re.search(r"\.target\s+(\S+)", ptx)
    assert architecture is not None
    with tempfile.TemporaryDirectory() as place:
        text = Path(place) / "kernel.ptx"
        text.write_text(ptx, encoding="utf-8")
        name = architecture.group(1).rstrip(",")
        done = subprocess.run(
            [str(ptxas), "-v", f"--gpu-name={name}", str(text), "-o", f"{place}/kernel.cubin"],
            capture_output=True,
            text=True,
            check=True,
        )
    spilled = [int(n) for n in re.findall(r"(\d+) bytes spill", done.stderr)]
    return _number(r"Used (\d+) registers", done.stderr), sum(spilled)


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"the build says nothing that matches {pattern!r}")
    return int(found.group(1))


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, print a table and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rewardkit_kernels.builds", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON list")
    parser.add_argument("--quick", action="store_true", help="default shapes, few variants")
    chosen = parser.parse_args(arguments)
    if not triton_installed() or interpreted():
        print(
            "Needs Triton (pip install 'rewardkit[train]', Linux, x86-64) and no TRITON_INTERPRET.",
            file=sys.stderr,
        )
        return 3
    found = [build(case, target) for case in cases(chosen.quick) for target in (*NVIDIA, AMD)]
    if chosen.json:
        print(json.dumps([asdict(one) for one in found]))
    else:
        print("\n".join(table(found)))
    return 1 if any(one.spilled for one in found) else 0


def table(found: Sequence[Build]) -> list[str]:
    """Return the lines of a Markdown table: registers of each build, and its bytes on Hopper."""
    targets = list(dict.fromkeys(one.target for one in found))
    lines = [
        f"| kernel | block x warps | {' | '.join(targets)} | spilled | shared | code, sm_90 |",
        f"| --- | --- |{' ---: |' * len(targets)} ---: | ---: | ---: |",
    ]
    rows: dict[tuple[str, int, int], dict[str, Build]] = {}
    for one in found:
        rows.setdefault((one.name, one.block, one.warps), {})[one.target] = one
    for (name, block, warps), built in rows.items():
        registers = " | ".join(str(built[target].registers) for target in targets)
        spilled = sum(one.spilled for one in built.values())
        hopper = built["sm_90"]
        lines.append(
            f"| {name} | {block} x {warps} | {registers} | {spilled} | {hopper.shared} B "
            f"| {hopper.size // 1024} KB |"
        )
    return lines


if __name__ == "__main__":
    sys.exit(main())
