"""`python -m rewardkit.cli` is the same as `rewardkit`."""

from rewardkit.cli import main

main()
