"""Entry point of the measure: `python -m rewardkit_verifiers.bench.gym --size 5 --seed 11`."""

import sys

from rewardkit_verifiers.bench.gym.measure import main

if __name__ == "__main__":
    sys.exit(main())
