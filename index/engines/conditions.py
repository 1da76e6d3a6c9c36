"""Conditions on rows of an engine's tables. An engine translates them; ``holds`` says what they mean."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from index.filters import EVERYTHING, Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Operator = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in", "match"]
# The character after "/": all names in a folder lie between "folder/" and "folder0".
_AFTER_SLASH = chr(ord("/") + 1)


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of a field with a value; with a list for "in" and "not in".

    "match" holds when the field, a text of words with spaces between them, has one of the words in the list.
    """

    field: str
    is_: Operator
    value: int | str | bool | Sequence[int] | Sequence[str]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when one of its conditions does."""

    conditions: tuple[Condition, ...]


# Holds when all do.
Where: TypeAlias = tuple[Condition | AnyOf, ...]

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
    "match": lambda left, right: not set(left.split(" ")).isdisjoint(right),
}


def holds(where: Where, row: Mapping[str, Any]) -> bool:
    """Tell whether a row meets all conditions."""
    return all(
        any(holds((one,), row) for one in each.conditions)
        if isinstance(each, AnyOf)
        else _COMPARISONS[each.is_](row[each.field], each.value)
        for each in where
    )


def alive(generation: int, aborted: Sequence[int] = ()) -> Where:
    """Return the conditions for rows of a generation: born by then, and not dead yet.

    What the writers of ``aborted`` generations wrote or marked does not count.
    """
    if not aborted:
        return (Condition("born", "<=", generation), Condition("died", ">", generation))
    return (
        Condition("born", "<=", generation),
        Condition("born", "not in", list(aborted)),
        AnyOf((Condition("died", ">", generation), Condition("died", "in", list(aborted)))),
    )


def passing(within: Filter) -> Where:
    """Return the conditions for rows whose documents pass a filter.

    A folder is a range of names, so that "%" and "_" in it mean themselves. A document without a date has "" there,
    which is before every day.
    """
    found: list[Condition] = []
    if within == EVERYTHING:
        return ()
    if within.folder:
        found.append(Condition("source", ">=", f"{within.folder}/"))
        found.append(Condition("source", "<", f"{within.folder}{_AFTER_SLASH}"))
    if within.types:
        found.append(Condition("kind", "in", sorted(within.types)))
    if within.after or within.before:
        found.append(Condition("date", ">=", within.after or "0"))
        found.append(Condition("date", "<=", within.before or "9999-12-31"))
    return tuple(found)
