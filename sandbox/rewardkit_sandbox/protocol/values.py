"""Python values as typed JSON: by value only, so that nothing is ever run to read one.

Plain JSON stays as it is (null, booleans, numbers, strings, lists, dicts with string keys);
everything else is an object with one key that begins with `$`. Both sides of the channel use
this module, so it needs nothing but the standard library.

Example:
    >>> encode((1, {2: "a"}))
    {'$tuple': [1, {'$dict': [[2, 'a']]}]}
    >>> decode({"$set": [1, 2]})
    {1, 2}
"""

from rewardkit_sandbox.protocol.bounds import DEEPEST, MOST_ITEMS, NotByValue, excess
from rewardkit_sandbox.protocol.decoding import decode
from rewardkit_sandbox.protocol.encoding import encode
from rewardkit_sandbox.protocol.kinds import Items, as_list

__all__ = [
    "DEEPEST",
    "MOST_ITEMS",
    "Items",
    "NotByValue",
    "as_list",
    "decode",
    "encode",
    "excess",
]
