"""Entry point of the attack on our own verifiers: `python -m rewardkit_verifiers.bench.own`."""

import sys

from rewardkit_verifiers.bench.own.main import main

if __name__ == "__main__":
    sys.exit(main())
