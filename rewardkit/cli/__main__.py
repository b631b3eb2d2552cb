"""Entry point of `python -m rewardkit.cli`, the same as `rewardkit`."""

from rewardkit.cli import main

main()
