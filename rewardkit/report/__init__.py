"""Reports as self-contained HTML files."""

from rewardkit.report.page import page

__all__ = ["page"]
