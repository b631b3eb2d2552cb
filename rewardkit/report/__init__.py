"""Reports as one HTML file each, with nothing to load from elsewhere."""

from rewardkit.report.page import page

__all__ = ["page"]
