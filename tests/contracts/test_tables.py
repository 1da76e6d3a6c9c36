"""The contract of an engine's tables, for the model of one and for Milvus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index import LibraryUnavailable
from index.engines.conditions import AllOf, AnyOf, Condition, holds
from index.engines.tables import CHUNKS, DOCUMENTS, FOREVER, STATE, TABLES, Tables

if TYPE_CHECKING:
    from index.engines.conditions import Where
    from index.engines.tables import Row

NAMES = [
    "a.txt",
    "50%_off/b.txt",
    "50x/off.txt",
    'say "hi"\\n.txt',
    "line\nbreak.txt",
    "été/日本 🦊.txt",
    "it's.txt",
    "a",
]
FIELDS = ("key", "source", "born", "died", "copy", "names")
WHERES: list[Where] = [
    (),
    *((Condition("source", "==", name),) for name in NAMES),
    (Condition("source", "in", NAMES[:3]), Condition("born", "<=", 3)),
    (Condition("source", "not in", NAMES[1:]),),
    (Condition("source", ">=", "50%_off/"), Condition("source", "<", "50%_off0")),
    (Condition("born", "<", 4), Condition("born", "!=", 1)),
    (Condition("born", "in", [0, 5]),),
    (Condition("copy", "==", True),),
    (AnyOf((Condition("died", ">", 7), Condition("died", "in", [2, 3]))), Condition("born", ">", 0)),
    (AnyOf((Condition("source", "==", "a"), AllOf((Condition("born", ">=", 2), Condition("died", "==", 5))))),),
    (Condition("names", "match", ["fox", "x61x"]),),
]


def row(place: int, source: str, **changes: object) -> Row:
    made: Row = dict.fromkeys(TABLES[DOCUMENTS].fields, "") | {
        "key": f"{place:03d}",
        "source": source,
        "born": place % 6,
        "died": [FOREVER, 2, 5, 8][place % 4],
        "names": ["fox", "fox x61x", "foxes", "x6161x word"][place % 4],
        **dict.fromkeys(("written", "pieces", "characters", "chunks", "pages"), 0),
        "stale": False,
        "copy": place % 3 == 0,
    }
    return made | changes


@pytest.fixture
def documents(tables: Tables) -> Tables:
    tables.create(DOCUMENTS, TABLES[DOCUMENTS])
    tables.put(DOCUMENTS, [row(place, source) for place, source in enumerate(NAMES * 3)])
    return tables


def test_conditions_mean_the_same_to_an_engine_and_to_us(documents: Tables) -> None:
    everything = [row(place, source) for place, source in enumerate(NAMES * 3)]
    for where in WHERES:
        expected = [{name: each[name] for name in FIELDS} for each in everything if holds(where, each)]
        found = documents.rows(DOCUMENTS, where, FIELDS)
        assert sorted(found, key=lambda each: str(each["key"])) == expected, where
        assert documents.count(DOCUMENTS, where) == len(expected), where
        for batch in (2, 100):
            assert [each["key"] for each in documents.scan(DOCUMENTS, where, ("source",), batch)] == [
                each["key"] for each in expected
            ], where


def test_a_call_that_is_repeated_stores_no_row_twice(documents: Tables) -> None:
    for text in ("one", "two", "two"):
        documents.put(DOCUMENTS, [row(0, "a.txt", title=text), row(77, "new.txt", title=text)])
    assert documents.count(DOCUMENTS, ()) == 3 * len(NAMES) + 1
    found = documents.rows(DOCUMENTS, (Condition("key", "in", ["000", "077"]),), ("title",))
    assert [each["title"] for each in found] == ["two", "two"]


def test_what_is_removed_is_gone_and_may_be_removed_again(documents: Tables) -> None:
    for _ in range(2):
        documents.delete(DOCUMENTS, (Condition("source", "==", NAMES[3]),))
        assert documents.count(DOCUMENTS, ()) == 3 * (len(NAMES) - 1)
    documents.put(DOCUMENTS, [row(3, NAMES[3])])
    assert documents.count(DOCUMENTS, (Condition("source", "==", NAMES[3]),)) == 1
    documents.flush(DOCUMENTS)
    assert documents.count(DOCUMENTS, ()) == 3 * (len(NAMES) - 1) + 1


def test_a_table_is_made_once_and_is_gone_when_it_is_dropped(documents: Tables) -> None:
    documents.create(DOCUMENTS, TABLES[DOCUMENTS])
    assert documents.count(DOCUMENTS, ()) == 3 * len(NAMES)
    assert documents.names() == [DOCUMENTS]
    assert (documents.exists(DOCUMENTS), documents.exists(STATE)) == (True, False)
    for _ in range(2):
        documents.drop(DOCUMENTS)
        assert documents.names() == []
        assert not documents.exists(DOCUMENTS)
    with pytest.raises(LibraryUnavailable):
        documents.rows(DOCUMENTS, (), ("key",))


def test_a_row_that_comes_too_late_is_refused(documents: Tables) -> None:
    with pytest.raises(LibraryUnavailable):
        documents.put(DOCUMENTS, [row(99, "late.txt")], by=-1.0)
    assert documents.count(DOCUMENTS, (Condition("source", "==", "late.txt"),)) == 0


def test_the_nearest_vectors_and_the_words_shared_decide_within_a_condition(tables: Tables) -> None:
    vectors = np.eye(4, dtype=np.float32)
    said = ["storm ship", "ship ship ship", "bread salt", "x61x storm"]

    def chunk(place: int) -> dict[str, Any]:
        made = dict.fromkeys(TABLES[CHUNKS].fields, "") | dict.fromkeys(("died", "written", "start", "stop"), 0)
        words, dense = said[place], [*map(float, vectors[place])]
        return made | {
            "key": str(place), "born": place, "position": place, "copy": False, "words": words, "dense": dense,
        }  # fmt: skip

    tables.create(CHUNKS, TABLES[CHUNKS], 4)
    tables.put(CHUNKS, [chunk(place) for place in range(4)])
    asked = np.array([0.1, 0.5, 0.2, 0.8], np.float32)
    for where, near in (((), ["3", "1", "2", "0"]), ((Condition("born", "<", 3),), ["1", "2", "0"])):
        found = tables.nearest(CHUNKS, asked, 10, where, ("key",))
        assert [each["key"] for each, _ in found] == near
        assert [score for _, score in found] == pytest.approx([float(asked[int(key)]) for key in near])
        assert tables.nearest(CHUNKS, asked, 2, where, ("key",)) == found[:2]
        matched = tables.matching(CHUNKS, ["ship", "unheard"], 10, where, ("key",))
        assert [each["key"] for each, _ in matched] == ["1", "0"]
        assert all(score > 0 for _, score in matched)
    assert [each["key"] for each, _ in tables.matching(CHUNKS, ["x61x"], 10, (), ("key",))] == ["3"]
    assert tables.matching(CHUNKS, ["unheard"], 10, (), ("key",)) == []
    assert tables.both(lambda: 1, lambda: "two") == (1, "two")
