"""E-mail: headers as fields, the text, and attachments below their names."""

from __future__ import annotations

import re
from email import policy
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from index.errors import DocumentError
from index.loaders.content.markup import write_blocks
from index.loaders.content.writer import Content, Writer
from index.loaders.opening.decoding import clean, decode
from index.loaders.opening.trees import page_tree
from index.loaders.plain import write_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage, MIMEPart

    Parse = Callable[[bytes, str], Content]

_FIELDS = ("From", "To", "Cc", "Date", "Subject")
# A line that begins a message in a mailbox (RFC 4155).
_FROM = re.compile(rb"^From \S+.*\d{4}\s*\r?\n", re.MULTILINE)
_MAX_MESSAGES, _MAX_ATTACHMENTS = 20_000, 200
_OUTLOOK = b"\xd0\xcf\x11\xe0"


class _Mail(NamedTuple):
    """A message: its headers, its text or page, and its attachments with their names."""

    fields: dict[str, str]
    text: str
    page: str
    attachments: list[tuple[str, bytes]]


def parse(data: bytes, parsed: Parse) -> Content:
    """Parse a message (.eml); ``parsed`` is what reads attachments: bytes and a name go in.

    Title, date and author are its subject, date and sender.
    """
    writer = Writer()
    mail = _read(data)
    _write(mail, writer, parsed, level=1)
    return _content(mail, writer)


def parse_box(data: bytes, parsed: Parse) -> Content:
    """Parse a mailbox (.mbox): its messages one after the other, each under its subject."""
    places = [found.end() for found in _FROM.finditer(data)]
    starts = [found.start() for found in _FROM.finditer(data)]
    if not places or data[: starts[0]].strip():
        raise DocumentError("not a mailbox: it does not begin with a message")
    if len(places) > _MAX_MESSAGES:
        raise DocumentError(f"it holds more than {_MAX_MESSAGES:,} messages; split it")
    writer = Writer()
    for start, end in zip(places, [*starts[1:], len(data)], strict=True):
        mail = _read(data[start:end])
        writer.head(mail.fields.get("Subject", "") or "Message", 1)
        _write(mail, writer, parsed, level=2)
    return writer.content("")


def parse_outlook(data: bytes, parsed: Parse) -> Content:
    """Parse a message of Outlook (.msg).

    Raises
    ------
    DocumentError
        When it is none.
    """
    from oxmsg import Message  # noqa: PLC0415

    if not data.startswith(_OUTLOOK):
        raise DocumentError("not a message of Outlook")
    message = Message.load(BytesIO(data))
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
    page = message.html_body or ""
    attachments = [(each.file_name or "", each.file_bytes or b"") for each in message.attachments]
    mail = _Mail({name: _line(value) for name, value in fields.items() if value}, message.body or "", page, attachments)
    writer = Writer()
    _write(mail, writer, parsed, level=1)
    return _content(mail, writer)


def _content(mail: _Mail, writer: Writer) -> Content:
    said = mail.fields.get("Date", "")
    try:
        day: str | None = parsedate_to_datetime(said).date().isoformat()
    except (TypeError, ValueError):
        day = said
    author = re.sub(r"\s*<[^>]*>", "", mail.fields.get("From", ""))
    return writer.content(mail.fields.get("Subject", ""), day, author or mail.fields.get("From"))


def _read(data: bytes) -> _Mail:
    message = BytesParser(policy=policy.default).parsebytes(data)
    fields = {name: _line(str(message.get(name, ""))) for name in _FIELDS}
    text, page = (_body(message, kind) for kind in ("plain", "html"))
    attachments = [(part.get_filename() or "", _payload(part)) for part in _attached(message)]
    return _Mail({name: value for name, value in fields.items() if value}, text, page, attachments)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    payload = b"" if part is None else _payload(part)
    return decode(payload, part.get_content_charset()) if part is not None and payload.strip() else ""


def _payload(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else part.as_bytes() if part.is_multipart() else b""


def _attached(message: EmailMessage) -> Iterator[MIMEPart]:
    for number, part in enumerate(message.iter_attachments()):
        if number >= _MAX_ATTACHMENTS:
            return
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            part.set_payload(inner.as_bytes())  # type: ignore[union-attr]
            part.replace_header("Content-Type", "application/octet-stream")
            part.add_header("Content-Disposition", "attachment", filename="message.eml")
        yield part


def _write(mail: _Mail, writer: Writer, parsed: Parse, level: int) -> None:
    for name in _FIELDS:
        if name in mail.fields:
            writer.field(name, mail.fields[name])
    if mail.text.strip():
        write_lines(clean(mail.text), writer)
    elif mail.page.strip():
        tree = page_tree(clean(mail.page))
        if tree is not None and (body := tree.find("body")) is not None:
            write_blocks(body, writer)
    for name, data in mail.attachments:
        shown = _line(name) or "without a name"
        try:
            content = parsed(data, name)
        except DocumentError as reason:
            writer.miss(f"the attachment {shown} was not read: {reason}")
            continue
        writer.head(f"Attachment: {shown}", level)
        writer.take(content, level)


def _line(text: str) -> str:
    return " ".join(clean(text).split())
