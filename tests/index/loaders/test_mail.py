from __future__ import annotations

from email.message import EmailMessage

import pytest

from index.errors import DocumentError
from index.loaders import parse
from tests import laws


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


def test_attachments_are_read_and_what_cannot_be_is_said() -> None:
    inner = bytes(message("Old", "Inner words.", (("deep.csv", b"boat,fee\nSkua,55\n"),)))
    files = (("fees.csv", b"boat,fee\nPetrel,40\n"), ("photo.xyz", b"?"), ("old.eml", inner))
    document = parse(bytes(message("Fees", "See below.", files)), "a.eml")
    laws.check(document)
    assert [section.heading for section in document.sections] == [
        "Attachment: fees.csv", "Attachment: old.eml", "Attachment: deep.csv",
    ]  # fmt: skip
    assert "boat: Petrel; fee: 40" in document.labelled(0, len(document.text)).text
    assert "boat: Skua; fee: 55" in document.labelled(0, len(document.text)).text
    assert len({block.table for block in document.blocks if block.table is not None}) == 2
    assert [each.split(":", maxsplit=1)[0] for each in document.unread] == ["the attachment photo.xyz was not read"]


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


def test_messages_in_messages_without_end_are_not_followed() -> None:
    data = bytes(message("deep", "Bottom."))
    for number in range(6):
        data = bytes(message(f"level {number}", "More.", (("next.eml", data),)))
    document = parse(data, "a.eml")
    assert any("too deep" in each for each in document.unread)
    assert "Bottom." not in document.text
