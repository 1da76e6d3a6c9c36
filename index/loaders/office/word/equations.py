"""Equations of Word as lines of text, in the linear form that Word itself types: (a+b)/2, x^2, √(x)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_INTEGRAL = "∫"
# Above or below a letter, where a file names no other sign.
_HAT, _OVER, _UNDER = "\u0302", "¯", "▁"


def linear(element: _Element) -> str:  # noqa: C901, PLR0911, PLR0912 (a case for each structure)
    """Return an equation, or a part of one, in linear form (UnicodeMath, Sargent 2016)."""
    match _name(element):
        case "t":
            return "".join(letter for letter in element.text or "" if letter not in "\u2061\u2062\u2063\u2064")
        case "acc":
            return f"{_part(element, 'e')}{_said(element, 'chr', _HAT)}"
        case "bar":
            sign = _OVER if _said(element, "pos", "bot") == "top" else _UNDER
            return f"{sign}{_group(_part(element, 'e'))}"
        case "f" if _said(element, "type", "bar") == "noBar":
            return f"({_part(element, 'num')}¦{_part(element, 'den')})"
        case "f":
            return f"{_group(_part(element, 'num'))}/{_group(_part(element, 'den'))}"
        case "sSup":
            return f"{_group(_part(element, 'e'))}^{_group(_part(element, 'sup'))}"
        case "sSub":
            return f"{_group(_part(element, 'e'))}_{_group(_part(element, 'sub'))}"
        case "sSubSup":
            low, high = _group(_part(element, "sub")), _group(_part(element, "sup"))
            return f"{_group(_part(element, 'e'))}_{low}^{high}"
        case "sPre":
            return f"_{_group(_part(element, 'sub'))}^{_group(_part(element, 'sup'))} {_part(element, 'e')}"
        case "rad":
            degree = _part(element, "deg")
            return f"√({degree + '&' if degree else ''}{_part(element, 'e')})"
        case "nary":
            low, high = _part(element, "sub"), _part(element, "sup")
            bounds = (f"_{_group(low)}" if low else "") + (f"^{_group(high)}" if high else "")
            return f"{_said(element, 'chr', _INTEGRAL)}{bounds} {_part(element, 'e')}"
        case "d":
            between = _said(element, "sepChr", "|")
            inside = between.join(linear(child) for child in element if _name(child) == "e")
            return f"{_said(element, 'begChr', '(')}{inside}{_said(element, 'endChr', ')')}"
        case "func":
            return f"{_part(element, 'fName')} {_part(element, 'e')}"
        case "limLow":
            return f"{_part(element, 'e')}_{_group(_part(element, 'lim'))}"
        case "limUpp":
            return f"{_part(element, 'e')}^{_group(_part(element, 'lim'))}"
        case "m":
            rows = ("&".join(linear(cell) for cell in row) for row in element if _name(row) == "mr")
            return f"[{'; '.join(rows)}]"
        case "eqArr":
            return "; ".join(linear(child) for child in element if _name(child) == "e")
        case name if name.endswith("Pr"):
            return ""
        case _:
            return "".join(linear(child) for child in element)


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _part(element: _Element, name: str) -> str:
    """Return a named part of a structure in linear form, "" where it has none."""
    return next((linear(child).strip() for child in element if _name(child) == name), "")


def _group(text: str) -> str:
    """Put a text in parentheses where it would fall apart without them."""
    whole = text.isalnum() or text.replace(".", "", 1).replace("-", "", 1).isdigit() or len(text) <= 1
    return text if whole or (text[0] == "(" and text.find(")") == len(text) - 1) else f"({text})"


def _said(element: _Element, name: str, default: str) -> str:
    """Return a character that a structure names in its properties."""
    for properties in element:
        if _name(properties).endswith("Pr"):
            for each in properties:
                if _name(each) == name:
                    return next((str(value) for key, value in each.items() if key.endswith("val")), "")
    return default
