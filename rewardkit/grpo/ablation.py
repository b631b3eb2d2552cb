"""The documented name of the ablation command, `python -m rewardkit.grpo.ablation`.

The comparison itself is a benchmark: `rewardkit.bench.ablation`.
"""

from __future__ import annotations

import sys

from rewardkit.bench.ablation import main

if __name__ == "__main__":
    sys.exit(main())
