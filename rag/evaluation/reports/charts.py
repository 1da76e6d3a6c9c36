"""Draw the charts of an evaluation: shapes of SVG with their attributes. The page writes them as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rag.evaluation.reports.labels import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rag.evaluation.statistics.bootstrap import Figure
    from rag.evaluation.statistics.calibration import Bin

WIDTH, HEIGHT = 420, 320
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 44
ROW = 34
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


class Shape(NamedTuple):
    """An element of SVG.

    Parameters
    ----------
    tag
        Its name.
    attributes
        In pixels from the upper left corner.
    text
        What is written there.
    title
        What is shown when the pointer rests on it.
    """

    tag: Literal["circle", "line", "polyline", "rect", "text"]
    attributes: Mapping[str, str | float]
    text: str = ""
    title: str = ""


class Chart(NamedTuple):
    """A chart with its title, and its size in pixels."""

    title: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


def risk_and_coverage(curve: Sequence[tuple[float, float, float]], threshold: float) -> Chart:
    """Draw the share of wrong answers against the share of questions answered, and where the threshold stands."""
    shapes = [_path((coverage, risk) for coverage, risk, _ in curve)]
    answered = [(coverage, risk) for coverage, risk, confidence in curve if confidence >= threshold]
    if answered:
        coverage, risk = answered[-1]
        said = f"threshold {threshold:g}: {coverage:.0%} answered, {risk:.0%} of them wrong"
        shapes += [
            Shape("circle", {"class": "mark", "cx": _x(coverage), "cy": _y(risk), "r": 5}),
            Shape("text", {"x": _x(1), "y": _y(risk) - 12, "text-anchor": "end"}, said),
        ]
    return _square("Risk and coverage", "questions answered", "answers that are wrong", shapes)


def reliability(bins: Sequence[Bin]) -> Chart:
    """Draw the share of right answers against the confidence; the diagonal is what it should be."""
    most = max((each.questions for each in bins), default=1)
    shapes = [Shape("line", {"class": "ideal", "x1": _x(0), "y1": _y(0), "x2": _x(1), "y2": _y(1)})]
    for each in bins:
        top = _y(each.questions / most / 4)
        width, height = round(_x(each.high) - _x(each.low) - 2, 1), round(_y(0) - top, 1)
        bar: dict[str, str | float] = {"class": "count", "x": _x(each.low) + 1, "y": top}
        shapes.append(Shape("rect", {**bar, "width": width, "height": height}, title=f"{each.questions} questions"))
    shapes.append(_path((each.confidence, each.right) for each in bins))
    for each in bins:
        said = f"confidence {each.confidence:.2f}, right {each.right:.2f}, {each.questions} questions"
        mark: dict[str, str | float] = {"class": "mark", "cx": _x(each.confidence), "cy": _y(each.right), "r": 4}
        shapes.append(Shape("circle", mark, title=said))
    return _square("Reliability (bars: how many questions)", "confidence", "answers that are right", shapes)


def timings(figures: Mapping[str, Figure]) -> Chart:
    """Draw the median and the 95th percentile of each step's milliseconds."""
    steps = [name.removesuffix("_ms_median") for name in figures if name.endswith("_ms_median")]
    longest = max((figures[f"{step}_ms_p95"].value for step in steps), default=0.0) or 1.0
    scale = (WIDTH - LEFT - 130) / longest
    shapes = []
    for row, step in enumerate(steps):
        top, left = TOP + row * ROW, LEFT + 20
        median, late = figures[f"{step}_ms_median"].value, figures[f"{step}_ms_p95"].value
        bar = {"x": left, "y": top, "height": 20}
        shapes += [
            Shape("text", {"x": left - 6, "y": top + 15, "text-anchor": "end"}, step),
            Shape("rect", {"class": "late", "width": round(late * scale, 1), **bar}),
            Shape("rect", {"class": "bar", "width": round(median * scale, 1), **bar}),
            Shape(
                "text", {"x": round(left + late * scale + 6, 1), "y": top + 15}, f"{number(median)} / {number(late)}"
            ),
        ]
    return Chart("Milliseconds: median / 95th percentile", WIDTH, TOP + max(len(steps), 1) * ROW, tuple(shapes))


def _square(title: str, across: str, up: str, shapes: Sequence[Shape]) -> Chart:
    """Draw shapes on axes from 0 to 1."""
    middle_x, middle_y = (_x(0) + _x(1)) / 2, (_y(0) + _y(1)) / 2
    axes = []
    for tick in TICKS:
        axes += [
            Shape("line", {"class": "grid", "x1": _x(0), "x2": _x(1), "y1": _y(tick), "y2": _y(tick)}),
            Shape("text", {"x": _x(0) - 6, "y": _y(tick) + 4, "text-anchor": "end"}, f"{tick:g}"),
            Shape("text", {"x": _x(tick), "y": _y(0) + 16, "text-anchor": "middle"}, f"{tick:g}"),
        ]
    turned = f"translate(13 {middle_y}) rotate(-90)"
    axes += [
        Shape("text", {"x": middle_x, "y": HEIGHT - 8, "text-anchor": "middle"}, across),
        Shape("text", {"transform": turned, "text-anchor": "middle"}, up),
    ]
    return Chart(title, WIDTH, HEIGHT, (*axes, *shapes))


def _path(points: Iterable[tuple[float, float]]) -> Shape:
    """Draw a line through points, each with both numbers from 0 to 1."""
    return Shape("polyline", {"class": "line", "points": " ".join(f"{_x(one)},{_y(other)}" for one, other in points)})


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)
