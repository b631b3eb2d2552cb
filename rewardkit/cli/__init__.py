"""The command line: one file for each verb, imported when it is used."""

from rewardkit.cli.app import main

__all__ = ["main"]
