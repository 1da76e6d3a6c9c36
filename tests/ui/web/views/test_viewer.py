"""The viewer shows a document verbatim with its quotes marked, also when the document has changed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.loaders import parse
from index.types import Document, Page, Section
from rag.types import Answer, Passage, Sentence
from tests.ui.outcomes import TEXT, answer, citation, passage
from tests.ui.pages import HOSTILE, TEXTS, parsed, pick, structure
from ui.formats.quote_link import QuoteLink
from ui.web.views import viewer
from ui.web.views.marked_text import WINDOW

HERE = {"is_original_here": True}


def document(text: str = TEXT, fingerprint: str = "f" * 64, source: str = "reports/2024.txt") -> Document:
    return Document(source, "Annual report", text, (), (), fingerprint)


def seen(html: str) -> str:
    """Return the text of a document as shown, its lines apart."""
    (text,) = pick(parsed(f"<div>{html}</div>"), ".text")
    return "\n".join(block.text_content() for block in text)


def marked(html: str) -> list[str]:
    return [mark.text_content() for mark in pick(parsed(f"<div>{html}</div>"), "mark.now")]


@given(TEXTS, st.data())
def test_a_document_is_shown_word_for_word_and_its_quotes_are_marked(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cited = replace(citation("Sales fell."), start=start, end=end, quote=text[start:end])
    result = Answer((Sentence("s", (cited,)),), (passage(1, text),), 0.9, answer().trace)
    html = viewer.citation(result, "k", 0, document(text), is_original_here=False)
    lines = [line for line in text.split("\n") if line]
    assert seen(html) == "\n".join(lines)
    assert "".join(marked(html)) == text[start:end].replace("\n", "")
    assert {tag for tag, *_ in structure(parsed(f"<div>{html}</div>"))} <= {
        "div", "h2", "p", "details", "summary", "ol", "li", "button", "span", "mark", "svg", "path",
    }  # fmt: skip


def test_a_table_looks_like_lines_with_bars() -> None:
    data = b"Pump rooms,,\nRoom,Pump,Litres\nBoiler,<b>P1</b>,40\nYard,,25\n\nAll tested in May."
    held = parse(data, "pumps.csv")
    start = held.text.index("Yard")
    link = QuoteLink(held.source, start, start + len("Yard |  | 25"), held.fingerprint[:16])
    tree = parsed(f"<div>{viewer.linked(held, link, **HERE)}</div>")
    (table,) = pick(tree, "table")
    assert [[cell.text_content() for cell in row] for row in pick(table, "tr")] == [
        ["Room", "Pump", "Litres"], ["Boiler", "<b>P1</b>", "40"], ["Yard", "", "25"],
    ]  # fmt: skip
    assert [cell.tag for cell in pick(table, "tr")[0]] == ["th"] * 3
    assert [mark.text_content() for mark in pick(table, "mark")] == ["Yard", "25"]
    assert [line.text_content() for line in pick(pick(tree, ".text")[0], "p")] == ["Pump rooms", "All tested in May."]


def test_rows_far_below_the_names_of_their_columns_are_shown_without_them() -> None:
    rows = [f"{number},part {number},{number * 7}" for number in range(9000)]
    held = parse("\n".join(["Key,Part,Stock", *rows]).encode(), "stock.csv")
    start = held.text.index("8000 | part 8000")
    link = QuoteLink(held.source, start, start + 16, held.fingerprint[:16])
    tree = parsed(f"<div>{viewer.linked(held, link, **HERE)}</div>")
    first, second, *_ = pick(tree, "tr")
    assert [cell.text_content() for cell in first] == ["Key", "Part", "Stock"]
    assert [cell.tag for cell in second] == ["td"] * 3


def test_a_cell_over_several_columns_is_shown_once_for_each() -> None:
    held = parse(b"<table><tr><th>Day<th>One<th>Two<tr><td>Monday<td colspan=2>closed</table>", "a.html")
    (row,) = pick(parsed(f"<div>{viewer.document(held, **HERE)}</div>"), "tr")[1:]
    assert [(cell.text_content(), cell.get("colspan")) for cell in row] == [("Monday", None), ("closed", "2")]


def test_the_quotes_of_an_answer_are_walked_round_and_round() -> None:
    result = answer()
    tree = parsed(f"<div>{viewer.citation(result, 'k', 2, document(), **HERE)}</div>")
    assert pick(tree, ".which")[0].text == "Quote 3 of 3"
    before, after = pick(tree, "button.step")
    assert (before.get("data-citation"), after.get("data-citation")) == ("1", "0")
    rows = pick(pick(tree, ".all-quotes")[0], "button.source")
    assert [row.get("data-citation") for row in rows] == ["0", "1", "2"]
    assert rows[2].get("aria-current") == "true"
    assert pick(tree, ".path")[0].text == "2024.txt › Results › Costs › page 3"
    assert "source=reports%2F2024.txt" in pick(tree, ".original")[0].get("href")
    assert len(pick(tree, "mark")) == 3


def test_a_document_that_changed_is_shown_as_it_was_and_as_it_is() -> None:
    result = answer()
    html = viewer.citation(result, "k", 0, document("Costs fell.\nAll is well.", "e" * 64), **HERE)
    tree = parsed(f"<div>{html}</div>")
    assert "has changed" in pick(tree, ".changed")[0].text
    assert "not stand in it any more" in pick(tree, ".changed")[0].text
    then, now = pick(tree, ".text")
    assert then.text_content() == TEXT.replace("\n", "")
    assert [mark.text_content() for mark in pick(then, "mark.now")] == [result.citations[0].quote]
    assert now.text_content() == "Costs fell.All is well."
    assert not pick(now, "mark")


def test_a_quote_that_moved_is_marked_where_it_stands_now() -> None:
    result = answer()
    quote = result.citations[0].quote
    html = viewer.citation(result, "k", 0, document(f"A new beginning.\n{TEXT}", "e" * 64), **HERE)
    tree = parsed(f"<div>{html}</div>")
    assert "stands elsewhere" in pick(tree, ".changed")[0].text
    then, now = pick(tree, ".text")
    assert [mark.text_content() for mark in pick(now, "mark.now")] == [quote]
    assert [mark.text_content() for mark in pick(then, "mark.now")] == [quote]


def test_a_quote_that_stands_where_it_stood_needs_no_second_text() -> None:
    html = viewer.citation(answer(), "k", 0, document(f"{TEXT}\nMore.", "e" * 64), **HERE)
    tree = parsed(f"<div>{html}</div>")
    assert "stands where it stood" in pick(tree, ".changed")[0].text
    assert len(pick(tree, ".text")) == 1


def test_the_same_file_read_differently_is_told_apart_from_one_that_changed() -> None:
    html = viewer.citation(answer(), "k", 0, document(TEXT.replace("percent", "per cent")), **HERE)
    assert "read differently" in pick(parsed(f"<div>{html}</div>"), ".changed")[0].text


def test_a_document_that_is_gone_leaves_what_the_answer_kept() -> None:
    html = viewer.citation(answer(), "k", 0, None, is_original_here=False)
    tree = parsed(f"<div>{html}</div>")
    assert "not in the library any more" in pick(tree, ".changed")[0].text
    assert pick(tree, ".text")[0].text_content() == TEXT.replace("\n", "")
    assert marked(html) == [answer().citations[0].quote]
    assert not pick(tree, ".original")


def test_headings_and_pages_are_shown_as_what_they_are() -> None:
    text = "Report\nFirst page.\nCosts\nSecond page."
    held = Document(
        "a.pdf", "Report", text, (Section("Report", 1, 0), Section("Costs", 2, 19)),
        (Page(1, 0, 18), Page(2, 19, len(text))), "f",
    )  # fmt: skip
    (shown,) = pick(parsed(f"<div>{viewer.document(held, **HERE)}</div>"), ".text")
    assert [(block.tag, block.text_content()) for block in shown] == [
        ("p", "Page 1"), ("h3", "Report"), ("p", "First page."),
        ("p", "Page 2"), ("h4", "Costs"), ("p", "Second page."),
    ]  # fmt: skip


def test_a_very_long_document_is_shown_around_its_quotes() -> None:
    line = "All work and no play makes a dull day.\n"
    text = line * 5000 + "The quote.\n" + line * 5000
    cited = replace(citation("Sales fell."), start=line.__len__() * 5000, quote="The quote.")
    cited = replace(cited, end=cited.start + 10)
    result = Answer((Sentence("s", (cited,)),), (Passage(1, passage().chunk, 0.9),), 0.9, answer().trace)
    html = viewer.citation(result, "k", 0, document(text), **HERE)
    tree = parsed(f"<div>{html}</div>")
    assert marked(html) == ["The quote."]
    gaps = pick(tree, ".gap")
    assert len(gaps) == 2
    assert all("pages not shown here" in gap.text for gap in gaps)
    (shown,) = pick(tree, ".text")
    assert len(shown.text_content()) < 2 * WINDOW + 300


def test_a_passage_that_came_near_is_marked_as_a_whole() -> None:
    near = passage(2, TEXT)
    assert "".join(marked(viewer.passage(near, document(), **HERE))) == TEXT.replace("\n", "")
    gone = viewer.passage(near, None, is_original_here=False)
    assert "changed or is gone" in gone
    assert seen(gone) == TEXT


def test_a_link_marks_its_quote_while_the_document_is_the_one_that_was_quoted() -> None:
    cited = answer().citations[0]
    link = QuoteLink.to(cited)
    held = replace(document(), pages=(Page(1, 0, 20), Page(2, 20, len(TEXT))))
    html = viewer.linked(held, link, **HERE)
    assert "".join(marked(html)) == cited.quote
    assert "page 2" in pick(parsed(f"<div>{html}</div>"), ".path")[0].text
    old = viewer.linked(document(fingerprint="e" * 64), link, **HERE)
    assert marked(old) == []
    assert "has changed since it was quoted" in old
    assert seen(old) == TEXT
    assert marked(viewer.linked(document(), replace(link, end=9_999), **HERE)) == []


def test_names_are_text() -> None:
    held = replace(document(HOSTILE, source=HOSTILE), title=HOSTILE)
    tree = parsed(f"<div>{viewer.document(held, **HERE)}</div>")
    assert not {"script", "img"} & {tag for tag, *_ in structure(tree)}
    assert pick(tree, ".title")[0].text_content() == HOSTILE
    assert pick(tree, ".original")[0].get("href").startswith("original?source=%3C%2Fmark")


def test_a_page_of_a_pdf_file_can_be_looked_at_while_it_is_the_one_that_was_quoted() -> None:
    cited = replace(citation("Sales fell."), source="reports/2024.pdf", date="2024-03-15")
    result = Answer((Sentence("s", (cited,)),), (passage(1, source="reports/2024.pdf"),), 0.9, answer().trace)
    same = parsed(f"<div>{viewer.citation(result, 'k', 0, document(source='reports/2024.pdf'), **HERE)}</div>")
    (sheet,) = pick(same, ".sheet")
    told = {name: sheet.get(f"data-{name}") for name in ("source", "number", "start", "end")}
    assert told == {
        "source": "reports/2024.pdf",
        "number": "3",
        "start": str(cited.start),
        "end": str(cited.end),
    }
    assert pick(same, "a.original")[0].get("href") == "original?source=reports%2F2024.pdf#page=3"
    assert pick(same, "p.path")[0].text_content().startswith("15 March 2024 · 2024.pdf")
    other = document(source="reports/2024.pdf", fingerprint="0" * 64)
    assert 'class="sheet"' not in viewer.citation(result, "k", 0, other, **HERE)
    assert 'class="sheet"' not in viewer.citation(result, "k", 0, None, **HERE)


def test_the_other_quotes_of_a_document_are_boxed_on_its_page_too() -> None:
    source = "reports/2024.pdf"
    costs, sales, elsewhere = (
        replace(citation(quote), source=path)
        for quote, path in (("Costs rose", source), ("Sales fell.", source), ("Sales fell.", "b.pdf"))
    )
    said = (Sentence("a", (costs,)), Sentence("b", (sales, elsewhere)), Sentence("c", (costs,)))
    result = Answer(said, (passage(1, source=source),), 0.9, answer().trace)
    shown = viewer.citation(result, "k", 0, document(source=source), **HERE)
    (other,) = pick(parsed(f"<div>{shown}</div>"), ".other")
    assert other.get("data-span") == f"{sales.start}-{sales.end}"
    assert (other.get("data-citation"), other.get("title")) == ("1", "Quote 2")


def test_a_link_to_a_quote_opens_its_page() -> None:
    held = replace(document(source="reports/2024.pdf"), pages=(Page(1, 0, 5), Page(2, 5, len(TEXT))))
    shown = viewer.linked(held, QuoteLink(held.source, 7, 12, held.fingerprint), **HERE)
    (sheet,) = pick(parsed(f"<div>{shown}</div>"), ".sheet")
    assert [sheet.get(f"data-{name}") for name in ("number", "start", "end")] == ["2", "7", "12"]


def test_a_document_with_recognised_text_looks_like_any_other() -> None:
    scan = replace(document(), unread=("page 1 is a picture; the text was recognised (tesseract, eng)", HOSTILE))
    for html in (viewer.document(scan, **HERE), viewer.citation(answer(), "k", 0, scan, **HERE)):
        told, hostile = pick(parsed(f"<div>{html}</div>"), ".changed")[:2]
        assert told.text == "Page 1 is a picture; the text was recognised (tesseract, eng)."
        assert not len(hostile)
