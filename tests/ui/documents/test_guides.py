"""A guide says what a document is, and every key sentence stands in it as it is told."""

from __future__ import annotations

from index.filters import Filter
from index.loaders import parse
from tests.ui.fake_assistant import FakeAssistant
from ui.documents.guides import KEY_SENTENCES, guide_to_document, guide_to_library
from ui.formats.guide import guide_markdown

TEXT = """---
date: 2024-03-01
author: Ada Holm
---
# The harbour

The harbour of Arran was built by the fishermen of the island.

## Repairs

The old lighthouse needed a new lamp after the storm of that winter. The lamp burns less oil than the old one.

### Costs

The repair of the lighthouse cost 12,400 crowns, paid by the harbour.
"""


def test_a_document_has_facts_an_outline_and_sentences_of_its_own() -> None:
    held = parse(TEXT.encode(), "harbour/report.md")
    guide = guide_to_document(held)
    assert guide.facts == ("MD", "under a page", "1 March 2024", "by Ada Holm")
    assert [each.heading for each in guide.outline] == ["Repairs", "Costs"]
    assert 0 < len(guide.key) <= KEY_SENTENCES
    assert all(held.text[each.start : each.end] == each.quote for each in guide.key)


def test_a_row_of_a_table_is_shown_as_a_sentence() -> None:
    rows = "".join(f"Ann Hall {number},Workshop of the old mill,{number}\n" for number in range(5))
    guide = guide_to_document(parse(f"Name,Place of work,Years\n{rows}".encode(), "staff.csv"))
    assert guide.facts[-1] == "5 rows: Name, Place of work, Years"
    assert guide.key == ()


def test_a_key_sentence_begins_with_the_mark_of_its_list() -> None:
    held = parse(b"# Tasks\n\n- [ ] The workshop orders a laptop for the new colleague.\n", "tasks.md")
    (key,) = guide_to_document(held).key
    assert key.quote == "The workshop orders a laptop for the new colleague."
    assert held.text[key.start : key.end] == key.quote


def test_the_guide_to_a_library_obeys_the_choice() -> None:
    texts = {
        "a/garden.txt": "The garden\nThe rose garden of the town is a quiet park behind the old mill.",
        "b/mill.txt": "The mill\nThe old mill of the town was a ruin for many years after the war.",
    }
    snapshot = FakeAssistant(texts).library.open()
    whole = guide_to_library(snapshot)
    assert whole.facts == ("2 sources", "2 TXT")
    assert {each.source for each in whole.key} == set(texts)
    chosen = guide_to_library(snapshot, Filter(only=frozenset({"b/"})))
    assert chosen.facts[0] == "1 of 2 sources"
    assert {each.source for each in chosen.key} == {"b/mill.txt"}
    assert guide_to_library(snapshot, Filter(only=frozenset({"gone/"}))).key == ()


def test_a_guide_is_exported_with_a_footnote_for_every_sentence() -> None:
    guide = guide_to_document(parse(TEXT.encode(), "harbour/report.md"))
    written = guide_markdown(guide, ["How much did the repair cost?"])
    assert written.startswith("# The harbour\n\nMD · under a page")
    assert "- How much did the repair cost?" in written
    assert "- Repairs\n  - Costs" in written
    assert all(written.count(f"[^{number}]") == 2 for number in range(1, len(guide.key) + 1))
