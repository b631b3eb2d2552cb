"""The private test cases of LiveCodeBench: JSON in a pickle in zlib in base64.

Unpickling runs what the file says. Here the pickle is only listed, opcode by opcode: it must
hold one text and nothing else.
"""

from __future__ import annotations

import base64
import binascii
import pickletools
import zlib

MOST_BYTES = 1 << 30
# What the pickle of one text is made of.
_FRAME = {"PROTO", "FRAME", "STOP", "MEMOIZE", "BINPUT", "LONG_BINPUT", "PUT"}
_TEXT = {"UNICODE", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8"}


def read_private(data: str) -> str:
    """Return the JSON text of a column `private_test_cases`; plain JSON is returned as it is.

    Raises:
        ValueError: It is neither.

    Example:
        >>> import base64, pickle, zlib
        >>> read_private(base64.b64encode(zlib.compress(pickle.dumps("[]"))).decode())
        '[]'
    """
    if data.lstrip()[:1] in ("[", "{", '"'):
        return data
    try:
        packed = base64.b64decode(data, validate=True)
        unpack = zlib.decompressobj()
        raw = unpack.decompress(packed, MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise ValueError(f"not base64 of zlib: {error}") from None
    if unpack.unconsumed_tail:
        raise ValueError(f"more than {MOST_BYTES} bytes when unpacked")
    return _only_text(raw)


def _only_text(raw: bytes) -> str:
    texts: list[str] = []
    try:
        for opcode, argument, _ in pickletools.genops(raw):
            if opcode.name in _TEXT:
                texts.append(str(argument))
            elif opcode.name not in _FRAME:
                raise ValueError(f"a pickle with {opcode.name}; only one of a text is read")
    except (UnicodeDecodeError, IndexError) as error:
        raise ValueError(f"not the pickle of a text: {error}") from None
    if len(texts) != 1:
        raise ValueError(f"a pickle of {len(texts)} texts; one is expected")
    return texts[0]
