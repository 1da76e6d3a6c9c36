"""Charts, diagrams and other drawings of slides."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]
from PIL import Image
from pptx import Presentation
from pptx.chart.data import BubbleChartData, CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from index.loaders import parse
from tests import laws
from tests.samples.office_files import archive

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]


def drawn_chart() -> _Element:
    """Return the frame of a chart on a slide."""
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["May"]
    data.add_series("Herring", (4,))  # type: ignore[no-untyped-call]
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    return slide.shapes.add_chart(XL_CHART_TYPE.LINE, 0, 0, Inches(4), Inches(3), data)._element


def drawn_slide() -> bytes:
    """Return a presentation with a chart of two series and a diagram with a point below another."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Catches"
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["May", "June"]
    data.add_series("Herring", (4.3, 7))  # type: ignore[no-untyped-call]
    data.add_series("Cod", (1, None))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(1), Inches(4), Inches(3), data)
    space = "http://schemas.openxmlformats.org/drawingml/2006"
    points = "".join(
        f'<dgm:pt modelId="{number}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for number, text in enumerate(("Nets are mended", "by the crew", "Boats leave"), 1)
    )
    links = '<dgm:cxn srcId="1" destId="2" srcOrd="0"/>'
    model = (
        f'<dgm:dataModel xmlns:dgm="{space}/diagram" xmlns:a="{space}/main"><dgm:ptLst>{points}</dgm:ptLst>'
        f"<dgm:cxnLst>{links}</dgm:cxnLst></dgm:dataModel>"
    )
    part = Part(PackURI("/ppt/diagrams/data1.xml"), "application/xml", deck.part.package, model.encode())
    key = slide.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData")
    frame = slide.shapes[-1]._element
    twin = deepcopy(frame)
    chart = next(twin.iter("{*}chart"))
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    chart.getparent().replace(
        chart, etree.fromstring(f'<dgm:relIds xmlns:dgm="{space}/diagram" xmlns:r="{office}" r:dm="{key}"/>')
    )
    frame.addnext(twin)
    saved = io.BytesIO()
    deck.save(saved)
    return saved.getvalue()


def test_a_chart_is_read_as_a_table_and_a_diagram_as_a_list() -> None:
    document = parse(drawn_slide(), "a.pptx")
    laws.check(document)
    assert document.text == (
        "Catches\n\nHerring | Cod\nMay | 4.3 | 1\nJune | 7\n\n- Nets are mended\n  - by the crew\n- Boats leave"
    )
    assert document.labelled(0, len(document.text)).text.split("\n")[2:4] == [
        "May; Herring: 4.3; Cod: 1",
        "June; Herring: 7",
    ]
    assert document.unread == ()


def test_a_share_on_a_slide_is_told_as_a_fraction() -> None:
    data = CategoryChartData(number_format="0%")  # type: ignore[no-untyped-call]
    data.categories = ["Wind", "Gas"]
    data.add_series("Share", (0.42, 0.255))  # type: ignore[no-untyped-call]
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Inches(4), Inches(3), data)
    saved = io.BytesIO()
    deck.save(saved)
    assert parse(saved.getvalue(), "a.pptx").text.endswith("Wind | 42%\nGas | 25.5%")


def test_charts_of_several_levels_days_and_sizes_lose_none_of_them() -> None:
    deck = Presentation()
    by_quarter, by_day, towns = CategoryChartData(), CategoryChartData(), BubbleChartData()  # type: ignore[no-untyped-call]
    for year in ("2023", "2024"):
        named = by_quarter.add_category(year)  # type: ignore[no-untyped-call]
        named.add_sub_category("Q1")
        named.add_sub_category("Q2")
    by_quarter.add_series("Sales", (1, 2, 3, 4))  # type: ignore[no-untyped-call]
    by_day.categories = [date(2024, 1, 1), date(2024, 2, 1)]
    by_day.add_series("Level", (1.5, 2.5))  # type: ignore[no-untyped-call]
    towns.add_series("Towns").add_data_point(1, 2, 30)  # type: ignore[no-untyped-call]
    kinds = (XL_CHART_TYPE.COLUMN_CLUSTERED, XL_CHART_TYPE.LINE, XL_CHART_TYPE.BUBBLE)
    for kind, data in zip(kinds, (by_quarter, by_day, towns), strict=True):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        chart = slide.shapes.add_chart(kind, Inches(1), Inches(1), Inches(4), Inches(3), data).chart
        chart.value_axis.has_title = True
        chart.value_axis.axis_title.text_frame.text = "Tonnes"
    saved = io.BytesIO()
    deck.save(saved)
    document = parse(saved.getvalue(), "a.pptx")
    laws.check(document)
    read = document.labelled(0, len(document.text)).text
    assert "Tonnes\n\n2023 Q1; Sales: 1\n2023 Q2; Sales: 2\n2024 Q1; Sales: 3\n" in read
    assert "2024-01-01; Level: 1.5\n2024-02-01; Level: 2.5" in read
    assert read.endswith("1; Towns: 2; Towns, size: 30")


def test_what_a_slide_shows_to_newer_programs_alone_is_read_or_said() -> None:
    deck = Presentation()
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    first, second = (deck.slides.add_slide(deck.slide_layouts[6]) for _ in range(2))
    second.shapes.add_picture(picture, 0, 0)
    box = first.shapes.add_textbox(0, 0, Inches(1), Inches(1))
    box.text_frame.text = "The area is "
    office = "http://schemas.openxmlformats.org"
    equation = (
        f'<a14:m xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"><m:oMath xmlns:m="{office}/'
        'officeDocument/2006/math"><m:sSup><m:e><m:r><m:t>r</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup>'
        "</m:sSup></m:oMath></a14:m>"
    )
    new = "http://schemas.microsoft.com/office/drawing/2014/chartex"
    frame = drawn_chart()
    box._element.find(".//{*}p").append(etree.fromstring(equation))
    either = etree.SubElement(box._element.getparent(), f"{{{office}/markup-compatibility/2006}}AlternateContent")
    for name, inside in (("Choice", [box._element, frame]), ("Fallback", [])):
        etree.SubElement(either, f"{{{office}/markup-compatibility/2006}}{name}").extend(inside)
    next(frame.iter("{*}chart")).tag = f"{{{new}}}chart"
    saved = io.BytesIO()
    deck.save(saved)
    document = parse(saved.getvalue(), "a.pptx")
    assert document.text == "The area is r^2"
    assert document.unread == (
        "a chart of a new kind (Chart 1) was not read", "page 2 holds a picture and no text; it was not read",
    )  # fmt: skip


def test_a_drawing_that_is_damaged_is_said_and_the_rest_is_read() -> None:
    whole = drawn_slide()
    with zipfile.ZipFile(io.BytesIO(whole)) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    files["ppt/diagrams/data1.xml"] = b"<broken"
    document = parse(archive(files), "a.pptx")
    assert "May | 4.3 | 1" in document.text
    assert len(document.unread) == 1
    assert "damaged and was not read" in document.unread[0]
