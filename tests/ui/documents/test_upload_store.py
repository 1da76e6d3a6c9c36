"""Uploads are stored completely or not at all, removed after a day, and survive a full disk."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import StorageError, UnknownSource, sync
from tests.libraries import ROOT, answers, build, held, library_in, litter
from ui.documents.additions import Changed
from ui.documents.arrivals import Upload
from ui.documents.service import DocumentsService
from ui.documents.upload_store import ARRIVING, REMOVED, Added, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ui.documents.service import Step

ARTICLE = {"article.txt": "Foxes are red."}
OWLS = "Owls see in the dark.\n" * 2000
# Adds a file under a limit of 8,192 bytes for a file, which ends a process that does not expect it in the middle.
KILLED = """
import resource, signal, sys
from pathlib import Path
from index import sync
from tests.libraries import library_in
from ui.documents.arrivals import Upload
from ui.documents.service import DocumentsService

library, upload = map(Path, sys.argv[1:])
service = DocumentsService(library_in(library), library / "uploads", sync)
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
list(service.add([Upload(upload, "owls.txt")]))
"""
# Adds a file of one name again and again, each time that it is told to.
ADDING = """
import sys
from functools import partial
from pathlib import Path
from index import sync
from tests.libraries import library_in
from ui.documents.arrivals import Upload
from ui.documents.service import DocumentsService

library, upload, who = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
service = DocumentsService(library_in(library), library / "uploads", partial(sync, patience=60.0))
print("ready", flush=True)
for line in sys.stdin:
    upload.write_text(f"{who} wrote report {line.strip()}.", encoding="utf-8")
    *_, changed = service.add([Upload(upload, "report.txt")])
    print(*changed.added, sep=", ", flush=True)
