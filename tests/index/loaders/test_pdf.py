from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from index.errors import DocumentError
from index.loaders import parse
from tests import laws
from tests.hostile.samples.pdf_files import pdf, stream
from tests.samples.pdf_files import HEIGHT, Filled, Ink, column, paper

if TYPE_CHECKING:
    from index import Document

LEFT = (
    "The lighthouse on the northern cliff was built by a merchant who had lost two ships in one winter. He paid the"
    " masons himself, and he lived to see the lamp lit on the first of October."
)
RIGHT = (
    "Keepers came and went after him. The last of them wrote down the weather every morning for thirty years, and the"
    " books are still in the archive of the harbour, where anyone may read them."
)
BODY = (
    "A paragraph of the running text that goes on for a line or two and says nothing that any other page says, number"
)


def read(*pages: list[Ink], **facts: str) -> Document:
    return parse(paper(pages, facts), "paper.pdf")


def test_columns_are_read_one_after_the_other_in_whatever_order_they_were_drawn() -> None:
    left, right = column(LEFT, 50, 600, characters=44), column(RIGHT, 310, 600, characters=44)
    drawn = [ink for both in zip(left, right, strict=False) for ink in both] + left[len(right) :] + right[len(left) :]
    title = Ink(50, 700, "Two columns under one long headline that spans both of them", 18, bold=True)
    document = read([title, *drawn])
    assert document.text == f"{title.text}\n\n{LEFT}\n\n{RIGHT}"
    assert [(section.heading, section.level) for section in document.sections] == [(title.text, 1)]


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    words = (LEFT + " " + RIGHT + " ") * 3
    lines = [ink.text for ink in column(words.lower().replace(".", ","), 0, 0, characters=44)][:18]
    columns = [[Ink(x, 700 - 12 * number, line) for number, line in enumerate(lines[at : at + 6])] for x, at in
               ((50, 0), (310, 6), (50, 12))]  # fmt: skip
    document = read([*columns[0], *columns[1]], columns[2])
    assert document.text == " ".join(lines)
    first, second = document.pages
    assert document.text[first.start : first.end] == " ".join(lines[:12])
    assert document.text[second.start : second.end] == " ".join(lines[12:])


def test_what_is_printed_on_every_page_is_no_text() -> None:
    pages = [
        [
            Ink(50, 770, "Annual report of the harbour"),
            *column(f"{BODY} {name}.", 50, 700, characters=80),
            Ink(280, 30, f"Page {number} of 3"),
        ]
        for number, name in enumerate(("one", "two", "three"), 1)
    ]
    document = read(*pages)
    assert document.text == "\n\n".join(f"{BODY} {name}." for name in ("one", "two", "three"))
    assert [document.page_at(document.text.index(name)) for name in ("one.", "two.", "three.")] == [1, 2, 3]


def test_headers_of_left_and_right_pages_and_bare_numbers_are_no_text_either() -> None:
    pages = [
        [
            Ink(50, 770, "The harbour" if number % 2 else "Chapter the first"),
            *column(f"{BODY} {'x' * number}.", 50, 700, characters=80),
            Ink(300, 30, str(number + 11)),
        ]
        for number in range(1, 5)
    ]
    assert read(*pages).text == "\n\n".join(f"{BODY} {'x' * number}." for number in range(1, 5))


def test_a_line_that_the_text_goes_on_from_is_no_header() -> None:
    line = "The same line stands at the top of both pages, and the text follows"
    pages = [[*column(f"{line} {name} directly and at once.", 50, 770, characters=70)] for name in ("here", "there")]
    assert read(*pages).text.count(line) == 2


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("the keeper of the light-", "house came down", "the keeper of the lighthouse came down"),
        ("a well-", "known and much older story", "a well-known and much older story"),
        ("from the winter of 1911-", "1912 on, they said", "from the winter of 1911-1912 on, they said"),
        ("the road from Paris-", "Charonne to the sea", "the road from Paris-Charonne to the sea"),
        ("the lamp - it was new -", "shone far out to sea", "the lamp - it was new - shone far out to sea"),
    ],
)
def test_words_parted_at_the_end_of_a_line_are_made_whole(before: str, after: str, joined: str) -> None:
    assert read([Ink(50, 700, before), Ink(50, 688, after)]).text == joined


def test_a_word_that_is_parted_at_the_end_of_a_page_is_made_whole() -> None:
    first = [Ink(50, 700, "The keeper lit the lamp, and nobody has ever counted the exam-")]
    document = read(first, [Ink(50, 700, "ple nights that he sat there and looked at the water.")])
    assert "counted the example nights" in document.text
    assert document.text[document.pages[0].start : document.pages[0].end].endswith("exam")


