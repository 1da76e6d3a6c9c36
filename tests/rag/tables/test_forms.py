"""Documents of one form as the rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.loaders import parse
from rag.tables import forms
from rag.tables.answering import EXACT, answer
from tests.fakes import FakeEmbedder
from tests.memory_library import MemorySnapshot

if TYPE_CHECKING:
    from index import Chunk, Document
    from rag.steps import Verdict

REPORT = """Repair order

Order: {order}
Received: {received}
Name of customer: {customer}
Machine: {machine}
Built: {built}
Hours: {hours}
Fault: {fault}

WORK DONE
The mechanic took the machine apart, cleaned it and put it together again. It ran for an hour without a fault.
"""
ORDERS = (
    ("R-1", "3 May 2024, 08:15", "Olga Brandt", "Mower Lark", "1998", "3", "Blade bent"),
    ("R-2", "17 June 2024", "Finn Adler", "Tiller Mole", "2011", "5.5", "Chain torn, oil lost"),
    ("R-3", "2 January 2025", "Ruth Engel", "Mower Wren", "1987", "2", "Blade blunt"),
)
LABELS = ("order", "received", "customer", "machine", "built", "hours", "fault")
MINUTES = """Minutes of {month} 2025

Present: Ada Byron, {present}
Absent: {absent}

