"""Run the benchmark: `python -m rewardkit_sandbox.bench`."""

import sys

from rewardkit_sandbox.bench.run import main

if __name__ == "__main__":
    sys.exit(main())
