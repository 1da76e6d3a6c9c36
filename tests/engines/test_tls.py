"""An encrypted connection and a token: to Milvus's stand-in behind a proxy that ends TLS and checks the token."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index import LibraryUnavailable, sync
from index.engines.milvus.tables import MilvusTables
from index.library_address import Address
from tests.engines.harness.libraries import library_on
from tests.engines.harness.tls_proxy import Passed, certificate, tls_proxy
from tests.harness.processes import citeseed_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.engines.harness.milvus_server import MilvusLite

pytestmark = pytest.mark.slow
TOKEN = "root:a secret"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate and its key."""
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def passed() -> Passed:
    return Passed()


@pytest.fixture(scope="module")
def port(milvus_lite: MilvusLite, files: tuple[Path, Path], passed: Passed) -> Iterator[int]:
    with tls_proxy(milvus_lite.port, *files, TOKEN, passed) as port:
        yield port


@pytest.fixture
def places(milvus_lite: MilvusLite, port: int, files: tuple[Path, Path]) -> dict[str, object]:
    return {"proxy": port, "milvus": milvus_lite.port, "ca": files[0]}


def test_a_library_is_made_and_asked_over_tls_with_a_token(port: int, files: tuple[Path, Path], tmp_path: Path) -> None:
    address = f"milvus+tls://127.0.0.1:{port}/tls?ca={files[0]}"
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "ships.txt").write_text("Storms sink ships. Harbours shelter them.", encoding="utf-8")
    with closing(library_on(MilvusTables(Address.parse(address), TOKEN), tmp_path / "home")) as library:
        sync([folder], library)
        assert [hit.chunk.source for hit in library.open().search("storms", 3).keyword] == ["ships.txt"]
        assert library.examine().sound
    said = citeseed_process("status", "--index", address, cwd=tmp_path, CITESEED_LIBRARY_TOKEN=TOKEN)
    assert said.returncode == 0, said.stderr
    assert TOKEN not in said.stdout + said.stderr


def test_a_question_sends_what_it_needs_over_the_wire_and_nothing_else(
    port: int, files: tuple[Path, Path], passed: Passed, tmp_path: Path
) -> None:
    address = f"milvus+tls://127.0.0.1:{port}/calls?ca={files[0]}"
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("ships", "trains", "kites"):
        (folder / f"{name}.txt").write_text(f"Storms stop {name}. Harbours shelter them.", encoding="utf-8")
    with closing(library_on(MilvusTables(Address.parse(address), TOKEN), tmp_path / "home")) as library:
        sync([folder], library)
        library.open().search("harbours", 1)
        passed.heard.clear()
        snapshot = library.open_lazily()
        found = snapshot.search("storms", 2)
        first = sorted(passed.heard)
        snapshot.documents(hit.chunk.source for hit in found.dense)
        then = passed.heard[4:]
    # What is live, words that "storms" may be misspelt for, by meaning, by words: at the same time.
    assert first == ["Query", "Query", "Search", "Search"]
    assert then == ["Query", "Query"]  # entries and texts of the documents, likewise


@pytest.mark.parametrize(
    ("address", "token", "told"),
    [
        ("milvus+tls://127.0.0.1:{proxy}/tls?ca={ca}", "root:another", "Milvus does not accept the token"),
        ("milvus+tls://127.0.0.1:{proxy}/tls?ca={ca}", "", "Milvus does not accept the token"),
        ("milvus+tls://127.0.0.1:{proxy}/tls", TOKEN, "its certificate is not trusted here"),
        ("milvus+tls://localhost:{proxy}/tls?ca={ca}", TOKEN, "its certificate is for another host"),
        ("milvus://127.0.0.1:{proxy}/tls", TOKEN, "write milvus[+]tls:// if it encrypts"),
        ("milvus+tls://127.0.0.1:{milvus}/tls", TOKEN, "Write milvus:// in place of milvus[+]tls://"),
    ],
)
def test_what_is_wrong_with_a_token_or_a_connection_is_named(
    places: dict[str, object], address: str, token: str, told: str
) -> None:
    there = Address.parse(address.format_map(places))
    with closing(MilvusTables(there, token)) as tables, pytest.raises(LibraryUnavailable, match=told) as error:
        tables.names()
    assert str(error.value).startswith(f"The library in {there} cannot be used (connecting): ")
    assert TOKEN not in str(error.value)


@pytest.mark.parametrize(
    ("denied", "told"),
    [
        ("PrivilegeUpsert: permission deny to bob", "it does not allow this"),
        ("quota exceeded[reason=disk quota exceeded, please allocate more resources]", "takes no writes"),
    ],
)
def test_who_may_only_read_gets_answers_and_cannot_index(
    places: dict[str, object], passed: Passed, tmp_path: Path, denied: str, told: str
) -> None:
    address = "milvus+tls://127.0.0.1:{proxy}/denied?ca={ca}".format_map(places)
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "ships.txt").write_text("Storms sink ships. Harbours shelter them.", encoding="utf-8")
    with closing(library_on(MilvusTables(Address.parse(address), TOKEN), tmp_path / "home")) as library:
        sync([folder], library)
    passed.denied = denied
    try:
        with closing(library_on(MilvusTables(Address.parse(address), TOKEN), tmp_path / "reader")) as reader:
            for _ in range(2):
                snapshot = reader.open_lazily()
                assert [hit.chunk.source for hit in snapshot.search("storms", 3).keyword] == ["ships.txt"]
                assert "Harbours" in snapshot.document("ships.txt").text
            assert reader.examine().sound
            with pytest.raises(LibraryUnavailable, match=told):
                reader.update()
    finally:
        passed.denied = ""


def test_a_wrong_token_is_one_line_on_the_screen(port: int, files: tuple[Path, Path], tmp_path: Path) -> None:
    address = f"milvus+tls://127.0.0.1:{port}/tls?ca={files[0]}"
    said = citeseed_process("ask", "Why?", "--index", address, cwd=tmp_path, CITESEED_LIBRARY_TOKEN="root:no")
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert "Set CITESEED_LIBRARY_TOKEN" in said.stderr


def test_a_file_of_a_certificate_that_is_missing_is_named() -> None:
    address = Address.parse("milvus+tls://127.0.0.1:1/tls?ca=/no/such.pem")
    with closing(MilvusTables(address)) as tables, pytest.raises(LibraryUnavailable, match=r"'/no/such\.pem'"):
        tables.names()
