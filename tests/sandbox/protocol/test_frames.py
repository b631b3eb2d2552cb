from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_sandbox.protocol.frames import FrameError, StreamClosed, pack, parse, read


def reader(data: bytes) -> Any:
    stream = io.BytesIO(data)

    def receive(count: int) -> bytes:
        part = stream.read(count)
        if len(part) < count:
            raise StreamClosed
        return part

    return receive


@given(
    st.dictionaries(st.text().filter(lambda key: key != "blobs"), st.integers()),
    st.lists(st.binary()),
)
def test_a_frame_comes_back_as_it_was(header: dict[str, Any], blobs: list[bytes]) -> None:
    assert read(reader(pack(header, blobs))) == (header, blobs)


@given(st.binary())
def test_bytes_that_are_no_frame_are_refused(data: bytes) -> None:
    try:
        header, blobs = read(reader(data), max_header=1 << 16, max_blobs=1 << 16)
    except (FrameError, StreamClosed):
        return
    assert isinstance(header, dict)
    assert isinstance(blobs, list)


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"nan", b"[" * 100_000, b"\xff"])
def test_a_header_must_be_a_json_object(text: bytes) -> None:
    with pytest.raises(FrameError):
        parse(text)


def test_lengths_are_checked_before_anything_is_read() -> None:
    with pytest.raises(FrameError, match="a header of 4294967295 bytes"):
        read(reader(b"\xff\xff\xff\xff"))
    with pytest.raises(FrameError, match="bytes of blobs"):
        read(reader(b"\0\0\0\x18" + b'{"blobs":[100000000000]}'))
    with pytest.raises(FrameError, match="whole numbers"):
        read(reader(b"\0\0\0\x0e" + b'{"blobs":[-1]}'))
