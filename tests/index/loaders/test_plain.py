from __future__ import annotations

from index.loaders import plain


def test_lines_that_open_a_block_are_headings_before_short_lines_too() -> None:
    text = "Manual\n\nSAFETY\nKeep away.\n\n1 Errors\nE1: no water.\n\n2 Data\nPower: 1 W\n\n10 Downing Street\nLondon"
    content = plain.parse(text.encode())
    assert [section.heading for section in content.sections] == ["Manual", "SAFETY", "1 Errors", "2 Data"]


def test_the_items_of_a_numbered_list_are_no_headings() -> None:
    content = plain.parse(b"To do\n\n1. Bread\n2. Milk\n3. Eggs\n\n4. Tea\n\n5. Rice\n\nThat is all.")
    assert [section.heading for section in content.sections] == ["To do"]


def test_the_last_field_of_a_form_before_a_paragraph_is_no_heading() -> None:
    body = "The pilot of the aircraft, which had been built in a shed, landed on a road that was closed for a race."
    content = plain.parse(f"Accident report\n\nLocation: Lisburn\nPersons on board: 3\n\n{body}\n".encode())
    assert [block.kind for block in content.blocks] == ["heading", "form_field", "form_field", "paragraph"]