@pytest.mark.parametrize(
    "lines",
    [["lit in sum~", "mer and in fall"], ["lit in sum~ ", "mer and in fall"], ["lit in sum~mer", "and in fall"]],
)
def test_a_hyphen_that_is_not_seen_parts_no_word(lines: list[str]) -> None:
    """The font says that its tilde is a soft hyphen."""
    drawn = b" ".join(b"(%s) Tj T*" % line.encode() for line in lines)
    letters = b"1 beginbfchar <7E> <00AD> endbfchar 1 beginbfrange <20><7D><0020> endbfrange"
    data = pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        stream(b"BT /F 12 Tf 14 TL 50 700 Td %s ET" % drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        stream(b"begincmap 1 begincodespacerange <00><FF> endcodespacerange %s endcmap" % letters),
    )
    assert " ".join(parse(data, "a.pdf").text.split()) == "lit in summer and in fall"


def test_the_page_shows_whether_a_hyphen_is_the_words_own() -> None:
    lines = ["They sold the twin-engine aeroplane, and", "nobody bought another twin-", "engine aeroplane."]
    assert read([Ink(50, 700 - 12 * n, line) for n, line in enumerate(lines)]).text == (
        "They sold the twin-engine aeroplane, and nobody bought another twin-engine aeroplane."
    )


def test_a_table_is_read_row_by_row_and_a_cell_of_two_lines_is_one() -> None:
    cells = [("Ship:", "Marigold", "Master:", "J. Okafor"), ("Lost:", "3 March 1911", "Cargo:", "Salt, coal and")]
    inks = [
        Ink(x, 700 - 20 * row, cell)
        for row, line in enumerate(cells)
        for x, cell in zip((50, 150, 300, 400), line, strict=True)
    ]
    document = read([*inks, Ink(400, 669, "three bells")])
    assert document.text == (
        "Ship: Marigold | Master: J. Okafor\nLost: 3 March 1911 | Cargo: Salt, coal and three bells"
    )


def test_a_label_beside_two_lines_is_no_part_of_either() -> None:
    inks = [
        Ink(150, 700, "The mill at Orrin grinds forty sacks, which is"),
        Ink(60, 691, "Mills"),
        Ink(150, 682, "more than the mill at Sandvik ever did."),
    ]
    assert "which is Mills" not in read(inks).text


def test_lists_keep_their_items_and_paragraphs_their_indents() -> None:
    lines = [
        Ink(50, 700, "Three things were found in the lamp room when the door was opened:"),
        Ink(60, 688, "\u2022 a bell that had no clapper and that was, as they said, older than the"),
        Ink(70, 676, "tower,"),
        Ink(60, 664, "\u2022 a book."),
        Ink(62, 640, "The book had been wet, and of its pages those at the end could not be read"),
        Ink(50, 628, "any more."),
        Ink(62, 616, "Nobody knew who had written it, although it was in everybody's hand there"),
        Ink(50, 604, "was."),
    ]
    assert read(lines).text == (
        "Three things were found in the lamp room when the door was opened:\n\n• a bell that had no clapper and"
        " that was, as they said, older than the tower,\n• a book.\n\nThe book had been wet, and of its pages those"
        " at the end could not be read any more.\n\nNobody knew who had written it, although it was in everybody's"
        " hand there was."
    )


def test_headings_are_what_is_large_or_bold() -> None:
    document = read(
        [
            Ink(50, 700, "The Light", 20),
            Ink(50, 660, "Building", 12, bold=True),
            *column(LEFT, 50, 640, characters=80),
            Ink(50, 560, "Keepers", 12, bold=True),
            *column(RIGHT, 50, 540, characters=80),
        ]
    )
    assert [(section.heading, section.level) for section in document.sections] == [
        ("The Light", 1),
        ("Building", 2),
        ("Keepers", 2),
    ]
    assert document.title == "The Light"
    assert document.headings_at(document.text.index("archive")) == ("The Light", "Keepers")


def test_the_file_says_title_date_and_author() -> None:
    facts = {"Title": "On Lamps", "Author": "Ada Byron", "CreationDate": "D:20260131093000Z"}
    document = read([Ink(50, 700, "Text.")], **facts)
    assert (document.title, document.author, document.date) == ("On Lamps", "Ada Byron", "2026-01-31")
    assert read([Ink(50, 700, "Text.")], Title="Microsoft Word - draft3.doc").title == "Text."


@pytest.mark.parametrize("title", ["(anonymous)", "anonymous", "10811.exe", "report.rtf", "(unspecified)", "Unknown"])
def test_what_a_program_writes_in_place_of_a_title_is_none(title: str) -> None:
    assert read([Ink(50, 700, "Text.")], Title=title).title == "Text."


