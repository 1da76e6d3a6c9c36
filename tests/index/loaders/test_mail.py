from __future__ import annotations

from email.message import EmailMessage

import pytest

from index.errors import DocumentError
from index.loaders import attachments, parse
from index.types import Attachment
from tests import laws
from tests.samples import outlook_messages


def message(
    subject: str, text: str, attachments: tuple[tuple[str, bytes], ...] = (), *, page: str = ""
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Ines Brandt <ines@example.org>", "crew@example.org"
    mail["Date"], mail["Subject"] = "Mon, 03 Mar 2025 09:15:00 +0100", subject
    mail.set_content(text) if text else None
    if page:
        mail.add_alternative(page, subtype="html") if text else mail.set_content(page, subtype="html")
    for name, data in attachments:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_headers_are_fields_and_the_text_follows() -> None:
    document = parse(bytes(message("Übergabe", "The keys lie\nunder the mat.\n")), "a.eml")
    laws.check(document)
    assert document.text == (
        "From: Ines Brandt <ines@example.org>\nTo: crew@example.org\nDate: Mon, 03 Mar 2025 09:15:00 +0100\n"
        "Subject: Übergabe\n\nThe keys lie\nunder the mat."
    )
    assert (document.title, document.date, document.author) == ("Übergabe", "2025-03-03", "Ines Brandt")
    assert [block.columns for block in document.blocks[:4]] == [("From",), ("To",), ("Date",), ("Subject",)]


def test_a_page_is_read_where_there_is_no_text() -> None:
    document = parse(bytes(message("Fees", "", page="<p>The fee is <b>40</b> euro.</p>")), "a.eml")
    assert document.text.endswith("Subject: Fees\n\nThe fee is 40 euro.")


def test_attachments_are_named_in_the_message_and_are_files_of_their_own() -> None:
    files = (("fees.csv", b"boat,fee\nPetrel,40\n"), ("photo.xyz", b"?"))
    data = bytes(message("Fees", "See below.", files))
    document = parse(data, "a.eml")
    laws.check(document)
    assert "Attachments: fees.csv, photo.xyz\n" in document.text
    assert [(each.name, each.data) for each in attachments(data, "a.eml")] == list(files)
    assert attachments(b"boat,fee", "a.csv") == []


def test_a_text_that_goes_on_after_an_attachment_is_lost() -> None:
    mail = message("Keys", "The first half.", (("fees.csv", b"boat,fee\nPetrel,40\n"),))
    half = EmailMessage()
    half.set_content("The second half.")
    mail.attach(half)
    assert parse(bytes(mail), "a.eml").text.endswith("The first half.\n\nThe second half.")


def test_a_picture_in_the_text_goes_missing_in_silence() -> None:
    mail = message("Map", "", page='<p>Come here.</p><img src="cid:map">')
    mail.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<map>")
    document = parse(bytes(mail), "a.eml")
    assert document.unread == ("pictures in the text of a message were not read",)
    assert attachments(bytes(mail), "a.eml") == []


def test_a_signature_is_taken_for_an_attachment_and_an_invitation_goes_missing() -> None:
    mail = message("Meeting", "On Monday.", page="<p>On Monday.</p>")
    mail.add_alternative("BEGIN:VCALENDAR", subtype="calendar")
    mail.add_attachment(b"\0", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    assert [each.name for each in attachments(bytes(mail), "a.eml")] == ["attachment"]
    assert parse(bytes(mail), "a.eml").text.count("On Monday.") == 1


def test_an_attachment_without_a_suffix_gets_that_of_its_type() -> None:
    mail = message("Fees", "See below.")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="fees")
    mail.add_attachment(message("Old", "Inner words."))
    found = attachments(bytes(mail), "a.eml")
    assert [each.name for each in found] == ["fees.pdf", "message.eml"]
    assert "Inner words." in parse(found[1].data, "message.eml").text


def test_a_mailbox_gives_the_attachments_of_all_its_messages() -> None:
    box = b"".join(
        b"From ines@example.org Mon Mar  3 09:15:00 2025\n" + bytes(message(subject, "Words.", (("a.csv", b"a,b"),)))
        for subject in ("North", "South")
    )
    assert [each.name for each in attachments(box, "a.mbox")] == ["a.csv", "a.csv"]


def test_a_mailbox_holds_each_message_under_its_subject() -> None:
    box = b"".join(
        b"From ines@example.org Mon Mar  3 09:15:00 2025\n" + bytes(message(subject, f"{subject} it is."))
        for subject in ("North", "South")
    )
    document = parse(box, "a.mbox")
    laws.check(document)
    assert [section.heading for section in document.sections] == ["North", "South"]
    assert "North it is." in document.text
    assert "South it is." in document.text


@pytest.mark.parametrize(("name", "reason"), [("a.mbox", "not a mailbox"), ("a.msg", "not a message of Outlook")])
def test_what_is_no_message_says_so(name: str, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse(b"words", name)


def test_a_message_of_outlook_gives_its_text_or_page_and_its_attachments() -> None:
    data = outlook_messages.message("Fees", "See below.\r\nInes", (("fees.csv", b"boat,fee\n"),), sender="Ines Brandt")
    document = parse(data, "a.msg")
    laws.check(document)
    assert document.text == "From: Ines Brandt\nSubject: Fees\nAttachments: fees.csv\n\nSee below.\nInes"
    assert (document.title, document.author) == ("Fees", "Ines Brandt")
    assert attachments(data, "a.msg") == [Attachment("fees.csv", b"boat,fee\n")]
    page = parse(outlook_messages.message("Fees", "", page="<p>The fee is <b>40</b> euro.</p>"), "a.msg")
    assert page.text.endswith("\n\nThe fee is 40 euro.")


def test_rich_text_of_outlook_goes_missing_in_silence() -> None:
    assert parse(outlook_messages.message("Fees", "", rich=b"LZFu"), "a.msg").unread == (
        "its text is rich text alone, which was not read",
    )
