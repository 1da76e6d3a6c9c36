"""The parts of a library on an engine that need none: conditions, words, rows, addresses, settings, messages."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem
from hypothesis import example, given
from hypothesis import strategies as st
from pymilvus.exceptions import MilvusException

from index import Filter, LibraryError, LibraryUnavailable
from index.engines.conditions import AnyOf, Condition, alive, holds, passing
from index.engines.milvus.expressions import expression
from index.engines.milvus.faults import with_retries
from index.engines.originals import OriginalStore
from index.engines.rows.conversion import PIECE, document_of, rows_of
from index.engines.rows.near_words import near, resembling, word_rows
from index.engines.rows.words import encoded, joined
from index.engines.tables import BLOCKS, MAX_BYTES
from index.library_address import Address
from index.search.fuzzy import Spelling
from rag.errors import SettingsError
from rag.settings import load
from tests.engines.harness.libraries import model_library
from tests.engines.harness.tables_model import Store
from tests.fakes import document_of as made_of


@given(st.text(min_size=1), st.text(min_size=1))
def test_words_stay_apart_and_are_letters_and_digits_that_no_analyzer_changes(one: str, other: str) -> None:
    assert encoded(one).isascii()
    assert encoded(one).isalnum()
    assert encoded(one) == encoded(one).lower()
    assert (encoded(one) == encoded(other)) == (one == other)


def test_more_words_than_a_field_holds_are_cut_between_two() -> None:
    text = joined(f"word{number}" for number in range(20_000))
    assert MAX_BYTES - 20 < len(text) <= MAX_BYTES
    assert text.rsplit(" ", 1)[1].startswith("word")


@pytest.mark.parametrize(
    ("aborted", "born", "died", "is_alive"),
    [
        ((), 3, 9, True),
        ((), 4, 9, False),
        ((), 1, 3, False),
        ((2,), 2, 9, False),
        ((2,), 1, 2, True),
        ((2,), 1, 3, False),
    ],
)
def test_a_row_is_alive_between_its_birth_and_death_unless_its_writer_did_not_finish(
    aborted: tuple[int, ...], born: int, died: int, is_alive: bool
) -> None:
    assert holds(alive(3, aborted), {"born": born, "died": died}) is is_alive


@given(st.lists(st.text("ab%_/\\'\"é", min_size=1, max_size=4), min_size=1, max_size=3))
def test_a_folder_means_itself_whatever_is_in_its_name(parts: list[str]) -> None:
    folder = "/".join(part.replace("/", "") or "a" for part in parts)
    where = passing(Filter(folder=folder))
    for source in (f"{folder}/x.txt", f"{folder}/deep/x.txt", f"{folder}x.txt", f"{folder}0/x.txt", "x.txt"):
        assert holds(where, {"source": source}) is source.startswith(f"{folder}/")


@pytest.mark.parametrize("within", [Filter(folder="\udcff"), Filter(only=frozenset({"\udcff", "\udcff/"}))])
def test_a_name_that_cannot_be_sent_is_that_of_no_document(within: Filter) -> None:
    assert expression(passing(within)).encode()
    assert not holds(passing(within), {"source": "a.txt"})
    assert not passing(Filter(without=frozenset({"\udcff"})))


def test_conditions_are_written_as_milvus_reads_them() -> None:
    where = (
        Condition("source", "==", 'a "b" \\ é%_'),
        Condition("copy", "==", False),
        AnyOf((Condition("died", ">", 3), Condition("died", "in", [1, 2]))),
        Condition("names", "match", ["x", "y"]),
    )
    assert expression(where) == (
        'source == "a \\"b\\" \\\\ é%_" and copy == false and (died > 3 or died in [1, 2]) and text_match(names, "x y")'
    )


EDITS = st.tuples(
    st.sampled_from(["insert", "leave out", "replace", "swap"]), st.integers(0, 9), st.sampled_from("abд")
)


@given(
    st.text("abcд", min_size=3, max_size=11),
    st.lists(EDITS, max_size=2),
    st.lists(st.text("abcд", min_size=3, max_size=11), max_size=10),
)
@example("abcdefg", [("replace", 1, "x"), ("insert", 3, "y")], [])  # the shorter one has to lose two letters too
def test_an_engine_finds_the_near_spellings_that_all_words_have_together(
    word: str, edits: list[tuple[str, int, str]], others: list[str]
) -> None:
    misspelt = word
    for kind, place, letter in edits:
        before, at, after = misspelt[:place], misspelt[place : place + 1], misspelt[place + 1 :]
        misspelt = {
            "insert": f"{before}{letter}{at}{after}",
            "leave out": f"{before}{after}",
            "replace": f"{before}{letter}{after}",
            "swap": f"{before}{after[:1]}{at}{after[1:]}",
        }[kind]
    vocabulary, asked = sorted({word, *others}), [(misspelt or "a",), ("4711",)]
    where = resembling(asked)
    found = [row for row in word_rows(vocabulary) if where and holds(where, row)]
    assert near(asked, found) == ([] if misspelt in vocabulary else Spelling(vocabulary).nearest(misspelt))


def test_a_sample_of_the_documents_is_compared_and_each_is_chosen_now_and_then(tmp_path: Path) -> None:
    store = Store()
    library = model_library(tmp_path, store)
    with library.update() as draft:
        for name in "abcd":
            draft.add(made_of(f"{name} tells of mills.", name), [])
        draft.publish()
    for block in store.tables[BLOCKS].values():
        block["piece"] = block["piece"].replace("mills", "hills")
    found = [tuple(problem.file for problem in library.examine(sample=2).problems) for _ in range(50)]
    assert {len(problems) for problems in found} == {2}
    assert {source for problems in found for source in problems} == {f"{name}.txt" for name in "abcd"}
    assert len(library.examine(sample=9).problems) == len(library.examine().problems) == 4


def test_a_long_document_comes_back_from_its_pieces_as_it_was() -> None:
    document = made_of("é𝔸b " * PIECE, "long")
    row, blocks, *_ = rows_of(document, [], 7, "en")
    assert row["pieces"] == len(blocks) > 4
    assert all(len(block["piece"].encode()) <= MAX_BYTES for block in blocks)
    assert document_of(row, reversed(blocks)) == document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("milvus://db/name", Address("db", 19530, "name")),
        ("milvus+tls://db/name?ca=/etc/own.pem", Address("db", 19530, "name", tls=True, ca="/etc/own.pem")),
        ("milvus+tls://[::1]:1/a_1?database=x&index=diskann", Address("::1", 1, "a_1", "x", tls=True, index="DISKANN")),
    ],
)
def test_an_address_is_read_in_part(text: str, expected: Address) -> None:
    assert Address.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "milvus://db",
        "milvus://db/a-b",
        "milvus://db:x/a",
        "http://db/a",
        "milvus://u:secret@db/a",
        "milvus://db/a?b=c",
        "milvus://db/a?ca=x.pem",
    ],
)
def test_an_address_that_is_none_is_refused_without_its_secret(text: str) -> None:
    with pytest.raises(LibraryError, match="milvus://host:19530/name") as error:
        Address.parse(text)
    assert "secret" not in str(error.value)


def test_the_folder_hides_an_address_that_was_said_before_it_and_takes_one(tmp_path: Path) -> None:
    (tmp_path / "citeseed.toml").write_text('library = "milvus://db/one"\nindex = "home"\n', encoding="utf-8")
    said = load({}, {}, tmp_path)
    assert (said.library, said.index) == ("milvus://db/one", Path("home"))
    assert said.home == Path("home/engines/db-19530-one")
    said = load({"index": "folder"}, {}, tmp_path)
    assert (said.library, said.home) == ("", Path("folder"))
    said = load({"index": "milvus://db/two"}, {"CITESEED_INDEX": "other"}, tmp_path)
    assert (said.library, said.index) == ("milvus://db/two", Path("other"))
    with pytest.raises(SettingsError, match="milvus://host:19530/name"):
        load({"index": "milvus://"}, {}, tmp_path)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("<_MultiThreadedRendezvous: DEADLINE_EXCEEDED>", "did not answer in time"),
        ("Fail connecting to server on db:19530", "cannot be reached"),
        ("auth check failure", "CITESEED_LIBRARY_TOKEN"),
        ("vector dimension mismatch, expected 3", "dimensions"),
        ("deny to write: disk quota exceeded", "takes no writes"),
        ("can't find collection[database=default][collection=a__words]", "citeseed index --repair"),
        ("database not found[database=b]", "has no such database"),
        ("Insert missed an field `id` to collection without set nullable==true", "citeseed did not make them"),
        ("something else", "it says: something else"),
    ],
)
def test_what_milvus_says_becomes_one_sentence_with_the_next_step(said: str, told: str) -> None:
    def fail() -> None:
        raise MilvusException(code=1, message=said)

    with pytest.raises(LibraryUnavailable, match=told) as error:
        with_retries(fail, "milvus://db/a", "reading", reads=False)
    assert str(error.value).startswith("The library in milvus://db/a cannot be used (reading): ")
    assert str(error.value).endswith(".")


def test_a_call_that_reads_is_tried_again_and_one_that_writes_is_not() -> None:
    calls = []

    def fail_once() -> str:
        calls.append(1)
        if len(calls) % 2:
            raise MilvusException(code=1, message="not ready")
        return "found"

    assert with_retries(fail_once, "a", "reading", reads=True) == "found"
    with pytest.raises(LibraryUnavailable):
        with_retries(fail_once, "a", "writing", reads=False)


@pytest.mark.parametrize("place", ["kept", "memory://kept"])
def test_an_original_is_kept_by_its_hash_in_folders_and_elsewhere(place: str, tmp_path: Path) -> None:
    store = OriginalStore(place if "//" in place else str(tmp_path / place))
    file, fingerprint = tmp_path / "a.txt", hashlib.sha256(b"as it was").hexdigest()
    file.write_bytes(b"as it was")
    assert not store.has(fingerprint)
    assert store.read(fingerprint) is None
    for _ in range(2):
        assert store.put(file, fingerprint)
        assert (store.read(fingerprint), store.has(fingerprint)) == (b"as it was", True)
    file.write_bytes(b"changed")
    assert not store.put(file, fingerprint)
    store.delete([fingerprint])
    assert not store.has(fingerprint)


def test_the_same_original_is_kept_by_several_workers_at_once(tmp_path: Path) -> None:
    file, fingerprint = tmp_path / "a.txt", hashlib.sha256(b"the same").hexdigest()
    file.write_bytes(b"the same")
    began = threading.Barrier(8)

    def keep(_: int) -> bool:
        store = OriginalStore(str(tmp_path / "kept"))
        began.wait()
        return store.put(file, fingerprint)

    with ThreadPoolExecutor(8) as workers:
        assert all(workers.map(keep, range(8)))
    assert [path.name for path in (tmp_path / "kept").rglob("*") if path.is_file()] == [fingerprint]


def test_an_original_that_was_changed_is_not_returned(tmp_path: Path) -> None:
    store, file = OriginalStore(str(tmp_path / "kept")), tmp_path / "a.txt"
    file.write_bytes(b"as it was")
    fingerprint = hashlib.sha256(b"as it was").hexdigest()
    assert store.put(file, fingerprint)
    assert (store.read(fingerprint), store.has(fingerprint)) == (b"as it was", True)
    (kept,) = (path for path in (tmp_path / "kept").rglob("*") if path.is_file())
    kept.write_bytes(b"other")
    assert store.read(fingerprint) is None
    file.write_bytes(b"changed")
    assert not store.put(file, fingerprint)
    store.delete([fingerprint])
    assert not store.has(fingerprint)


@pytest.mark.parametrize(
    ("place", "told"), [("s3x://bucket/files", "Protocol not known"), ("gdrive://files", "[Ii]nstall")]
)
def test_a_place_that_cannot_be_opened_is_one_sentence(place: str, told: str) -> None:
    with pytest.raises(LibraryError, match=f"Original files cannot be kept in {place}.*{told}.*Name a folder"):
        OriginalStore(place)


def test_an_error_of_any_file_system_is_one_sentence(tmp_path: Path) -> None:
    class Locked(LocalFileSystem):  # type: ignore[misc]
        """Fails as the client of a cloud does where nobody has signed in."""

        def isfile(self, path: str) -> bool:
            raise RuntimeError("Unable to locate credentials\nand more")

    fsspec.register_implementation("locked", Locked, clobber=True)
    with pytest.raises(LibraryUnavailable, match=r"cannot be reached \(Unable to locate credentials\);"):
        OriginalStore(f"locked://{tmp_path}").has("ab")
