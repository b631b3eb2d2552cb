"""Does a program, read and never run, have what it should have and nothing that it must not?"""

from rewardkit_verifiers.code.static.source import Facts, read_source
from rewardkit_verifiers.code.static.verifier import instruction, static

__all__ = ["Facts", "instruction", "read_source", "static"]
