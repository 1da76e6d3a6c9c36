from __future__ import annotations

import pytest

from index.loaders import parse
from index.types.documents import PICTURES
from tests import laws
from tests.samples.office_files import paragraph, table, word


def texts(data: bytes) -> list[str]:
    document = parse(data, "a.docx")
    laws.check(document)
    return [document.text[block.start : block.end] for block in document.blocks]


def level(depth: int, shown: str, form: str = "decimal", style: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="{form}"/>{linked}<w:lvlText w:val="{shown}"/></w:lvl>'


def counting(*levels: str, more: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>{more}'
    )


def test_headings_have_the_numbers_that_word_shows() -> None:
    headed = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{depth}"><w:name w:val="heading {depth}"/><w:pPr><w:numPr>'
        f'<w:ilvl w:val="{depth - 1}"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        for depth in (1, 2)
    )
    numbering = counting(level(0, "%1", "upperRoman"), level(1, "%1.%2"))
    body = [paragraph(text, style) for text, style in (("Oars", "H1"), ("Sails", "H1"), ("Jib", "H2"), ("Spars", "H2"))]
    document = parse(word("".join(body), numbering=numbering, styles=headed), "a.docx")
    assert [(block.number, document.text[block.start : block.end]) for block in document.blocks] == [
        ("I", "I Oars"), ("II", "II Sails"), ("II.1", "II.1 Jib"), ("II.2", "II.2 Spars"),
    ]  # fmt: skip
    assert document.title == "Oars"


