"""Run a query over the rows of its table.

Plain Python: a table that may be asked has at most 100,000 cells, which are looked at in a few milliseconds.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rag.tables.types import Result
from rag.tables.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.tables.types import Column, Condition, Query, Table, Value


def run(query: Query) -> Result:
    """Return the rows that fulfil all conditions, and what is computed from them; no rows where there is nothing."""
    rows = matching(query.table, query.conditions)
    if query.table.is_of_forms and query.of is not None and not all(_is_told(query.of, row) for row in rows):
        return Result(())  # a form that lacks the field may be the one that is asked for
    match query.aggregate:
        case None:
            column = query.wanted
            return Result(tuple(rows) if any(column.cells[row] for row in rows) else ())
        case "count":
            return Result(tuple(rows), Decimal(len(rows)))
        case "count of different":
            assert query.of is not None
            said = {query.of.cells[row].casefold() for row in rows} - {""}
            return Result(tuple(row for row in rows if query.of.cells[row]), Decimal(len(said)))
        case "sum" | "average":
            return _added(query, rows)
        case _:
            return _extreme(query, rows) if query.group is None else _extreme_group(query, query.group, rows)


def _is_told(column: Column, row: int) -> bool:
    return bool(column.cells[row]) and (column.kind == "text" or column.values[row] is not None)


def matching(table: Table, conditions: Sequence[Condition]) -> list[int]:
    """Return the places of the rows that fulfil all conditions."""
    return [row for row in range(len(table.rows)) if all(_fulfils(row, condition) for condition in conditions)]


def _added(query: Query, rows: list[int]) -> Result:
    assert query.of is not None
    values = {row: value for row in rows if isinstance(value := query.of.values[row], Decimal)}
    is_short = query.of.kind == "time" and any(query.of.cells[row].count(":") == 1 for row in values)
    if not values or is_short:  # "7:30" may be hours with minutes, or minutes with seconds
        return Result(())
    total = sum(values.values(), Decimal(0))
    return Result(tuple(values), total / len(values) if query.aggregate == "average" else total)


def _extreme(query: Query, rows: list[int]) -> Result:
    """Return the rows at one end, all of those that are equal."""
    assert query.of is not None
    values = {row: value for row in rows if (value := query.of.values[row]) is not None}
    if not values:
        return Result(())
    ordered = sorted(values, key=lambda row: _order(values[row]), reverse=query.aggregate == "largest")
    last = values[ordered[min(query.limit, len(ordered)) - 1]]
    within = [row for place, row in enumerate(ordered) if place < query.limit or values[row] == last]
    return Result(tuple(within), values[ordered[0]] if query.limit == 1 else None)


def _extreme_group(query: Query, group: Column, rows: list[int]) -> Result:
    """Return the rows of the group with the largest sum, or the smallest; none where two groups are equal."""
    assert query.of is not None
    sums: dict[str, Decimal] = {}
    for row in rows:
        value = query.of.values[row]
        if isinstance(value, Decimal) and group.cells[row]:
            sums[group.cells[row]] = sums.get(group.cells[row], Decimal(0)) + value
    if not sums:
        return Result(())
    best = (max if query.aggregate == "largest" else min)(sums, key=lambda cell: sums[cell])
    if list(sums.values()).count(sums[best]) > 1:
        return Result(())
    return Result(tuple(row for row in rows if group.cells[row] == best), sums[best])


def _order(value: Value) -> Decimal:
    return Decimal(value.toordinal()) if isinstance(value, date) else value or Decimal(0)


def _fulfils(row: int, condition: Condition) -> bool:
    cell = condition.column.cells[row]
    match condition.operator:
        case "is":
            return cell in condition.texts
        case "starts":
            return cell[:1].lower() in condition.texts
        case "yes":
            return cell.lower() in vocabulary.YES
        case "no":
            return cell.lower() in vocabulary.NO or not cell
    value = condition.column.values[row]
    if condition.month or value is None:
        return isinstance(value, date) and value.month == condition.month
    return _lies(_order(value), condition)


def _lies(place: Decimal, condition: Condition) -> bool:
    """Tell whether a value lies where a comparison wants it."""
    low, high = _order(condition.low), _order(condition.high)
    return {
        "below": place < low,
        "at most": place <= high,
        "above": place > high,
        "at least": place >= low,
        "in": low <= place <= high,
    }[condition.operator]
