"""JSON and JSON lines: records as rows of tables, objects as fields under headings."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.errors import DocumentError
from index.loaders.content.writer import Cell, Content, Writer
from index.loaders.opening.decoding import clean, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Objects within objects that become headings; what lies deeper is written on one line.
_DEEPEST = 6
# Columns of one table; records with more differing names are written field by field.
_COLUMNS = 60


def parse(data: bytes) -> Content:
    """Parse a JSON file.

    Raises
    ------
    DocumentError
        When it is none.
    """
    writer = Writer()
    _write(_loaded(decode(data)), writer, "", 1)
    return replace(writer.content(""), title="")


def parse_lines(data: bytes) -> Content:
    """Parse a file of JSON lines: a record each.

    Raises
    ------
    DocumentError
        When a line is no JSON.
    """
    records = [_loaded(line, number) for number, line in enumerate(decode(data).split("\n"), 1) if line.strip()]
    writer = Writer()
    _write(records, writer, "", 1)
    return replace(writer.content(""), title="")


def _loaded(text: str, line: int = 0) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        where = f"line {line}" if line else f"line {getattr(error, 'lineno', 1)}"
        raise DocumentError(f"not JSON that can be read, see {where}") from None


def _write(value: Any, writer: Writer, name: str, level: int) -> None:
    if isinstance(value, list) and _is_table(value):
        _write_table(value, writer, level)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            if _is_plain(item):
                writer.write(f"- {_shown(item)}", "\n" if place else "\n\n", "list_item", level=1)
            else:
                _write_under(f"{name} {place + 1}".strip(), item, writer, level)
    elif isinstance(value, dict):
        for key, item in value.items():
            if _is_plain(item) or (isinstance(item, list) and item and all(map(_is_plain, item))):
                writer.field(_line(str(key)), _shown(item))
            elif item:
                _write_under(_line(str(key)), item, writer, level)
    else:
        writer.write(_shown(value))


def _write_under(name: str, value: Any, writer: Writer, level: int) -> None:
    if level > _DEEPEST:
        writer.field(name, _shown(value))
    else:
        writer.head(name, level)
        _write(value, writer, name, level + 1)


def _is_table(records: Sequence[Any]) -> bool:
    """Tell whether values are records of the same kind: objects that share their names."""
    if len(records) < 2 or not all(isinstance(each, dict) for each in records):
        return False
    return 0 < len({name for each in records for name, _ in _flat(each)}) <= _COLUMNS


def _write_table(records: Sequence[dict[str, Any]], writer: Writer, level: int) -> None:
    """Write records as rows, and the records inside them as a table of their own below, each with its record's name.

    A record is known by its first plain value.
    """
    inside: dict[str, list[dict[str, Any]]] = {}
    own: list[dict[str, Any]] = []
    for record in records:
        known = next(((key, value) for key, value in record.items() if _is_plain(value)), None)
        own.append({})
        for key, value in record.items():
            if level <= _DEEPEST and known and _are_records(value):
                rows = inside.setdefault(_line(str(key)), [])
                rows += [{known[0]: known[1], **{f"{key}.{name}" if name == known[0] else name: each
                                                for name, each in item.items()}} for item in value]  # fmt: skip
            else:
                own[-1][key] = value
    _write_rows(own, writer)
    for name, rows in inside.items():
        _write_under(name, rows, writer, level)


def _write_rows(records: Sequence[dict[str, Any]], writer: Writer) -> None:
    names = list(dict.fromkeys(name for each in records for name, _ in _flat(each)))
    table = writer.new_table()
    writer.row(table, [Cell(name) for name in names], separator="\n\n", is_header=True)
    for record in records:
        cells = dict(_flat(record))
        writer.row(table, [Cell(cells.get(name, "")) for name in names], names)


def _are_records(value: Any) -> bool:
    """Tell whether a value is a list of objects that are no longer than a row."""
    if not isinstance(value, list) or not value or not all(isinstance(each, dict) and each for each in value):
        return False
    return len({name for each in value for name, _ in _flat(each)}) < _COLUMNS


def _flat(record: dict[str, Any], above: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the names and values of a record; a name in an object in it is "object.name"."""
    for key, value in record.items():
        name = f"{above}{_line(str(key))}"
        if isinstance(value, dict) and value and depth < _DEEPEST:
            yield from _flat(value, f"{name}.", depth + 1)
        else:
            yield name, _shown(value)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, (dict, list))


def _shown(value: Any) -> str:
    """Return a value on one line: texts as they are, the rest as JSON writes it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _line(value)
    if isinstance(value, list) and all(map(_is_plain, value)):
        return ", ".join(filter(None, map(_shown, value)))
    return _line(json.dumps(value, ensure_ascii=False))


def _line(text: str) -> str:
    return " ".join(clean(text).split())
