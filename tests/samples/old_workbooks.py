"""Old workbooks (.xls) for tests, written record by record: [MS-XLS]."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from tests.samples.outlook_messages import container

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEGIN, _END, _SHEET, _SIZE, _LABEL, _OBJECT = 0x809, 0x0A, 0x85, 0x200, 0x204, 0x5D
_GLOBALS, _CELLS = 5, 0x10
# What an object is.
CHART, PICTURE, COMMENT = 5, 8, 0x19


def old_workbook(rows: Sequence[Sequence[str]], objects: Sequence[int] = (), name: str = "Boats") -> bytes:
    """Return a workbook of one sheet, with objects on it that say no more than what they are."""
    letters = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    start = len(_begin(_GLOBALS)) + len(_record(_SHEET, bytes(6) + letters)) + len(_record(_END))
    parts = [
        _begin(_GLOBALS),
        _record(_SHEET, struct.pack("<IBB", start, 0, 0) + letters),
        _record(_END),
        _begin(_CELLS),
        _record(_SIZE, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)),
        *(_label(row, column, text) for row, cells in enumerate(rows) for column, text in enumerate(cells)),
        *(_record(_OBJECT, struct.pack("<HHH", 0x15, 0x12, kind) + bytes(16)) for kind in objects),
        _record(_END),
    ]
    return container({"Workbook": b"".join(parts)})


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(_BEGIN, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


def _label(row: int, column: int, text: str) -> bytes:
    return _record(_LABEL, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))
