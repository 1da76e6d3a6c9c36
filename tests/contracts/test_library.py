"""The contract of libraries, for the fake and the real one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePath

import pytest

from index import Filter, Library, NoLibrary, UnknownSource, narrowed
from index.engines.library import EngineLibrary
from tests.contracts.texts import TEXTS, cut, put, sources
from tests.memory_library import MemoryLibrary


def is_exact(library: Library) -> bool:
    """Whether scores depend on the documents of the generation alone; an engine counts words over all of its rows."""
    return not isinstance(library, EngineLibrary)


def test_several_questions_find_what_each_finds_alone(library: Library) -> None:
    put(library, **TEXTS)
    snapshot, asked = library.open(), ["a lazy dog", "storms at sea", "flour and salt"]
    for within in (Filter(), Filter(without=frozenset({"bread.txt"}))):
        alone = [snapshot.search(question, 5, within) for question in asked]
        assert snapshot.searches(asked, 5, within) == alone
    assert snapshot.searches([], 5) == []


def test_a_library_in_which_nothing_was_put_says_so(library: Library) -> None:
    with pytest.raises(NoLibrary, match="index"):
        library.open()


@pytest.mark.parametrize("k", [1, 2, 5, 100])
def test_hits_are_verbatim_distinct_and_at_most_k(library: Library, k: int) -> None:
    put(library, **TEXTS)
    snapshot = library.open()
    for question in ("fox", "storms sink the ship", "hot oven", "unheard-of", "?"):
        hits = snapshot.search(question, k)
        for ranked in (hits.dense, hits.keyword):
            assert len(ranked) <= k
            assert len({hit.chunk.id for hit in ranked}) == len(ranked)
            assert [hit.score for hit in ranked] == sorted((hit.score for hit in ranked), reverse=True)
            for hit in ranked:
                chunk = hit.chunk
                assert snapshot.document(chunk.source).text[chunk.start : chunk.end] == chunk.text
        assert all(hit.score > 0 for hit in hits.keyword)


def test_fewer_hits_are_found_where_there_are_fewer_chunks(library: Library) -> None:
    put(library, bread=TEXTS["bread"])
    assert len(library.open().search("bread", 10).dense) == library.open().contents()[0].chunks


@pytest.mark.parametrize("k", [1, 3, 100])
def test_a_filter_leaves_the_hits_of_its_documents_as_they_are(library: Library, k: int) -> None:
    put(library, **TEXTS, **{"letters/ann": "Storms sink ships, wrote Ann.\n\nBread and salt."})
    snapshot = library.open()
    for folder in ("", "letters", "nowhere"):
        within = Filter.parse(folder, ["txt"])
        for question in ("storms sink the ship", "bread", "unheard-of"):
            found, everything = snapshot.search(question, k, within), snapshot.search(question, 1000)
            for some, every in ((found.dense, everything.dense), (found.keyword, everything.keyword)):
                passing = [hit for hit in every if hit.chunk.source.startswith(folder)]
                assert [hit.score for hit in some] == pytest.approx([hit.score for hit in passing[:k]])
                assert all(hit.chunk.source.startswith(folder) for hit in some)


@pytest.mark.parametrize("k", [1, 3, 100])
def test_of_documents_of_one_text_the_first_that_passes_is_found(library: Library, k: int) -> None:
    put(library, **TEXTS, **{f"copies/{number}": TEXTS["ships"] for number in range(9)})
    once = MemoryLibrary()
    put(once, bread=TEXTS["bread"], foxes=TEXTS["foxes"], **{"copies/0": TEXTS["ships"]})
    snapshot, alone = library.open(), once.open()
    assert len(snapshot.contents()) == 12
    for question in ("storms sink the ship", "bread", "unheard-of"):
        found, expected = snapshot.search(question, k), alone.search(question, k)
        assert len(found.dense) == len(expected.dense)
        for hits in (found.dense, found.keyword):
            assert {hit.chunk.source for hit in hits} <= {"bread.txt", "foxes.txt", "copies/0.txt"}
    assert snapshot.search("storms", k).keyword[0].chunk.source == "copies/0.txt"
    with library.update() as draft:
        draft.remove("copies/0.txt")
        draft.remove("copies/1.txt")
        draft.publish()
    assert library.open().search("storms", k).keyword[0].chunk.source == "copies/2.txt"
    with library.update() as draft:
        for number in range(2, 9):
            draft.remove(f"copies/{number}.txt")
        draft.publish()
    assert library.open().search("storms", k).keyword[0].chunk.source == "ships.txt"


def test_a_copy_is_found_within_its_own_folder(library: Library) -> None:
    put(library, **TEXTS, **{"a/ships": TEXTS["ships"], "b/ships": TEXTS["ships"], "b/again": TEXTS["ships"]})
    snapshot = library.open()
    for folder, expected in (("", "a/ships.txt"), ("a", "a/ships.txt"), ("b", "b/again.txt")):
        hits = snapshot.search("storms sink ships", 100, Filter.parse(folder, ["txt"]))
        for ranked in (hits.dense, hits.keyword):
            found = [hit.chunk for hit in ranked if "Storms" in hit.chunk.text]
            assert [chunk.source for chunk in found] == [expected]
            assert all(snapshot.document(c.source).text[c.start : c.end] == c.text for c in found)


def test_the_best_hit_is_of_the_document_that_is_about_the_question(library: Library) -> None:
    put(library, **TEXTS)
    hits = library.open().search("storms sink ships", 3)
    assert hits.dense[0].chunk.source == hits.keyword[0].chunk.source == "ships.txt"


def test_contents_are_ordered_by_source_and_true(library: Library) -> None:
    put(library, **TEXTS)
    snapshot = library.open()
    assert sources(snapshot) == ["bread.txt", "foxes.txt", "ships.txt"]
    for entry in snapshot.contents():
        document = snapshot.document(entry.source)
        assert (entry.title, entry.fingerprint, entry.characters) == (
            document.title,
            document.fingerprint,
            len(document.text),
        )
        assert not entry.stale


def test_a_document_that_is_not_there_is_unknown(library: Library) -> None:
    put(library, **TEXTS)
    with pytest.raises(UnknownSource, match=r"nothing\.txt"):
        library.open().document("nothing.txt")
    with library.update() as draft, pytest.raises(UnknownSource, match=r"nothing\.txt"):
        draft.remove("nothing.txt")


def test_a_new_version_takes_the_place_of_the_old_one(library: Library) -> None:
    put(library, **TEXTS)
    put(library, ships="Trains run on rails.")
    snapshot = library.open()
    assert sources(snapshot) == ["bread.txt", "foxes.txt", "ships.txt"]
    assert snapshot.document("ships.txt").text == "Trains run on rails."
    assert not [hit for hit in snapshot.search("storms sink", 9).keyword if "sink" in hit.chunk.text]


def test_a_removed_document_is_not_found(library: Library) -> None:
    put(library, **TEXTS)
    with library.update() as draft:
        draft.remove("ships.txt")
        draft.publish()
    snapshot = library.open()
    assert sources(snapshot) == ["bread.txt", "foxes.txt"]
    hits = snapshot.search("storms sink ships", 100)
    assert not [hit for hit in (*hits.dense, *hits.keyword) if hit.chunk.source == "ships.txt"]


def test_a_snapshot_never_changes(library: Library) -> None:
    put(library, **TEXTS)
    before = library.open()
    found = before.search("ship", 9)
    put(library, ships="Trains run on rails.", cats="Cats sleep.")
    assert sources(before) == ["bread.txt", "foxes.txt", "ships.txt"]
    again = before.search("ship", 9)
    for now, then in ((again.dense, found.dense), (again.keyword, found.keyword)):
        assert {hit.chunk.id for hit in now} == {hit.chunk.id for hit in then}
    assert again == found or not is_exact(library)
    assert library.open().generation > before.generation


def test_pages_counts_and_names_are_those_of_the_contents(library: Library) -> None:
    put(library, **TEXTS, **{"letters/ann": "Storms sink ships, wrote Ann.", "letters_50%/bob": "Bread, wrote Bob."})
    snapshot = library.open()
    for within in (
        Filter.parse("", ["txt"]),
        Filter.parse("letters"),
        Filter.parse("letters_50%"),
        Filter.parse("l_t%"),
    ):
        passing = [entry.source for entry in snapshot.contents() if within.admits(entry)]
        assert [entry.source for entry in snapshot.page(0, 99, within)] == passing
        assert [entry.source for entry in snapshot.page(1, 2, within)] == passing[1:3]
        assert (snapshot.count(within), snapshot.is_empty(within)) == (len(passing), not passing)
        assert {entry.source for entry in snapshot.largest(99, within)} == set(passing)
        assert (narrowed(snapshot, within).is_empty(), narrowed(snapshot, within).count()) == (
            not passing,
            len(passing),
        )
    letters = narrowed(snapshot, Filter.parse("", ["txt"]))
    for folder in ("letters", "letters_50%", "letter", "letters\udcff"):
        inside = [entry.source for entry in snapshot.contents() if entry.source.startswith(f"{folder}/")]
        assert [entry.source for entry in letters.page(0, 9, Filter(folder=folder))] == inside
    with pytest.raises(ValueError, match="folders in it"):
        narrowed(snapshot, Filter.parse("letters")).page(0, 9, Filter(folder="letters_50%"))
    assert snapshot.largest(1)[0].source == "foxes.txt"
    assert [entry.source for entry in snapshot.named({"Letters/Ann", "bread"})] == ["bread.txt", "letters/ann.txt"]
    assert [entry.source for entry in snapshot.named({"bread"}, Filter.parse("nowhere"))] == []
    assert list(snapshot.documents(["ships.txt", "bread.txt"])) == ["ships.txt", "bread.txt"]
    with pytest.raises(UnknownSource, match="nothing"):
        snapshot.documents(["ships.txt", "nothing.txt"])


def test_a_document_that_was_removed_and_added_again_is_found_once(library: Library) -> None:
    put(library, **TEXTS)
    with library.update() as draft:
        draft.remove("ships.txt")
        draft.publish()
    put(library, ships=TEXTS["ships"])
    with library.update() as draft:
        draft.remove("ships.txt")
        draft.add(*cut(TEXTS["ships"], "ships"))
        draft.publish()
    hits = library.open().search("storms sink ships", 100)
    assert len([hit for hit in hits.dense if hit.chunk.source == "ships.txt"]) == 1
    assert sources(library.open()) == ["bread.txt", "foxes.txt", "ships.txt"]


def test_status_and_examination_tell_what_is_there(library: Library) -> None:
    put(library, **TEXTS)
    status, snapshot = library.status(), library.open()
    assert (status.documents, status.generation) == (3, snapshot.generation) == (3, library.live())
    assert [entry.source for entry in status.entries] == sources(snapshot)
    assert (status.built, [PurePath(root).name for root in status.roots]) == (snapshot.built, list(snapshot.folders))
    held = narrowed(snapshot, Filter.parse("letters"))
    assert (held.built, held.folders) == (snapshot.built, snapshot.folders)
    assert library.examine().sound
    assert library.examine().answering == snapshot.generation


def test_a_draft_that_is_not_published_leaves_no_trace(library: Library) -> None:
    put(library, **TEXTS)
    generation = library.open().generation
    with library.update() as draft:
        draft.add(*cut("Cats sleep.", "cats"))
        draft.remove("bread.txt")
    with suppress(KeyboardInterrupt), library.update() as draft:
        draft.add(*cut("Cats sleep.", "cats"))
        raise KeyboardInterrupt
    assert sources(library.open()) == ["bread.txt", "foxes.txt", "ships.txt"]
    assert library.open().generation == generation


def test_a_library_may_be_empty(library: Library) -> None:
    put(library, bread="Bread.")
    with library.update() as draft:
        draft.remove("bread.txt")
        assert draft.publish() == 0
    snapshot = library.open()
    assert snapshot.contents() == ()
    assert snapshot.search("bread", 5).dense == snapshot.search("bread", 5).keyword == ()
