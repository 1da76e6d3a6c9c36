from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import DamagedLibrary, DocumentError, UnknownSource
from index.storage.catalog import BLOCK, Catalog
from index.storage.catalog_writer import CatalogWriter
from index.types import Chunk, Document, Page, Section

if TYPE_CHECKING:
    from pathlib import Path


def document(text: str, source: str = "a.txt", title: str = "A title") -> Document:
    fingerprint = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        source, title, text, (Section("Top", 1, 0),), (Page(1, 0, len(text)),), fingerprint, "2026-01-31", "Ünal"
    )


def chunks(of: Document, *spans: tuple[int, int]) -> list[Chunk]:
    return [
        Chunk(of.source, of.fingerprint, position, start, end, ("Top", "Ünder"), of.text[start:end])
        for position, (start, end) in enumerate(spans)
    ]


def written(path: Path, *documents: Document, spans: tuple[tuple[int, int], ...] = ((0, 4),)) -> Catalog:
    writer = CatalogWriter(path)
    for each in documents:
        writer.put(each, chunks(each, *spans), "en")
    writer.commit()
    return Catalog.read(path)


@settings(max_examples=40, deadline=None)
@given(
    piece=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    length=st.sampled_from([1, 5, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7]),
    cuts=st.lists(st.tuples(st.integers(0, 4 * BLOCK), st.integers(0, 2 * BLOCK)), max_size=6),
)
def test_a_chunk_is_the_piece_of_the_text_between_its_offsets(
    tmp_path_factory: pytest.TempPathFactory, piece: str, length: int, cuts: list[tuple[int, int]]
) -> None:
    whole = document((piece * length)[:length])
    spans = {(start % length, min(start % length + size + 1, length)) for start, size in cuts}
    expected = chunks(whole, *sorted(spans))
    with closing(CatalogWriter(tmp_path_factory.mktemp("catalog") / "c")) as catalog:
        catalog.put(whole, expected, "en")
        assert catalog.document("a.txt") == whole
        assert catalog.chunks([chunk.id for chunk in expected]) == {chunk.id: chunk for chunk in expected}
        assert catalog.ids() == [chunk.id for chunk in expected]


def test_the_contents_say_what_a_list_of_documents_needs(tmp_path: Path) -> None:
    whole, plain = document("Some text to keep.", "b/C.PDF"), Document("a.txt", "A", "Text.", (), (), "0" * 64)
    with closing(written(tmp_path / "c", whole, plain)) as catalog:
        first, second = catalog.contents()
    assert (first.kind, first.date, first.author, first.pages) == ("txt", None, None, 0)
    assert (second.kind, second.date, second.author, second.pages) == ("pdf", "2026-01-31", "Ünal", 1)


def test_what_was_written_can_be_read_but_not_changed(tmp_path: Path) -> None:
    whole = document("Some text to keep.")
    with closing(written(tmp_path / "c", whole)) as catalog:
        assert catalog.document("a.txt") == whole
        assert catalog.counts() == (1, 1)
        assert catalog.fault() is None
        with pytest.raises(DamagedLibrary, match="readonly"):
            catalog._rows("DELETE FROM chunks")


def test_a_file_name_with_marks_that_mean_something_in_an_address_is_opened(tmp_path: Path) -> None:
    with closing(written(tmp_path / "50% of it?mode=rw#x", document("Text here."))) as catalog:
        assert catalog.counts() == (1, 1)


def test_a_second_version_replaces_the_first_and_leaves_none_of_its_words(tmp_path: Path) -> None:
    path = tmp_path / "c"
    written(path, document("The codeword is XYLOPHONE." * 900), document("Other text.", "b.txt")).close()
    writer = CatalogWriter(path)
    fresh = document("A public text.")
    writer.put(fresh, chunks(fresh, (0, 8)), "en")
    assert writer.fresh_ids() == {chunks(fresh, (0, 8))[0].id}
    assert writer.is_fresh("a.txt")
    assert not writer.is_fresh("b.txt")
    writer.commit()
    with closing(Catalog.read(path)) as catalog:
        assert catalog.counts() == (2, 2)
        assert catalog.document("a.txt") == fresh
    assert b"XYLOPHONE" not in path.read_bytes()
    assert path.stat().st_size < 100_000


def test_removing_takes_the_chunks_too(tmp_path: Path) -> None:
    path = tmp_path / "c"
    written(path, document("One text."), document("Two texts.", "b.txt")).close()
    writer = CatalogWriter(path)
    writer.remove("a.txt")
    with pytest.raises(UnknownSource, match=r"a\.txt"):
        writer.remove("a.txt")
    writer.commit()
    with closing(Catalog.read(path)) as catalog:
        assert [entry.source for entry in catalog.contents()] == ["b.txt"]
        assert catalog.counts() == (1, 1)
        for name in ("a.txt", "\udcffa.txt"):
            with pytest.raises(UnknownSource, match=r"a\.txt"):
                catalog.document(name)


def test_contents_tell_size_and_staleness(tmp_path: Path) -> None:
    path = tmp_path / "c"
    written(path, document("Four words are here."), spans=((0, 4), (5, 10))).close()
    writer = CatalogWriter(path)
    writer.mark("a.txt", stale=True)
    writer.commit()
    with closing(Catalog.read(path)) as catalog:
        (entry,) = catalog.contents()
    assert (entry.title, entry.characters, entry.chunks, entry.stale) == ("A title", 20, 2, True)


def test_a_chunk_that_is_not_in_its_document_is_refused(tmp_path: Path) -> None:
    whole = document("The true text.")
    with closing(CatalogWriter(tmp_path / "c")) as catalog:
        for wrong in (
            Chunk("a.txt", whole.fingerprint, 0, 4, 8, (), "fake"),
            Chunk("b.txt", whole.fingerprint, 0, 4, 8, (), "true"),
            Chunk("a.txt", "another", 0, 4, 8, (), "true"),
        ):
            with pytest.raises(DocumentError, match="does not match"):
                catalog.put(whole, [wrong], "en")
        assert catalog.counts() == (0, 0)


def test_half_a_character_is_refused_and_nothing_else_is_lost(tmp_path: Path) -> None:
    with closing(CatalogWriter(tmp_path / "c")) as catalog:
        good = document("Good text.")
        catalog.put(good, chunks(good, (0, 4)), "en")
        with pytest.raises(DocumentError, match="surrogates"):
            catalog.put(document("bad \ud800 text"), [], "en")
        assert catalog.document("a.txt") == good


def test_an_unknown_id_is_left_out_and_many_ids_are_no_trouble(tmp_path: Path) -> None:
    whole = document("x" * 5000)
    spans = tuple((start, start + 2) for start in range(4000))
    with closing(written(tmp_path / "c", whole, spans=spans)) as catalog:
        ids = catalog.ids()
        assert len(catalog.chunks([*ids, 1, 2, 3])) == 4000


def test_many_threads_read_at_once(tmp_path: Path) -> None:
    documents = [document(f"text number {number} " * 50, f"{number}.txt") for number in range(20)]
    with closing(written(tmp_path / "c", *documents)) as catalog, ThreadPoolExecutor(8) as threads:
        read = list(threads.map(lambda number: catalog.document(f"{number % 20}.txt"), range(200)))
    assert read == documents * 10
