"""Attachments are documents of their own: they come, change, open and go with their message."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index import sync
from index.errors import DocumentError
from index.sources import attachments
from index.sources.attachments import AttachmentReader, named
from index.types import Attachment
from tests import laws
from tests.fakes import DirectParser
from tests.index.loaders.test_mail import message
from tests.libraries import build, held, library_in, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index import Document

FEES = b"boat,fee\nPetrel,40\n"


def mail(*files: tuple[str, bytes], text: str = "See below.") -> bytes:
    return bytes(message("Fees", text, files))


def test_an_attachment_has_its_own_source_title_and_text(tmp_path: Path) -> None:
    inner = mail(("deep.csv", b"boat,fee\nSkua,55\n"), text="Inner words.")
    _, library = build(tmp_path, {"in/mail.eml": mail(("fees.csv", FEES), ("old.eml", inner))})
    texts = held(library.open())
    assert list(texts) == [
        "in/mail.eml", "in/mail.eml/fees.csv", "in/mail.eml/old.eml", "in/mail.eml/old.eml/deep.csv",
    ]  # fmt: skip
    assert texts["in/mail.eml/fees.csv"] == "boat | fee\nPetrel | 40"
    assert "Petrel" not in texts["in/mail.eml"]
    for source in texts:
        laws.check(library.open().document(source))


def test_attachments_go_with_their_message_and_stay_while_it_is_unchanged(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"mail.eml": mail(("fees.csv", FEES)), "a.txt": "Alpha."})
    again = sync([documents], library)
    assert (again.unchanged, again.removed, again.generation) == (3, 0, 1)
    write(documents, {"mail.eml": mail(("dues.csv", FEES))})
    changed = sync([documents], library)
    assert changed.sources == {"mail.eml": "changed", "mail.eml/dues.csv": "added", "mail.eml/fees.csv": "removed"}
    (documents / "mail.eml").unlink()
    assert sync([documents], library).removed == 2
    assert list(held(library.open())) == ["a.txt"]


def test_a_message_that_cannot_be_read_now_keeps_its_attachments(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"a.mbox": b"From a@b Mon Mar  3 09:15:00 2025\n" + mail(("fees.csv", FEES))})
    write(documents, {"a.mbox": b"no mailbox"})
    report = sync([documents], library)
    assert [each.source for each in report.skipped] == ["a.mbox"]
    assert [(entry.source, entry.stale) for entry in library.open().contents()] == [
        ("a.mbox", True), ("a.mbox/fees.csv", True),
    ]  # fmt: skip


def test_the_original_of_an_attachment_is_taken_out_of_its_message(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"mail.eml": mail(("old.eml", mail(("fees.csv", FEES))))})
    source = "mail.eml/old.eml/fees.csv"
    assert library.has_original(source)
    assert library.original(source) == FEES
    write(documents, {"mail.eml": mail(("fees.csv", b"other"))})
    assert not library.has_original(source)
    assert library.original(source) is None


def test_a_folder_that_is_called_like_a_message_is_a_folder(tmp_path: Path) -> None:
    _, library = build(tmp_path, {"Inbox.mbox/mail.eml": mail(("fees.csv", FEES)), "Inbox.mbox/a.txt": "Alpha."})
    assert list(held(library.open())) == ["Inbox.mbox/a.txt", "Inbox.mbox/mail.eml", "Inbox.mbox/mail.eml/fees.csv"]
    assert library.original("Inbox.mbox/a.txt") == b"Alpha."


def test_what_cannot_be_read_is_said_of_the_message(tmp_path: Path) -> None:
    _, library = build(tmp_path, {"mail.eml": mail(("photo.xyz", b"?"), ("none.csv", b""))})
    (entry,) = library.open().contents()
    assert [each.split(":")[0] for each in entry.unread] == [
        "the attachment photo.xyz was not read", "the attachment none.csv was not read",
    ]  # fmt: skip


def test_names_lead_out_of_the_message_or_are_taken_twice() -> None:
    odd = ("../../etc/passwd.txt", "..\\a.txt", "a.txt", "a.txt", "", "\x1b[31m.txt", "n" * 300 + ".txt")
    found = [source for source, _ in named("m.eml", [Attachment(name, b"") for name in odd])]
    assert found[:6] == [
        "m.eml/-..-etc-passwd.txt", "m.eml/-a.txt", "m.eml/a.txt", "m.eml/a (2).txt", "m.eml/attachment",
        "m.eml/\\x1b[31m.txt",
    ]  # fmt: skip
    assert len(found[6]) == len("m.eml/") + 200


def test_messages_in_messages_without_end_are_not_followed(tmp_path: Path) -> None:
    data = mail(text="Bottom.")
    for number in range(6):
        data = mail(("next.eml", data), text=f"Level {number}.")
    _, library = build(tmp_path, {"a.eml": data})
    texts = held(library.open())
    assert len(texts) == 4
    assert not any("Bottom." in text for text in texts.values())
    assert any("too deep" in each for entry in library.open().contents() for each in entry.unread)


def test_attachments_without_end_are_not_all_read() -> None:
    data = mail(*[(f"{number}.txt", b"Words.") for number in range(attachments.MAX_ATTACHMENTS + 2)])
    parser = DirectParser()
    documents = AttachmentReader(parser).with_attachments(parser.parse(data, "a.eml"), data)
    assert len(documents) == 1 + attachments.MAX_ATTACHMENTS
    assert [each.rpartition(": ")[2] for each in documents[0].unread] == [
        "at most 1,000 attachments of a file are read"
    ] * 2


class Bursting(DirectParser):
    """Bursts on bombs."""

    def __init__(self) -> None:
        self.tried: list[str] = []

    def parse(self, data: bytes, source: str, page_progress: Callable[[int, int], None] | None = None) -> Document:
        self.tried.append(source)
        if data == b"bomb":
            raise DocumentError("reading it takes longer than 7 s", is_limit=True)
        return super().parse(data, source, page_progress)


def test_a_message_full_of_bombs_takes_as_long_as_all_of_them() -> None:
    data, parser = mail(*[(f"{number}.txt", b"bomb") for number in range(9)]), Bursting()
    (document,) = AttachmentReader(parser).with_attachments(parser.parse(data, "a.eml"), data)
    assert parser.tried == ["a.eml", "a.eml/0.txt", "a.eml/1.txt", "a.eml/2.txt"]
    assert len(document.unread) == 9


class Recognising(DirectParser):
    """Takes every table for a picture, and says how it recognises."""

    def __init__(self, how: str) -> None:
        self.recognises = how

    def parse(self, data: bytes, source: str, page_progress: Callable[[int, int], None] | None = None) -> Document:
        document = super().parse(data, source, page_progress)
        said = f"page 1 is a picture; the text was recognised ({self.recognises}) and may have mistakes"
        return replace(document, unread=(said,)) if source.endswith(".csv") else document


def test_an_attached_scan_is_not_read_again_when_the_languages_change(tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", {"mail.eml": mail(("fees.csv", FEES))})
    sync([documents], library_in(tmp_path / "library", parser=Recognising("an eye, eng")))
    library = library_in(tmp_path / "library", parser=Recognising("an eye, deu"))
    sync([documents], library)
    assert "(an eye, deu)" in library.open().document("mail.eml/fees.csv").unread[0]
