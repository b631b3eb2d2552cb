"""Does a program pass hidden files of pytest tests, which import it from a sandbox of their own?"""

from rewardkit_verifiers.code.pytest.verifier import pytest

__all__ = ["pytest"]
