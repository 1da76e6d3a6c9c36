"""Whether rows that are to be counted or added up are those that a question can mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.tables.execution import matching
from rag.tables.words.matching import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.tables.query.binding import Bindings
    from rag.tables.query.column_choice import ColumnChoice
    from rag.tables.types import Column, Condition
    from rag.types import Operation

_ONE = frozenset("the a an this".split())


def is_plausible(
    bindings: Bindings, choice: ColumnChoice, conditions: Sequence[Condition], operation: Operation, of: Column | None
) -> bool:
    """Tell whether an operation over the rows that fulfil all conditions is what a question asks for.

    "How many dogs" are not three where one dog has two rows, "the flat on Quay Road" is one flat, and a total that is
    asked for is more than the one row of a name that is told by half.
    """
    rows = matching(bindings.table, conditions)
    if operation == "count" and _counts_cells(bindings):
        known = {condition.column.place for condition in conditions}
        columns = [each for each in bindings.table.columns if each.kind == "text" and each.place not in known]
        if columns and len({columns[0].cells[row] for row in rows}) < len(rows):
            return False
    if operation != "sum" or of is None or of.place < 0:
        return True
    if len(rows) == 1:
        return "sum" not in bindings.roles or choice.exact
    return not _names_one(bindings, choice.key)


def names_things(column: Column, word: str) -> bool:
    """Tell whether a column's numbers are names of things: "Platform", of which "platforms" are asked for."""
    names = {token.folded for token in tokens(column.name)}
    return word not in names and word.removesuffix("s") in names


def _counts_cells(bindings: Bindings) -> bool:
    """Tell whether what stands behind "how many" is a cell."""
    behind = max(place for place, role in enumerate(bindings.roles) if role == "count") + 1
    return bindings.roles[behind : behind + 1] == ["cell"]


def _names_one(bindings: Bindings, key: Column) -> bool:
    """Tell whether a question speaks of one row: "the flat"."""
    asked = bindings.asked
    return any(
        key in options and place and asked[place - 1].folded in _ONE and not asked[place].folded.endswith("s")
        for place, options in bindings.columns.items()
    )
