"""The command line: one file for each verb, imported when it is used."""

from rewardkit.cli.frame import main

__all__ = ["main"]
