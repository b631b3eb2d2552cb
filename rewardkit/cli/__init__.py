"""The command line: one module for each verb, imported when it is used."""

from rewardkit.cli.app import main

__all__ = ["main"]
