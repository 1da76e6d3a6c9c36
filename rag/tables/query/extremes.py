"""Which end of which column a question asks for: "the longest boat", "the most bookings"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.tables.columns import MEASURED, is_key, number_of_rows, numbers_rows
from rag.tables.query.column_choice import AmbiguousError
from rag.tables.words import vocabulary

if TYPE_CHECKING:
    from rag.tables.query.binding import Bindings
    from rag.tables.query.column_choice import ColumnChoice
    from rag.tables.types import Column
    from rag.types import Operation


def extreme_of(bindings: Bindings, choice: ColumnChoice) -> tuple[Operation, Column] | None:
    """Return the end that is asked for and its column, which is used then; None where none is asked for.

    Raises
    ------
    AmbiguousError
        Where no column is meant, or several are.
    """
    if bindings.extreme is None:
        return None
    direction, families, word = bindings.extreme
    if "average" in bindings.roles:
        raise AmbiguousError
    if not families and choice.alike():
        return direction, choice.measure()
    if word in vocabulary.OF_GROUPS and _are_rows_counted(bindings, choice):
        return direction, number_of_rows(bindings.table)
    options = _options(bindings, choice, _of_things(bindings, families, word), word)
    if len(options) > 1:  # of the highest and the lowest temperature, the coldest place is known by its lowest
        options = [column for column in options if bindings.names.says(column, direction)]
    if len(options) != 1:
        raise AmbiguousError
    choice.use(options[0])
    families_of = bindings.names.families(options[0])
    if any(family in families_of and word in words for family, words in vocabulary.REVERSED.items()):
        direction = "largest" if direction == "smallest" else "smallest"
    return direction, options[0]


def _options(bindings: Bindings, choice: ColumnChoice, families: tuple[str, ...], word: str) -> list[Column]:
    """Return the columns that an extreme may be of: of its families, or else those that the question names."""
    names, bound = bindings.names, choice.bound((*MEASURED, "date"))
    options = _measured(bindings, families)
    if not options and "price" in families:
        options = names.unnamed_money()
    if not families or (bound and not options):
        options = [column for column in bound if column != choice.key and not numbers_rows(column)]
        if not options and word in vocabulary.SIZE_WORDS:
            options = _measured(bindings, ("size", "quantity")) or names.money()
        if not options and word in vocabulary.HEIGHT_WORDS:
            options = _measured(bindings, ("height", "altitude"))
    return [column for column in options if column in bound] or options


def _measured(bindings: Bindings, families: tuple[str, ...]) -> list[Column]:
    return [column for column in bindings.names.of_families(families) if column.kind != "text"]


def _are_rows_counted(bindings: Bindings, choice: ColumnChoice) -> bool:
    """Tell whether the most rows of a group are asked for: "which country has the most peaks", in a list of peaks."""
    columns = [options for place, options in bindings.columns.items() if place not in choice.used]
    bound = {options[0].place: options[0] for options in columns}
    others = [column for column in bound.values() if column != choice.key]
    who = [token.folded for token in bindings.asked if token.folded in vocabulary.WHO]
    others = others or (choice.said(who[0])[:1] if who else [])
    if any(len(options) > 1 for options in columns) or choice.key.place not in bound or len(others) != 1:
        return False
    is_group = others[0].kind == "text" and not is_key(others[0])
    if is_group:
        choice.use(choice.key)
    return is_group


def _of_things(bindings: Bindings, families: tuple[str, ...], word: str) -> tuple[str, ...]:
    """Leave out the day of a form, where the age of the thing that it is about is asked for."""
    if word not in vocabulary.OF_AGE or not bindings.table.is_of_forms:
        return families
    kept = tuple(family for family in families if family not in {"day", "year"})
    if not bindings.names.of_families(kept):
        raise AmbiguousError
    return kept
