"""Entry point of `python -m rewardkit`, the same as `rewardkit`."""

from rewardkit.cli import main

main()