1. Roof
The roof is mended in May.
"""


def snapshot_of(texts: dict[str, str]) -> MemorySnapshot:
    held: dict[str, tuple[Document, tuple[Chunk, ...]]] = {
        name: (parse(text.encode(), name), ()) for name, text in texts.items()
    }
    return MemorySnapshot(1, held, FakeEmbedder(8))


def asked(question: str, texts: dict[str, str]) -> Verdict | None:
    snapshot = snapshot_of(texts)
    return answer(question, forms.forms(snapshot, [snapshot.document(entry.source) for entry in snapshot.contents()]))


def told(question: str, texts: dict[str, str]) -> list[str]:
    verdict = asked(question, texts)
    return [] if verdict is None else [support.quote for support in verdict.supports]


@pytest.fixture(scope="module")
def orders() -> dict[str, str]:
    return {f"{order[0]}.txt": REPORT.format(**dict(zip(LABELS, order, strict=True))) for order in ORDERS}


@pytest.fixture(scope="module")
def minutes() -> dict[str, str]:
    return {
        "a.txt": MINUTES.format(month="11 February", present="Ida Lund", absent="Tom Bale"),
        "b.txt": MINUTES.format(month="11 March", present="Tom Bale", absent="none"),
    }


def test_a_field_is_found_by_another_field_of_its_document(orders: dict[str, str]) -> None:
    verdict = asked("When was the Mower Wren built?", orders)
    assert verdict is not None
    assert [support.quote for support in verdict.supports] == ["Built: 1987"]
    assert [support.answer for support in verdict.supports] == ["1987"]
    assert {support.chunk.source for support in verdict.supports} == {"R-3.txt"}
    assert verdict.confidence == EXACT


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("Which machines were built before 2000?", ["R-1.txt", "R-3.txt"]),
        ("Which orders were received in 2024?", ["R-1.txt", "R-2.txt"]),
        ("What is the oldest machine?", ["R-3.txt"]),
        ("Which is older, the Mower Lark or the Mower Wren?", ["R-3.txt", "R-1.txt"]),
    ],
)
def test_documents_are_chosen_by_what_their_fields_say(
    question: str, fields: list[str], orders: dict[str, str]
) -> None:
    verdict = asked(question, orders)
    assert verdict is not None
    assert list(dict.fromkeys(support.chunk.source for support in verdict.supports)) == fields
    assert verdict.confidence < EXACT


def test_values_of_all_documents_are_added(orders: dict[str, str]) -> None:
    verdict = asked("What is the total of hours?", orders)
    assert verdict is not None
    assert verdict.computed is not None
    assert verdict.computed.value == 10.5


def test_a_document_is_known_by_its_title_and_the_day_in_it(minutes: dict[str, str]) -> None:
    assert told("Who was absent at the February meeting?", minutes)[-1:] == []  # nothing says that it is a meeting
    assert told("Who was absent in February?", minutes) == ["Absent: Tom Bale"]
    assert told("Who is missing in the minutes of March?", minutes)[-1] == "Absent: none"


def test_a_word_that_no_form_knows_leaves_the_question_to_passages(orders: dict[str, str]) -> None:
    assert asked("When was the machine that lost oil on the motorway built?", orders) is None
    assert asked("What did the mower cost?", orders) is None
    assert asked("Who built the Mower Wren?", orders) is None  # "Built" tells when


def test_every_quote_stands_where_it_is_cited(orders: dict[str, str]) -> None:
    snapshot = snapshot_of(orders)
    verdict = asked("Which machines were built before 2000?", orders)
    assert verdict is not None
    for support in verdict.supports:
        text = snapshot.document(support.chunk.source).text
        assert text[support.start : support.end] == support.quote
        assert text[support.chunk.start : support.chunk.end] == support.chunk.text


def test_a_document_alone_and_one_without_fields_make_no_table() -> None:
    alone = REPORT.format(**dict(zip(LABELS, ORDERS[0], strict=True)))
    assert asked("When was the Mower Lark built?", {"a.txt": alone, "b.txt": "A mower was built in 1999."}) is None


def test_more_documents_than_can_be_looked_through_make_no_table(
    orders: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MAX_DOCUMENTS", 2)
    assert asked("Which machines were built before 2000?", orders) is None
    in_folder = {f"orders/{name}": text for name, text in list(orders.items())[:2]} | {"c.txt": "No form."}
    assert told("When was the Mower Lark built?", in_folder) == ["Built: 1998"]


INVOICE = (
    "Invoice\n\nInvoice no.: {0}\nInvoice date: {1}\nCustomer: {2}\nTotal due: {3}\n\nPlease pay soon, we need it.\n"
)
PAGE = """<html><body><h1>Invoice</h1><table><tr><th>Number of the invoice</th><td>{0}</td></tr>
<tr><th>Date of invoice</th><td>{1}</td></tr><tr><th>Customer</th><td>{2}</td></tr>
<tr><th>Total</th><td>{3}</td></tr></table><p>{4}</p></body></html>"""


@pytest.fixture
def invoices() -> dict[str, str]:
    return {
        "invoices/1.txt": INVOICE.format("A-1", "3 May 2024", "Olga Brandt", "£400.50"),
        "invoices/2.txt": INVOICE.format("A-2", "5 May 2024", "Finn Adler", "£99.50 (paid in cash)"),
        "invoices/3.html": PAGE.format("A-3", "9 June 2024", "Ruth Engel", "£1,000.00", "We thank you for it. " * 9),
    }


def test_labels_in_other_words_are_one_column(invoices: dict[str, str]) -> None:
    verdict = asked("What do all the invoices add up to?", invoices)
    assert verdict is not None
    assert verdict.computed is not None
    assert verdict.computed.value == 1500
    assert told("Who got the smallest invoice?", invoices) == [
        "Customer: Finn Adler",
        "Total due: £99.50 (paid in cash)",
    ]
    found = told("Which invoices are of June 2024?", invoices)
    assert found == ["Customer | Ruth Engel"]  # the only one, found by its day alone


def test_a_form_without_a_name_is_known_by_its_number(invoices: dict[str, str]) -> None:
    nameless = invoices | {"invoices/1.txt": invoices["invoices/1.txt"].replace("Customer: Olga Brandt\n", "")}
    found = told("Which invoices are for more than £300?", nameless)
    assert found == ["Invoice no.: A-1", "Total due: £400.50", "Customer | Ruth Engel", "Total | £1,000.00"]


def test_what_does_not_tell_a_day_is_no_answer_to_when(orders: dict[str, str]) -> None:
    assert asked("When was R-1 ordered?", orders) is None
    assert told("When was the Mower Lark built?", orders) == ["Built: 1998"]


def test_nothing_is_computed_where_a_form_lacks_the_value(invoices: dict[str, str]) -> None:
    open_ended = invoices | {"invoices/2.txt": invoices["invoices/2.txt"].replace("£99.50 (paid in cash)", "open")}
    assert asked("What do all the invoices add up to?", open_ended) is None
    assert asked("Who got the smallest invoice?", open_ended) is None
    found = asked("Which invoices are for more than £300?", open_ended)
    assert found is not None
    assert found.confidence < EXACT


def test_the_next_meeting_is_not_the_one_that_minutes_are_of() -> None:
    texts = {
        f"{number}.txt": MINUTES.replace("Absent:", "Next meeting: {following}\nAbsent:").format(
            month=month, following=following, present="Ida Lund", absent=absent
        )
        for number, (month, following, absent) in enumerate(
            [("4 June", "3 September 2025", "Tom Bale"), ("3 September", "2 December 2025", "Eva Roth")]
        )
    }
    assert told("Who was absent in September?", texts) == ["Absent: Eva Roth"]


def test_of_a_large_library_all_documents_of_the_folder_are_asked_and_no_other(orders: dict[str, str]) -> None:
    others = {f"a/{number}.txt": f"Note {number}." for number in range(forms.MAX_DOCUMENTS)}
    verdict = asked(
        "How many repair orders were received in 2024?", {f"b/{name}": text for name, text in orders.items()} | others
    )
    assert verdict is not None
    assert verdict.computed is not None
    assert verdict.computed.value == 2
