"""Messages of Outlook for tests, written byte by byte: [MS-CFB] for the container, [MS-OXMSG] for what lies in it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    # Streams and storages by name.
    Tree = Mapping[str, Any]

# Bytes of a sector, of a small one, and of the first stream that does not lie in small ones.
_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_FREE, _END, _TABLE, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_TEXT, _BYTES = 0x001F, 0x0102
_SUBJECT, _SENDER, _BODY, _HTML, _HEADERS = 0x0037, 0x0C1A, 0x1000, 0x1013, 0x007D
_RICH, _NAME, _DATA = 0x1009, 0x3707, 0x3701


def message(
    subject: str,
    body: str,
    attachments: Sequence[tuple[str, bytes]] = (),
    *,
    sender: str = "Ada",
    page: str = "",
    rich: bytes = b"",
) -> bytes:
    """Return a message (.msg); ``rich`` is packed rich text."""
    said: dict[int, str | bytes] = {_SUBJECT: subject, _SENDER: sender, _HEADERS: f"From: {sender}\r\n"}
    said |= {_BODY: body} if body else {}
    said |= {_HTML: page.encode()} if page else {}
    said |= {_RICH: rich} if rich else {}
    tree = _properties(said, header=32)
    for number, (name, data) in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = _properties({_NAME: name, _DATA: data}, header=8)
    return container(tree)


def _properties(said: Mapping[int, str | bytes], header: int) -> dict[str, Any]:
    """Return the streams of properties: their list, and the value of each."""
    listed, streams = bytes(header), {}
    for key, value in said.items():
        kind = _TEXT if isinstance(value, str) else _BYTES
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        listed += struct.pack("<HHIII", kind, key, 6, len(data) + (2 if kind == _TEXT else 0), 0)
        streams[f"__substg1.0_{key:04X}{kind:04X}"] = data
    return {"__properties_version1.0": listed, **streams}


def container(tree: Tree) -> bytes:
    """Return a compound file of these streams and storages."""
    entries: list[list[Any]] = [["Root Entry", _ROOT, _NONE, _NONE, b""]]
    _enter(tree, 0, entries)
    small, large = _Chains(_SMALL), _Chains(_SECTOR)
    starts = [(small if len(entry[4]) < _CUTOFF else large).stored(entry[4]) for entry in entries]
    entries[0][4] = bytes(small.sectors)
    starts[0] = large.stored(entries[0][4])
    directory = large.stored(b"".join(_entry(entry, start) for entry, start in zip(entries, starts, strict=True)))
    small_table = struct.pack(f"<{len(small.next)}I", *small.next)
    small_start = large.stored(small_table.ljust(-(-len(small_table) // _SECTOR) * _SECTOR, b"\xff"))
    tables = 1
    while (len(large.next) + tables) * 4 > tables * _SECTOR:
        tables += 1
    places = range(len(large.next), len(large.next) + tables)
    large.next.extend([_TABLE] * tables)
    large.next.extend([_FREE] * (tables * _SECTOR // 4 - len(large.next)))
    head = struct.pack("<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 62, 3, 0xFFFE, 9, 6, b"", 0,
                       tables, directory, 0, _CUTOFF, small_start, -(-len(small_table) // _SECTOR), _END, 0,
                       places[0])  # fmt: skip
    head += b"".join(struct.pack("<I", place) for place in places[1:])
    return head.ljust(_SECTOR, b"\xff") + bytes(large.sectors) + struct.pack(f"<{len(large.next)}I", *large.next)


class _Chains:
    """Sectors of one size, and which one follows each."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.sectors = bytearray()
        self.next: list[int] = []

    def stored(self, data: bytes) -> int:
        """Append data as a chain of sectors; return the first one."""
        if not data:
            return _END
        first, number = len(self.next), -(-len(data) // self._size)
        self.sectors.extend(data.ljust(number * self._size, b"\0"))
        self.next.extend([*range(first + 1, first + number), _END])
        return first


def _enter(tree: Tree, above: int, entries: list[list[Any]]) -> None:
    """Add what lies in a storage: its first entry is the child, each of the others the right one of the one before."""
    last = 0
    for name, inside in tree.items():
        own = len(entries)
        if last:
            entries[last][3] = own
        else:
            entries[above][2] = own
        last = own
        is_stream = isinstance(inside, bytes)
        entries.append([name, _STREAM if is_stream else _STORAGE, _NONE, _NONE, inside if is_stream else b""])
        if not is_stream:
            _enter(inside, own, entries)


def _entry(entry: list[Any], start: int) -> bytes:
    name, kind, child, right, data = entry
    letters = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII16sIQQIQ", letters, len(letters), kind, 1, _NONE, right, child, b"", 0, 0, 0,
                       0 if kind == _STORAGE else start, len(data))  # fmt: skip
