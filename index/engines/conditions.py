"""Conditions on rows of an engine's tables. An engine translates them; ``holds`` says what they mean."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from index.filters import EVERYTHING, Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

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
class AllOf:
    """Holds when all of its conditions do."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when one of its conditions does."""

    conditions: tuple[Condition | AllOf, ...]


# Holds for no document.
_NOWHERE = Condition("source", "==", "")
# Holds when all do.
Where: TypeAlias = tuple[Condition | AllOf | AnyOf, ...]

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
    return all(_holds(each, row) for each in where)


def _holds(each: Condition | AllOf | AnyOf, row: Mapping[str, Any]) -> bool:
    if isinstance(each, Condition):
        return _COMPARISONS[each.is_](row[each.field], each.value)
    return (any if isinstance(each, AnyOf) else all)(_holds(one, row) for one in each.conditions)


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
    found: list[Condition | AllOf | AnyOf] = []
    if within == EVERYTHING:
        return ()
    if within.folder:
        found += _inside(f"{within.folder}/").conditions if is_text(within.folder) else (_NOWHERE,)
    if within.types:
        found.append(Condition("kind", "in", sorted(within.types)))
    if within.after or within.before:
        found.append(Condition("date", ">=", within.after or "0"))
        found.append(Condition("date", "<=", within.before or "9999-12-31"))
    if within.only:
        chosen, folders = _parted(within.only)
        named = [Condition("source", "in", chosen)] if chosen else []
        found.append(AnyOf((*named, *map(_inside, folders)) or (_NOWHERE,)))
    if within.without:
        left_out, folders = _parted(within.without)
        found += [Condition("source", "not in", left_out)] if left_out else []
        found += [AnyOf((Condition("source", "<", each), Condition("source", ">=", _after(each)))) for each in folders]
    return tuple(found)


def is_text(name: str) -> bool:
    """Whether a name can be sent; half a character (a lone surrogate) cannot, and no document has such a name."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _parted(places: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the sources, and the folders, which end with "/"."""
    ordered = sorted(filter(is_text, places))
    return [each for each in ordered if not each.endswith("/")], [each for each in ordered if each.endswith("/")]


def _inside(folder: str) -> AllOf:
    return AllOf((Condition("source", ">=", folder), Condition("source", "<", _after(folder))))


def _after(folder: str) -> str:
    """Return the first name behind those in a folder, which ends with "/"."""
    return f"{folder[:-1]}{_AFTER_SLASH}"
