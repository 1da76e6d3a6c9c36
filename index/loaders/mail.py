"""E-mail: headers as fields, the names of attachments, and the text. Attachments are files of their own."""

from __future__ import annotations

import re
import struct
from email import policy
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from index.errors import DocumentError
from index.loaders.content.markup import write_blocks
from index.loaders.content.writer import Content, Writer
from index.loaders.opening.decoding import clean, decode
from index.loaders.opening.trees import page_tree
from index.loaders.plain import write_lines
from index.types import Attachment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage, MIMEPart

    from oxmsg import Message

_FIELDS = ("From", "To", "Cc", "Date", "Subject")
# A line that begins a message in a mailbox (RFC 4155).
_FROM = re.compile(rb"^From \S+.*\d{4}\s*\r?\n", re.MULTILINE)
_MAX_MESSAGES = 20_000
_OUTLOOK = b"\xd0\xcf\x11\xe0"
# Number of the property that holds packed rich text (PidTagRtfCompressed).
_RICH_TEXT = 0x1009
# Parts that hold nothing to read: signatures.
_SIGNATURES = frozenset(("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"))
_OFFICE = "application/vnd.openxmlformats-officedocument."
# Python's own table is read from the disk, which parsers cannot open.
_SUFFIXES = {
    "application/json": ".json", "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png",
    "image/tiff": ".tif", "message/rfc822": ".eml", "text/csv": ".csv", "text/html": ".html", "text/plain": ".txt",
    f"{_OFFICE}wordprocessingml.document": ".docx", f"{_OFFICE}presentationml.presentation": ".pptx",
    f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
}  # fmt: skip
_BODIES = frozenset(("text/plain", "text/html"))


class _Mail(NamedTuple):
    """A message: its headers, its text or page, its attachments by name, and what of it is not read."""

    fields: dict[str, str]
    text: str
    page: str
    attachments: list[tuple[str, Callable[[], bytes]]]
    unread: tuple[str, ...] = ()


def parse(data: bytes) -> Content:
    """Parse a message (.eml). Title, date and author are its subject, date and sender."""
    return _alone(_read(data))


def parse_box(data: bytes) -> Content:
    """Parse a mailbox (.mbox): its messages one after the other, each under its subject.

    Raises
    ------
    DocumentError
        When it is none.
    """
    writer = Writer()
    for mail in _messages(data):
        writer.head(mail.fields.get("Subject", "") or "Message", 1)
        _write(mail, writer)
    return writer.content("")


def parse_outlook(data: bytes) -> Content:
    """Parse a message of Outlook (.msg).

    Raises
    ------
    DocumentError
        When it is none.
    """
    return _alone(_read_outlook(data))


def attachments(data: bytes) -> list[Attachment]:
    """Return the attachments of a message (.eml)."""
    return _attachments(_read(data))


def attachments_of_box(data: bytes) -> list[Attachment]:
    """Return the attachments of all messages of a mailbox (.mbox)."""
    return [each for mail in _messages(data) for each in _attachments(mail)]


def attachments_of_outlook(data: bytes) -> list[Attachment]:
    """Return the attachments of a message of Outlook (.msg)."""
    return _attachments(_read_outlook(data))


def _attachments(mail: _Mail) -> list[Attachment]:
    return [Attachment(name, decoded()) for name, decoded in mail.attachments]


def _alone(mail: _Mail) -> Content:
    writer = Writer()
    _write(mail, writer)
    return _content(mail, writer)


def _messages(data: bytes) -> Iterator[_Mail]:
    """Yield the messages of a mailbox."""
    found = [(each.start(), each.end()) for each in _FROM.finditer(data)]
    if not found or data[: found[0][0]].strip():
        raise DocumentError("not a mailbox: it does not begin with a message")
    if len(found) > _MAX_MESSAGES:
        raise DocumentError(f"it holds more than {_MAX_MESSAGES:,} messages; split it")
    for (_, start), end in zip(found, [*(start for start, _ in found[1:]), len(data)], strict=True):
        yield _read(data[start:end])


def _read_outlook(data: bytes) -> _Mail:
    import oxmsg  # noqa: PLC0415

    if not data.startswith(_OUTLOOK):
        raise DocumentError("not a message of Outlook")
    try:
        return _outlook(oxmsg.Message.load(BytesIO(data)))
    except (KeyError, ValueError, OSError, IndexError, AttributeError, struct.error) as error:
        raise DocumentError(f"not a message of Outlook that can be read ({type(error).__name__})") from None