"""


def arriving(folder: Path, content: str) -> Path:
    path = folder / "arriving"
    path.write_text(content, encoding="utf-8")
    return path


def result(steps: Iterator[Step]) -> Changed:
    *_, last = steps
    assert isinstance(last, Changed)
    return last


@contextmanager
def largest(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_takes_no_more_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    build(tmp_path, ARTICLE)
    folder, upload = tmp_path / "library", Upload(arriving(tmp_path, OWLS), "owls.txt")
    before, told = answers(library_in(folder).open()), list[str]()
    for limit in range(0, 1_000_000, 8192):
        service = DocumentsService(library_in(folder), folder / "uploads", sync)
        try:
            with largest(limit):
                changed = result(service.add([upload]))
        except StorageError as error:
            told.append(str(error))
            assert answers(library_in(folder).open()) == before
            assert list((folder / "uploads").iterdir()) == []
            assert litter(folder) == []
        else:
            break
    assert changed.notes == ("Added 1 document.",)
    assert held(library_in(folder).open())["uploads/owls.txt"].count("Owls") == 2000
    copying = [each for each in told if each.startswith("The upload cannot be stored in")]
    indexing = [each for each in told if each.startswith("Cannot write to the library in")]
    assert len(copying) + len(indexing) == len(told)
    assert all("make room there, or make it writable, and add the files again." in each for each in copying)
    assert copying
    assert indexing


def test_a_program_that_dies_while_it_copies_leaves_no_half_document(tmp_path: Path) -> None:
    _, library = build(tmp_path, ARTICLE)
    folder, upload = tmp_path / "library", arriving(tmp_path, OWLS)
    command = [sys.executable, "-c", KILLED, str(folder), str(upload)]
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    assert ended.returncode == -signal.SIGXFSZ, ended.stderr
    (left,) = (folder / "uploads").iterdir()
    assert left.stat().st_size < upload.stat().st_size
    sync((), library)
    assert held(library.open()) == ARTICLE
    os.utime(left, (0, 0))
    service = DocumentsService(library, folder / "uploads", sync)
    assert list((folder / "uploads").iterdir()) == []
    assert result(service.add([Upload(upload, "owls.txt")])).added == ("owls.txt",)


def test_two_chats_that_receive_files_of_one_name_at_once_lose_none(tmp_path: Path) -> None:
    _, library = build(tmp_path, ARTICLE)
    folder, rounds = tmp_path / "library", range(5)
    chats = [
        subprocess.Popen(
            [sys.executable, "-c", ADDING, str(folder), str(tmp_path / who), who],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            bufsize=1,
        )
        for who in ("Ada", "Bob")
    ]
    with chats[0], chats[1]:
        pipes = [(chat.stdin, chat.stdout) for chat in chats if chat.stdin and chat.stdout]
        assert [told.readline() for _, told in pipes] == ["ready\n"] * 2
        for number in rounds:
            for say, _ in pipes:
                say.write(f"{number}\n")
            names = {told.readline().strip() for _, told in pipes}
            assert len(names) == 2
            assert all(name.startswith("report") for name in names)
        for say, _ in pipes:
            say.close()
    assert [chat.returncode for chat in chats] == [0, 0]
    wanted = {f"{who} wrote report {number}." for who in ("Ada", "Bob") for number in rounds}
    assert {*held(library.open()).values()} == wanted | {*ARTICLE.values()}
    assert {path.read_text(encoding="utf-8") for path in (folder / "uploads").iterdir()} == wanted


def test_a_change_that_fails_takes_back_only_what_is_its_own(tmp_path: Path) -> None:
    store, upload = Added(tmp_path / "uploads"), arriving(tmp_path, "Owls.")
    with ExitStack() as mine, ExitStack() as undone:
        first = store.put(upload, "owls.txt", mine)
        assert store.put(upload, "owls.txt", undone).name == "owls (2).txt"
        undone.close()
        assert [*first.parent.iterdir()] == [first]
        mine.pop_all()
    claim = first.with_name(f"{ARRIVING}bats.txt")
    claim.touch()  # of another chat, which is copying
    with ExitStack() as undone:
        assert store.put(upload, "bats.txt", undone).name == "bats (2).txt"
    assert {*first.parent.iterdir()} == {first, claim}


def test_what_was_removed_is_forgotten_after_a_day_without_another_removal(tmp_path: Path) -> None:
    _, library = build(tmp_path, ARTICLE)
    uploads = tmp_path / "library" / "uploads"
    service = DocumentsService(library, uploads, sync)
    for name in ("owls.txt", "bats.txt"):
        result(service.add([Upload(arriving(tmp_path, f"{name} sleep."), name)]))
        os.utime(uploads / name, (0, 0))  # it has been there for long
        result(service.remove(f"uploads/{name}"))
    owls, bats = uploads / f"{REMOVED}owls.txt", uploads / f"{REMOVED}bats.txt"
    assert owls.exists()
    os.utime(owls, (0, 0))
    with pytest.raises(UnknownSource, match="cannot be put back any more"):
        list(service.restore("uploads/owls.txt"))
    assert not owls.exists()
    copied = uploads / f"{ARRIVING}hares.txt"
    copied.touch()
    for left in (bats, copied):
        DocumentsService(library, uploads, sync)
        assert left.exists()
        os.utime(left, (0, 0))
        DocumentsService(library, uploads, sync)
        assert not left.exists()


@given(st.text(max_size=300))
@example("../../etc/passwd.txt")
@example("C:\\temp\\..\\evil.txt")
@example(".hidden.md")
@example("...")
@example("a" * 300 + ".html")
@example("x\x00y\n\u202egpj.txt")
def test_a_name_stays_in_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert safe not in {"", ".", ".."}
    assert not safe.startswith(".")
    assert not set(safe) & set("/\\\x00\n\u202e")
    assert len(safe.encode()) <= 250
    assert not safe.endswith((".", " "))
    assert safe_name(safe) == safe


def test_a_name_keeps_what_is_harmless() -> None:
    assert safe_name("Jahresbericht 2024 – Müller & Söhne.MD") == "Jahresbericht 2024 – Müller & Söhne.md"
    assert safe_name("../../etc/passwd.txt") == "passwd.txt"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("CON.txt", "CON_.txt"),
        ("aux", "aux_"),
        ("nul.tar.gz", "nul_.tar.gz"),
        ("com1.pdf", "com1_.pdf"),
        ("LPT².md", "LPT²_.md"),
        ("console.txt", "console.txt"),
        ("my con.txt", "my con.txt"),
        ("report.", "report"),
        ("report.txt. ", "report.txt"),
        ("C:\\docs\\report.txt", "report.txt"),
        ("C:report.txt", "C-report.txt"),
        ('a<b>"c"|d?.txt', "a-b--c--d-.txt"),
    ],
)
def test_a_name_is_a_file_on_windows_too(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_the_folders_of_a_folder_that_was_dropped_are_kept(tmp_path: Path) -> None:
    _, library = build(tmp_path, ARTICLE)
    service = DocumentsService(library, tmp_path / "library" / "uploads", sync)
    names = ("orchard/old/pears.md", "orchard/old/pears.md", "../.hidden/./figs.md")
    for number, name in enumerate(names):
        result(service.add([Upload(arriving(tmp_path, f"Fruit {number}."), name)]))
    added = {source for source in held(library.open()) if source.startswith("uploads/")}
    assert added == {"uploads/orchard/old/pears.md", "uploads/orchard/old/pears (2).md", "uploads/hidden/figs.md"}
    changed = result(service.remove("uploads/orchard/old/pears.md"))
    assert "uploads/orchard/old/pears.md" not in held(library.open())
    result(service.restore(changed.removed))
    assert "uploads/orchard/old/pears.md" in held(library.open())
    with pytest.raises(UnknownSource):
        result(service.remove("uploads/../manifest.json"))
