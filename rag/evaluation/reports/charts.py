"""Draw the charts of an evaluation as inline SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from rag.evaluation.reports.labels import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.evaluation.statistics.bootstrap import Figure
    from rag.evaluation.statistics.calibration import Bin

WIDTH, HEIGHT = 420, 320
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 44
ROW = 34
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def risk_and_coverage(curve: Sequence[tuple[float, float, float]], threshold: float) -> str:
    """Draw the share of wrong answers against the share of questions answered, and where the threshold stands."""
    points = " ".join(f"{_x(coverage)},{_y(risk)}" for coverage, risk, _ in curve)
    parts = [f'<polyline class="line" points="{points}"/>']
    answered = [(coverage, risk) for coverage, risk, confidence in curve if confidence >= threshold]
    if answered:
        coverage, risk = answered[-1]
        said = f"threshold {threshold:g}: {coverage:.0%} answered, {risk:.0%} of them wrong"
        parts += [
            f'<circle class="mark" cx="{_x(coverage)}" cy="{_y(risk)}" r="5"/>',
            f'<text x="{_x(1)}" y="{_y(risk) - 12}" text-anchor="end">{said}</text>',
        ]
    return _square("Risk and coverage", "questions answered", "answers that are wrong", parts)


def reliability(bins: Sequence[Bin]) -> str:
    """Draw the share of right answers against the confidence; the diagonal is what it should be."""
    most = max((each.questions for each in bins), default=1)
    parts = [f'<line class="ideal" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>']
    parts += [
        f'<rect class="count" x="{_x(each.low) + 1}" width="{_x(each.high) - _x(each.low) - 2:.1f}" '
        f'y="{_y(each.questions / most / 4)}" height="{_y(0) - _y(each.questions / most / 4):.1f}">'
        f"<title>{each.questions} questions</title></rect>"
        for each in bins
    ]
    points = " ".join(f"{_x(each.confidence)},{_y(each.right)}" for each in bins)
    parts.append(f'<polyline class="line" points="{points}"/>')
    parts += [
        f'<circle class="mark" cx="{_x(each.confidence)}" cy="{_y(each.right)}" r="4">'
        f"<title>confidence {each.confidence:.2f}, right {each.right:.2f}, {each.questions} questions</title></circle>"
        for each in bins
    ]
    return _square("Reliability (bars: how many questions)", "confidence", "answers that are right", parts)


def timings(figures: dict[str, Figure]) -> str:
    """Draw the median and the 95th percentile of each step's milliseconds."""
    steps = [name.removesuffix("_ms_median") for name in figures if name.endswith("_ms_median")]
    longest = max((figures[f"{step}_ms_p95"].value for step in steps), default=0.0) or 1.0
    scale = (WIDTH - LEFT - 130) / longest
    parts = []
    for row, step in enumerate(steps):
        top, left = TOP + row * ROW, LEFT + 20
        median, late = figures[f"{step}_ms_median"].value, figures[f"{step}_ms_p95"].value
        parts += [
            f'<text x="{left - 6}" y="{top + 15}" text-anchor="end">{escape(step)}</text>',
            f'<rect class="late" x="{left}" y="{top}" width="{late * scale:.1f}" height="20"/>',
            f'<rect class="bar" x="{left}" y="{top}" width="{median * scale:.1f}" height="20"/>',
            f'<text x="{left + late * scale + 6:.1f}" y="{top + 15}">{number(median)} / {number(late)}</text>',
        ]
    return _svg("Milliseconds: median / 95th percentile", TOP + max(len(steps), 1) * ROW, parts)


def _square(title: str, across: str, up: str, parts: Sequence[str]) -> str:
    """Draw parts on axes from 0 to 1."""
    middle_x, middle_y = (_x(0) + _x(1)) / 2, (_y(0) + _y(1)) / 2
    axes = []
    for tick in TICKS:
        axes += [
            f'<line class="grid" x1="{_x(0)}" x2="{_x(1)}" y1="{_y(tick)}" y2="{_y(tick)}"/>',
            f'<text x="{_x(0) - 6}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>',
            f'<text x="{_x(tick)}" y="{_y(0) + 16}" text-anchor="middle">{tick:g}</text>',
        ]
    axes += [
        f'<text x="{middle_x}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>',
        f'<text transform="translate(13 {middle_y}) rotate(-90)" text-anchor="middle">{escape(up)}</text>',
    ]
    return _svg(title, HEIGHT, [*axes, *parts])


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    drawing = "".join(parts)
    return (
        f"<figure><figcaption>{escape(title)}</figcaption>"
        f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        f'aria-label="{escape(title)}">{drawing}</svg></figure>'
    )


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)
