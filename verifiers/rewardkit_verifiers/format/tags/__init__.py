"""Does a reply consist of the blocks it was asked for?"""

from rewardkit_verifiers.format.lib.blocks import Block, Fault
from rewardkit_verifiers.format.lib.extraction import extract
from rewardkit_verifiers.format.lib.reading import Reading, parse
from rewardkit_verifiers.format.tags.verifier import instruction, tags

__all__ = ["Block", "Fault", "Reading", "extract", "instruction", "parse", "tags"]
