"""Columns that a document has as labels of its own."""

from __future__ import annotations

import pytest

from index import Document
from index.loaders import parse
from rag.extraction.columns import column
from rag.extraction.labels import find

FORM = b"""Incident report

Location: Kiel, pier 3
Report date: 9 May 2024
Date & Time: 3 May 2024, 10:45
Name of reporter: Ada Berg
Was anybody injured? Yes, one sailor.
Pilot:

A ship touched the pier. The bow was bent.

Probable cause: The fog hid the light.

Estimated damage: EUR 4,200
"""
NOTES = b"""# Collision

- **Place:** bus station
- **Injured:** none

| Field | Entry |
|---|---|
| Reported by | Lea Brandt |
| Costs | 900 |

## Probable cause and findings

The driver looked at the display. It was new.

## Costs per year

Nobody has counted them.
"""


def value(name: str, text: bytes, source: str) -> str | None:
    document = parse(text, source)
    found = find(column(name), document, 0, len(document.text))
    if found is None:
        return None
    assert found.quoted[0] <= found.start < found.end <= found.quoted[1]
    return document.text[found.start : found.end]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("place", "Kiel, pier 3"),
        ("location", "Kiel, pier 3"),
        ("date", "3 May 2024, 10:45"),
        ("report date", "9 May 2024"),
        ("Who reported it?", "Ada Berg"),
        ("Was anybody injured?", "Yes, one sailor."),
        ("cause", "The fog hid the light."),
        ("How much was the damage?", "EUR 4,200"),
        ("pilot", None),
        ("weather", None),
    ],
)
def test_a_field_of_a_form_is_missed_or_taken_for_another(name: str, said: str | None) -> None:
    assert value(name, FORM, "form.txt") == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("place", "bus station"),
        ("injuries", "none"),
        ("reporter", "Lea Brandt"),
        ("cost", "900"),
        ("probable cause", "The driver looked at the display. It was new."),
        ("date", None),
    ],
)
def test_a_row_a_line_or_a_heading_is_missed(name: str, said: str | None) -> None:
    assert value(name, NOTES, "notes.md") == said


def test_a_label_outside_the_section_is_found() -> None:
    document = parse(b"# One\n\nPlace: Kiel\n\n# Two\n\nPlace: Bonn\n", "a.md")
    second = document.sections[1].start
    found = find(column("place"), document, second, len(document.text))
    assert found is not None
    assert document.text[found.start : found.end] == "Bonn"


def test_a_document_without_blocks_ends_the_table() -> None:
    document = Document("a.txt", "a", "Place: Kiel", (), (), "0")
    assert find(column("place"), document, 0, len(document.text)) is None


def test_a_post_behind_a_name_is_no_label_of_it() -> None:
    minutes = b"Minutes\n\nPresent: Ada Berg (chair), Jon van Falk (treasurer), Eve Lind. Absent: nobody (so far)."
    assert value("treasurer", minutes, "a.txt") == "Jon van Falk"
    assert value("Who is the chair?", minutes, "a.txt") == "Ada Berg"
    assert value("secretary", minutes, "a.txt") is None
