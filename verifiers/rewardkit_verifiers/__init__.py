"""The verifiers that ship with rewardkit: one folder each, code beside card and cases."""
