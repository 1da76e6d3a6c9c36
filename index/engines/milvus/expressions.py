"""Conditions as Milvus's filter expressions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from index.engines.conditions import AllOf, AnyOf, Condition

if TYPE_CHECKING:
    from index.engines.conditions import Where


def expression(where: Where) -> str:
    """Return the expression for rows that meet all conditions; empty for all rows."""
    return " and ".join(map(_one, where))


def _one(each: Condition | AllOf | AnyOf) -> str:
    if isinstance(each, (AllOf, AnyOf)):
        return f"({(' or ' if isinstance(each, AnyOf) else ' and ').join(map(_one, each.conditions))})"
    if each.is_ == "match":
        assert not isinstance(each.value, (int, str))
        return f"text_match({each.field}, {_value(' '.join(map(str, each.value)))})"
    return f"{each.field} {each.is_} {_value(each.value)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # Double quotes and backslashes are escaped as in JSON; other letters stand as they are.
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    assert isinstance(value, (list, tuple))
    return f"[{', '.join(map(_value, value))}]"
