from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DocumentError
from index.loaders import parse
from tests import laws


def read(value: Any) -> list[str]:
    document = parse(json.dumps(value).encode(), "a.json")
    laws.check(document)
    return document.labelled(0, len(document.text)).text.split("\n")


def test_records_are_rows_and_objects_in_them_name_their_columns() -> None:
    rows = [{"boat": "Petrel", "owner": {"name": "Ines"}, "tags": ["old", "blue"]}, {"boat": "Skua", "fee": 55}]
    assert read(rows) == ["boat: Petrel; owner.name: Ines; tags: old, blue", "boat: Skua; fee: 55"]
    lines = "\n".join(map(json.dumps, rows)).encode()
    assert parse(lines, "a.jsonl").text == parse(json.dumps(rows).encode(), "a.json").text


def test_an_object_is_fields_and_what_lies_in_it_stands_under_its_name() -> None:
    document = parse(
        b'{"name": "Quay 3", "open": true, "crane": {"lifts": "4 t"}, "boats": ["Petrel", "Skua"]}', "a.json"
    )
    laws.check(document)
    assert document.text == "name: Quay 3\nopen: true\n\ncrane\nlifts: 4 t\nboats: Petrel, Skua"
    assert [section.heading for section in document.sections] == ["crane"]
    assert document.blocks[0].columns == ("name",)


def test_what_is_no_json_says_where() -> None:
    with pytest.raises(DocumentError, match="line 2"):
        parse(b'{"a": 1,\n b}', "a.json")
    with pytest.raises(DocumentError, match="line 2"):
        parse(b'{"a": 1}\nb', "a.jsonl")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("ab :\n", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=12,
)


@given(VALUES)
def test_any_json_is_a_lawful_document_or_has_no_text(value: Any) -> None:
    try:
        document = parse(json.dumps(value).encode(), "a.json")
    except DocumentError as reason:
        assert "no text" in str(reason)  # noqa: PT017
        return
    laws.check(document)


def test_records_inside_of_records_are_told_in_one_cell_as_json() -> None:
    orders = (
        b'{"orders": [{"id": "Q-1", "city": "Leith", "items": [{"id": 7, "sku": "J1", "price": 149.0}]},'
        b' {"id": "Q-2", "city": "Oban", "items": [{"id": 8, "sku": "B7", "price": 12.5}]}]}'
    )
    document = parse(orders, "orders.json")
    laws.check(document)
    read = document.labelled(0, len(document.text)).text
    assert "id: Q-1; city: Leith\n" in read
    assert "id: Q-2; items.id: 8; sku: B7; price: 12.5" in read
    assert [section.heading for section in document.sections] == ["orders", "items"]
    assert document.title == "orders"
