"""Entry point of the benchmark of graders: `python -m rewardkit_verifiers.bench.math FILE ...`."""

import sys

from rewardkit_verifiers.bench.math.main import main

if __name__ == "__main__":
    sys.exit(main())
