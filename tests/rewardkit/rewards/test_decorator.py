"""What `@reward` accepts, and what it says of options that do not exist."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit import reward

decorate: Any = reward


@pytest.mark.parametrize(
    ("option", "meant"),
    [
        ("deadline", "timeout=SECONDS"),
        ("timeot", "'timeout'"),
        ("low", "range=(low, high)"),
        ("sandbox", "isolated=True"),
        ("isolate", "'isolated'"),
        ("zzz", "keyword-only parameters"),
    ],
)
def test_an_option_that_does_not_exist_names_the_one_that_was_meant(
    option: str, meant: str
) -> None:
    with pytest.raises(TypeError, match=f"@reward has no option '{option}'") as refused:
        decorate(**{option: 1})
    assert meant in str(refused.value)


def test_the_options_are_checked_before_the_function_is() -> None:
    with pytest.raises(TypeError, match="no option 'deadline'"):
        decorate(lambda completion: 1.0, deadline=1)
