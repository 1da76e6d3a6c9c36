"""Draw lines on two logarithmic scales as an SVG."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 420, 70, 130, 20, 50
# Told apart by those who see no red or no green too (Okabe and Ito 2008).
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")


def chart(label: str, across: Sequence[float], lines: Mapping[str, Sequence[float]]) -> str:
    """Return an SVG picture.

    Parameters
    ----------
    label
        Of the numbers ``across``.
    across
        Greater than 0, in increasing order.
    lines
        By name, unit included; a number greater than 0 for each of ``across``.
    """
    values = [value for line in lines.values() for value in line]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(across[0]), math.log10(across[-1])

    def x(value: float) -> float:
        share = (math.log10(value) - first) / (last - first or 1)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        share = (math.log10(value) - low) / (high - low or 1)
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)

    drawn = [f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>']
    for power in range(low, high + 1):
        height = y(10.0**power)
        drawn.append(f'<path d="M{_LEFT} {height:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        drawn.append(f'<text x="{_LEFT - 8}" y="{height + 4:.1f}" text-anchor="end">{10.0**power:,g}</text>')
    drawn += [
        f'<text x="{x(value):.1f}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle">{value:,.0f}</text>'
        for value in across
    ]
    drawn.append(
        f'<text x="{x((across[0] * across[-1]) ** 0.5):.1f}" y="{_HEIGHT - 8}" text-anchor="middle">{label}</text>'
    )
    for colour, (name, line) in zip(_COLOURS, lines.items(), strict=False):
        points = [(x(place), y(value)) for place, value in zip(across, line, strict=True)]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
        end = points[-1]
        drawn.append(f'<text x="{end[0] + 10:.1f}" y="{end[1] + 4:.1f}" fill="{colour}">{name}</text>')
    style = 'font-family="sans-serif" font-size="12" fill="#333"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" {style}>'
    return "\n".join([head, *drawn, "</svg>"]) + "\n"