def _outlook(message: Message) -> _Mail:
    headers = message.message_headers
    people = ", ".join(f"{each.name} <{each.email_address}>" for each in message.recipients)
    sent = message.sent_date
    fields = {
        "From": message.sender or headers.get("From", ""),
        "To": headers.get("To", people),
        "Cc": headers.get("Cc", ""),
        "Date": sent.isoformat(" ", "minutes") if sent else "",
        "Subject": message.subject or "",
    }
    attached: list[tuple[str, Callable[[], bytes]]] = []
    for each in message.attachments:
        name, data = _with_suffix(each.file_name, each.mime_type or ""), each.file_bytes or b""
        attached.append((name, partial(bytes, data)))
    said = {name: _line(value) for name, value in fields.items() if value}
    text, page = message.body or "", message.html_body or ""
    is_rich = not (text or page) and message.properties.binary_prop_value(_RICH_TEXT) is not None
    return _Mail(said, text, page, attached, ("its text is rich text alone, which was not read",) if is_rich else ())


def _content(mail: _Mail, writer: Writer) -> Content:
    said = mail.fields.get("Date", "")
    try:
        day: str | None = parsedate_to_datetime(said).date().isoformat()
    except (TypeError, ValueError, OverflowError):
        day = said
    author = re.sub(r"\s*<[^>]*>", "", mail.fields.get("From", ""))
    return writer.content(mail.fields.get("Subject", ""), day, author or mail.fields.get("From"))


def _read(data: bytes) -> _Mail:
    message = BytesParser(policy=policy.default).parsebytes(data)
    fields = {name: _header(message, name) for name in _FIELDS}
    bodies = [message.get_body((kind,)) for kind in ("plain", "html")]
    text, page = (_decoded(part) for part in bodies)
    attached: list[tuple[str, Callable[[], bytes]]] = []
    unread: set[str] = set()
    for part, is_variant in _leaves(message):
        kind, name = part.get_content_type(), part.get_filename()
        if part in bodies or kind in _SIGNATURES or (is_variant and kind in _BODIES and not name):
            continue
        if kind == "text/plain" and not name and not part.is_attachment():
            text = f"{text}\n\n{_decoded(part)}"  # the text goes on after an attachment
        elif kind.startswith("image/") and part["Content-ID"] and not part.is_attachment():
            unread.add("pictures in the text of a message were not read")
        else:
            attached.append((_name(part), partial(_payload, part)))
    return _Mail({name: value for name, value in fields.items() if value}, text, page, attached, tuple(unread))


def _header(message: EmailMessage, name: str) -> str:
    """Return a header on one line; as it is written, where it makes no sense."""
    try:
        return _line(str(message.get(name, "")))
    except (ValueError, OverflowError, IndexError, AttributeError):
        return _line(str(next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")))


def _leaves(message: EmailMessage) -> Iterator[tuple[MIMEPart, bool]]:
    """Yield the parts that hold no others, and whether each is one of several forms of the same; in their order."""
    waiting: list[tuple[MIMEPart, bool]] = [(message, False)]
    while waiting:
        part, is_variant = waiting.pop()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            is_variant = is_variant or part.get_content_subtype() == "alternative"
            waiting.extend((each, is_variant) for each in reversed([*part.iter_parts()]))
        else:
            yield part, is_variant


def _decoded(part: MIMEPart | None) -> str:
    payload = b"" if part is None else _payload(part)
    return decode(payload, part.get_content_charset()) if part is not None and payload.strip() else ""


def _payload(part: MIMEPart) -> bytes:
    """Return the bytes of a part; of a message inside the message, the message."""
    if part.is_multipart():
        return part.get_payload(0).as_bytes()  # type: ignore[union-attr]
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name(part: MIMEPart) -> str:
    if part.get_content_type() == "message/rfc822":
        return _line(part.get_filename() or "") or "message.eml"
    return _with_suffix(part.get_filename(), part.get_content_type())


def _with_suffix(name: str | None, kind: str) -> str:
    """Return the name of an attachment, with the suffix of its type where its own has none."""
    said = _line(name or "") or "attachment"
    return said if PurePosixPath(said).suffix else said + _SUFFIXES.get(kind, "")


def _write(mail: _Mail, writer: Writer) -> None:
    for name in _FIELDS:
        if name in mail.fields:
            writer.field(name, mail.fields[name])
    writer.field("Attachments", ", ".join(name for name, _ in mail.attachments)) if mail.attachments else None
    if mail.text.strip():
        write_lines(clean(mail.text), writer)
    elif mail.page.strip():
        tree = page_tree(clean(mail.page))
        if tree is not None and (body := tree.find("body")) is not None:
            write_blocks(body, writer)
    for missed in mail.unread:
        writer.miss(missed)


def _line(text: str) -> str:
    return " ".join(clean(text).split())