def test_a_list_goes_on_after_another_one_and_another_may_start_anew() -> None:
    anew = (
        '<w:num w:numId="8"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    numbering = counting(level(0, "%1)"), level(1, "%2.", "lowerLetter"), more=anew)
    items = [
        ("one", 7, 0),
        ("deep", 7, 1),
        ("deeper", 7, 1),
        ("mark", 1, 0),
        ("two", 7, 0),
        ("five", 8, 0),
        ("six", 8, 0),
    ]
    body = "".join(paragraph(text, numbering=which, level=depth) for text, which, depth in items)
    found = texts(word(body, numbering=numbering))
    assert found == ["1) one", "a. deep", "b. deeper", "- mark", "2) two", "5) five", "6) six"]


def test_legal_numbers_are_decimal_below_a_roman_heading() -> None:
    legal = level(1, "%1.%2", "decimalZero").replace("<w:lvlText", "<w:isLgl/><w:lvlText")
    numbering = counting(level(0, "Article %1", "upperRoman"), legal)
    items = [paragraph(text, numbering=7, level=depth) for text, depth in (("Oars", 0), ("Sails", 0), ("Jib", 1))]
    assert texts(word("".join(items), numbering=numbering)) == ["Article I Oars", "Article II Sails", "2.01 Jib"]


def test_a_number_in_a_table_is_shown_too() -> None:
    row = f"<w:tbl><w:tr><w:tc>{paragraph('Oar', numbering=7)}</w:tc><w:tc>{paragraph('ash')}</w:tc></w:tr></w:tbl>"
    assert texts(word(row, numbering=counting(level(0, "%1.")))) == ["1. Oar | ash"]


def run(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


SUM = (
    f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{run("i=1")}</m:sub><m:sup>{run("n")}</m:sup>'
    f"<m:e>{run('i')}</m:e></m:nary>"
)


@pytest.mark.parametrize(
    ("equation", "shown"),
    [
        (f"<m:f><m:num>{run('a+b')}</m:num><m:den>{run('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:sSup><m:e>{run('x')}</m:e><m:sup>{run('-2')}</m:sup></m:sSup>", "x^-2"),
        (f"<m:sSub><m:e>{run('v')}</m:e><m:sub>{run('i+1')}</m:sub></m:sSub>", "v_(i+1)"),
        (f"<m:rad><m:deg>{run('3')}</m:deg><m:e>{run('n')}</m:e></m:rad>", "√(3&n)"),
        (SUM, "∑_(i=1)^n i"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>{run("k")}</m:e></m:d>', "[k]"),
        (f"<m:m><m:mr><m:e>{run('1')}</m:e><m:e>{run('0')}</m:e></m:mr></m:m>", "[1&0]"),
        (f'<m:acc><m:accPr><m:chr m:val="̃"/></m:accPr><m:e>{run("x")}</m:e></m:acc>', "x̃"),
        (f'<m:bar><m:barPr><m:pos m:val="top"/></m:barPr><m:e>{run("x+y")}</m:e></m:bar>', "¯(x+y)"),
        (
            f'<m:f><m:fPr><m:type m:val="noBar"/></m:fPr><m:num>{run("n")}</m:num><m:den>{run("k")}</m:den></m:f>',
            "(n¦k)",
        ),
        (f"<m:func><m:fName>{run('sin')}</m:fName><m:e>{run('t')}</m:e></m:func>", "sin t"),
    ],
)
def test_an_equation_stands_in_its_line(equation: str, shown: str) -> None:
    after = f"<m:oMath>{equation}</m:oMath><w:r><w:t> holds.</w:t></w:r>"
    assert texts(word(paragraph("Here ", after=after))) == [f"Here {shown} holds."]
    alone = f"<w:p><m:oMathPara><m:oMath>{equation}</m:oMath></m:oMathPara></w:p>"
    assert texts(word(alone)) == [shown]


def test_headers_and_footers_are_read_once_and_the_numbers_of_pages_not_at_all() -> None:
    page = '<w:p><w:r><w:t>Page </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>'
    counted = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>NUMPAGES</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/>'
        "</w:r></w:p>"
    )
    edges = {
        "header1": paragraph("File BX-77 of the harbour board"),
        "header2": paragraph("File BX-77 of the harbour board") + page,
        "footer1": counted + paragraph("Not for sale"),
    }
    assert texts(word(paragraph("The quay is closed."), edges=edges)) == [
        "File BX-77 of the harbour board", "The quay is closed.", "Not for sale",
    ]  # fmt: skip
    beside = {"header1": table(("File", "BX-77"), ("Issue", "3"))}
    assert texts(word(paragraph("The quay is closed."), edges=beside))[:2] == ["File | BX-77", "Issue | 3"]


def test_a_box_says_whether_it_is_ticked() -> None:
    def box(ticked: int, label: str) -> str:
        state = f'<w14:checkbox><w14:checked w14:val="{ticked}"/></w14:checkbox>'
        return (
            f"<w:p><w:sdt><w:sdtPr>{state}</w:sdtPr><w:sdtContent><w:r><w:t>?</w:t></w:r></w:sdtContent></w:sdt>"
            f"<w:r><w:t> {label}</w:t></w:r></w:p>"
        )

    assert texts(word(box(1, "Moored") + box(0, "Insured"))) == ["[x] Moored", "[ ] Insured"]


def test_what_was_chosen_of_a_list_that_drops_down_is_read() -> None:
    entries = "".join(f'<w:listEntry w:val="{name}"/>' for name in ("Jib", "Genoa"))
    chosen = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    field = (
        f'<w:r><w:fldChar w:fldCharType="begin">{chosen}</w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(word(paragraph("Sail: ", after=field))) == ["Sail: Genoa"]


def test_a_file_inside_a_document_goes_missing_in_silence() -> None:
    inner = '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel.Sheet.12"/>'
    document = parse(word(paragraph("The year.", after=f"{inner}</w:object></w:r>")), "a.docx")
    assert document.text == "The year."
    assert document.unread == ("an embedded file (Excel.Sheet.12) was not read",)


def test_a_cell_that_is_merged_downwards_belongs_to_each_of_its_rows() -> None:
    def cell(text: str, merged: str = "") -> str:
        return f"<w:tc><w:tcPr>{merged}</w:tcPr>{paragraph(text)}</w:tc>"

    rows = [
        cell("Berth") + cell("Boat") + cell("Fee"),
        cell("North", '<w:vMerge w:val="restart"/>') + cell("Petrel") + cell("40"),
        cell("", "<w:vMerge/>") + cell("Skua") + cell("55"),
    ]
    merged = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert texts(word(merged)) == ["Berth | Boat | Fee", "North | Petrel | 40", "North | Skua | 55"]


def drawing(kind: str, name: str) -> str:
    """Return a run with a chart or a diagram that leads to a part of the document."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    space = f"http://schemas.openxmlformats.org/drawingml/2006/{'chart' if kind == 'id' else 'diagram'}"
    tag = "d:chart" if kind == "id" else "d:relIds"
    return f'<w:r><w:drawing><{tag} xmlns:d="{space}" xmlns:r="{office}" r:{kind}="r{name}"/></w:drawing></w:r>'


def chart() -> str:
    def points(tag: str, *texts: str) -> str:
        inner = "".join(f'<c:pt idx="{place}"><c:v>{text}</c:v></c:pt>' for place, text in enumerate(texts))
        return f"<c:{tag}><c:strRef><c:strCache>{inner}</c:strCache></c:strRef></c:{tag}>"

    series = "".join(
        f"<c:ser>{points('tx', name)}{points('cat', 'May', 'June')}{points('val', *values)}</c:ser>"
        for name, values in (("Herring", ("4.3", "7")), ("Cod", ("1", "2")))
    )
    spaces = "http://schemas.openxmlformats.org/drawingml/2006/"
    title = "<c:title><a:p><a:r><a:t>Catches</a:t></a:r></a:p></c:title>"
    return (
        f'<c:chartSpace xmlns:c="{spaces}chart" xmlns:a="{spaces}main"><c:chart>{title}<c:plotArea><c:barChart>{series}'
        "</c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )


def test_a_chart_is_lost_that_stands_between_paragraphs() -> None:
    model = (
        '<d:dataModel xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"><d:ptLst>'
        '<d:pt modelId="1"><d:t>Nets are mended</d:t></d:pt></d:ptLst></d:dataModel>'
    )
    parts = {"chart1": "", "diagramData1": ""}
    body = (
        paragraph("The year.", after=drawing("id", "chart1"))
        + paragraph("The work.", after=drawing("dm", "diagramData1"))
        + paragraph("The end.")
    )
    files = {"word/chart1.xml": chart(), "word/diagramData1.xml": model}
    document = parse(word(body, edges=parts, more=files), "a.docx")
    laws.check(document)
    assert document.text == (
        "The year.\n\nCatches\n\nHerring | Cod\nMay | 4.3 | 1\nJune | 7 | 2\n\nThe work.\n\nNets are mended\n\nThe end."
    )
    assert "June; Herring: 7; Cod: 2" in document.labelled(0, len(document.text)).text
    assert document.unread == ()


def test_a_damaged_chart_goes_missing_in_silence() -> None:
    body = paragraph("The year.", after=drawing("id", "chart1"))
    document = parse(word(body, edges={"chart1": ""}, more={"word/chart1.xml": "<broken"}), "a.docx")
    assert document.text == "The year."
    assert document.unread == ("a chart is damaged and was not read",)


def test_a_table_in_a_cell_breaks_its_row_apart() -> None:
    inner = table(("Height", "2.1 m"), ("Floor", "oak"))
    cells = (("Room", "Details"), ("Loft", inner), ("Slip", "concrete"))
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{each if each is inner else paragraph(each)}</w:tc>' for each in row)}</w:tr>"
        for row in cells
    )
    document = parse(word(f"<w:tbl>{rows}</w:tbl>"), "a.docx")
    laws.check(document)
    assert document.text == "Room | Details\nLoft | Height: 2.1 m; Floor: oak\nSlip | concrete"
    assert {block.table for block in document.blocks} == {0}


def test_pictures_of_a_document_go_missing_in_silence() -> None:
    picture = (
        '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing></w:r>'
    )
    document = parse(word(paragraph("The plan.", after=picture * 2)), "a.docx")
    assert document.unread == (f"2 pictures were {PICTURES}",)


def test_a_row_that_the_style_of_its_table_shows_as_names_is_taken_for_a_record() -> None:
    styles = (
        '<w:style w:type="table" w:styleId="Grid4"><w:name w:val="Grid Table 4"/><w:tblStylePr w:type="firstRow">'
        '<w:rPr><w:b/></w:rPr></w:tblStylePr></w:style><w:style w:type="table" w:styleId="Ours"><w:name w:val="Ours"/>'
        '<w:basedOn w:val="Grid4"/></w:style>'
    )
    rows = table(("Role", "Person"), ("Cook", "Ida"), ("Mate", "Per")).removeprefix("<w:tbl>")

    def read(look: str, style: str = "Ours") -> str:
        about = f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblLook {look}/></w:tblPr>'
        document = parse(word(about + rows, styles=styles), "a.docx")
        return document.labelled(0, len(document.text)).text

    told = "Role: Cook; Person: Ida\nRole: Mate; Person: Per"
    assert read('w:val="04A0" w:firstRow="1"') == read('w:val="0020"') == told
    plain = "Role | Person\nCook | Ida\nMate | Per"
    assert read('w:val="0480" w:firstRow="0"') == read('w:val="xyz"') == read('w:firstRow="1"', "Plain") == plain


def test_a_box_that_is_only_a_sign_is_told_in_another_way_than_one_of_a_form() -> None:
    inserted = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="{}"/></w:r><w:r><w:t xml:space="preserve"> {}</w:t></w:r></w:p>'
    )
    body = inserted.format("F0FE", "bread") + inserted.format("F0A8", "milk") + paragraph("☑ tea") + paragraph("☐ oil")
    assert texts(word(body)) == ["[x] bread", "[ ] milk", "[x] tea", "[ ] oil"]