@pytest.mark.parametrize("title", ["The Anonymous Letters", "Unknown Soldiers of 1916", "On Lamps (unspecified)"])
def test_a_title_that_only_resembles_one_is_kept(title: str) -> None:
    assert read([Ink(50, 700, "Text.")], Title=title).title == title


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(rotate: int) -> None:
    # Its text was drawn upright, so that it is shown on its side or upside down.
    document = parse(paper([column(LEFT, 50, 700, characters=80)], rotate=rotate), "a.pdf")
    assert document.text == LEFT


def test_pages_follow_each_other_and_hold_all_of_the_text() -> None:
    document = read(*(column(f"{BODY} {number}.", 50, 700, characters=60) for number in range(5)), [])
    assert [page.number for page in document.pages] == [1, 2, 3, 4, 5, 6]
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    for before, after in pairwise(document.pages):
        assert document.text[before.end : after.start].strip() == ""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (paper([[Ink(50, 700, "secret")]], encrypted=True), "encrypted: it opens with a password only"),
        (paper([[], []]), "no text: its 2 pages are pictures"),
        (paper([[Ink(50, HEIGHT + 50, "beside the page")]]), "no text: its only page is a picture"),
        (b"%PDF-1.7\nnothing", "damaged or cut off"),
        (b"just text", "damaged or cut off"),
        (paper([]), "no pages|damaged"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse(data, "a.pdf")


def test_what_was_filled_into_a_form_stands_beside_its_label() -> None:
    labels = [Ink(50, 704, "Name of the kiln:"), Ink(50, 664, "Owner:"), Ink(50, 624, "Lit:"), Ink(50, 584, "Cold:")]
    filled = [
        Filled(200, 700, "Red Ember"),
        Filled(200, 660, "hidden words", flags=1 << 13),
        Filled(200, 620, "Yes", "Btn"),
        Filled(200, 580, "Off", "Btn"),
    ]
    document = parse(paper([labels], filled=filled), "a.pdf")
    laws.check(document)
    assert document.text.split("\n") == ["Name of the kiln: Red Ember", "", "Owner:", "", "Lit: [x]", "Cold: [ ]"]
    name = document.blocks[0]
    assert (name.kind, name.columns) == ("form_field", ("Name of the kiln",))
    assert [document.text[low:high] for low, high in name.cells] == ["Red Ember"]


def test_values_of_a_form_lose_their_labels_beside_or_above_them() -> None:
    labels = [Ink(50, 712, "Owner"), Ink(300, 712, "Phone"), Ink(50, 652, "First boat"), Ink(300, 652, "Built")]
    more = [Ink(50, 612, "Insured"), Ink(80, 572, "flares in date"), Ink(80, 556, "radio works"), Ink(50, 532, "I,")]
    filled = [
        Filled(50, 690, "Elin Strand"),
        Filled(300, 690, "555 0188"),
        Filled(120, 648, "Grey Petrel"),  # its neighbour is empty
        Filled(200, 608, "Yes", "Btn"),
        Filled(50, 568, "Off", "Btn"),
        Filled(50, 552, "Yes", "Btn"),
        Filled(80, 528, "Elin"),
    ]
    document = parse(paper([[*labels, *more, Ink(300, 532, "agree to the rules.")]], filled=filled), "a.pdf")
    laws.check(document)
    fields = [document.text[block.start : block.end] for block in document.blocks if block.kind == "form_field"]
    assert fields == ["Owner: Elin Strand", "Phone: 555 0188", "First boat: Grey Petrel", "Insured: [x]"]
    lines = document.text.split("\n")
    assert {"Built", "[ ] flares in date", "[x] radio works"} <= set(lines)
    assert "I, | Elin | agree to the rules." in lines


def test_a_table_of_a_page_has_cells_and_names_where_its_first_row_is_bold_or_above_numbers() -> None:
    def row(y: float, *cells: str, bold: bool = False) -> list[Ink]:
        return [Ink(50 + 180 * place, y, cell, bold=bold) for place, cell in enumerate(cells)]

    lines = [*row(700, "Kiln", "Clay", bold=True), *row(686, "North", "red"), *row(672, "South", "white")]
    document = parse(paper([lines]), "a.pdf")
    laws.check(document)
    assert document.text == "Kiln | Clay\nNorth | red\nSouth | white"
    assert [(block.kind, block.columns) for block in document.blocks] == [
        ("table_header", ()),
        ("table_row", ("Kiln", "Clay")),
        ("table_row", ("Kiln", "Clay")),
    ]
    assert document.labelled(0, len(document.text)).text == "Kiln: North; Clay: red\nKiln: South; Clay: white"
