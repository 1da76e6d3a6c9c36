"""Fetch one page or PDF file from an address: redirects, robots.txt, limits."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import httpcore2
import httpx2
from protego import Protego

from ui.errors import FetchError
from ui.fetching.connections import PublicNetwork, is_public

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.fetching.connections import IPAddress

# What robots.txt files may call this program by, and what it calls itself.
ROBOT = "citeseed"
AGENT = f"{ROBOT} (fetches one page for the person who named it)"
MAX_LENGTH = 2_000
MAX_REDIRECTS = 5
# RFC 9309 asks to read 500 KB of a robots.txt at least.
MAX_ROBOTS = 512_000
KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
_SCHEMES = ("http", "https")
_REDIRECTS = (301, 302, 303, 307, 308)
_BEGINNINGS = ((re.compile(rb"%PDF-"), ".pdf"), (re.compile(rb"\s*<(!doctype html|html)\b", re.IGNORECASE), ".html"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at an address.

    Parameters
    ----------
    address
        As it was named, without the part after "#".
    name
        A file name made of it, whose suffix is that of the content's kind.
    data
        The bytes as they were sent.
    fetched
        When, as ISO 8601 in UTC.
    """

    address: str
    name: str
    data: bytes
    fetched: str


class _Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    data: bytes


class Fetcher:
    """Fetches from addresses that a person names, never from one that a document names.

    Parameters
    ----------
    permits
        Which addresses may be connected to: public ones.
    seconds
        For everything together.
    largest
        Bytes of a page or file.
    """

    def __init__(
        self,
        permits: Callable[[IPAddress], bool] = is_public,
        *,
        seconds: float = 30.0,
        largest: int = 20_000_000,
    ) -> None:
        self._permits = permits
        self._seconds = seconds
        self._largest = largest

    def fetch(self, address: str) -> Fetched:
        """Return what stands at an address.

        1. Check scheme, port and length, ask robots.txt, and connect to a public machine alone.
        2. Follow redirects, each of which is checked alike.
        3. Take the body of a page, a PDF file or a text, within the limits.

        Raises
        ------
        FetchError
            With the reason why there is nothing.
        """
        named = checked(address)
        until = time.monotonic() + self._seconds
        try:
            with httpcore2.ConnectionPool(
                ssl_context=httpx2.create_ssl_context(), network_backend=PublicNetwork(self._permits, until)
            ) as pool:
                url, reply = self._followed(pool, named, self._allowed)
        except httpcore2.TimeoutException as error:
            raise FetchError(f"{named} was not complete within {self._seconds:.0f} seconds.") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise FetchError(f"{named} cannot be fetched: {str(error) or type(error).__name__}.") from error
        if reply.status != HTTPStatus.OK:
            raise FetchError(f"{named} cannot be fetched: the server answers {_status(reply.status)}.")
        suffix = _suffix(url, reply)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return Fetched(str(named), f"{_stem(named)}{suffix}", reply.data, now)

    def _followed(
        self,
        pool: httpcore2.ConnectionPool,
        named: httpx2.URL,
        allowed: Callable[[httpcore2.ConnectionPool, httpx2.URL], None] | None,
    ) -> tuple[httpx2.URL, _Reply]:
        """Return the last address of a chain of redirects, and its reply."""
        url = named
        for _ in range(MAX_REDIRECTS + 1):
            if allowed:
                allowed(pool, url)
            reply = self._got(pool, url, self._largest if allowed else MAX_ROBOTS, is_cut=not allowed)
            if reply.status not in _REDIRECTS or "location" not in reply.headers:
                return url, reply
            try:
                target = url.join(reply.headers["location"])
            except httpx2.InvalidURL as error:
                raise FetchError(f"{named} redirects to an address that is none.") from error
            if url.scheme == "https" and target.scheme == "http":
                raise FetchError(f"{named} redirects to {target}, which is not encrypted; name that address yourself.")
            url = checked(str(target))
        raise FetchError(f"{named} redirects more than {MAX_REDIRECTS} times.")

    def _allowed(self, pool: httpcore2.ConnectionPool, url: httpx2.URL) -> None:
        """Refuse what the server's robots.txt disallows; without one everything is allowed (RFC 9309)."""
        _, reply = self._followed(pool, url.join("/robots.txt"), None)
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise FetchError(f"{url} is not fetched: the server's robots.txt cannot be read ({_status(reply.status)}).")
        if reply.status == HTTPStatus.OK:
            rules = Protego.parse(reply.data.decode("utf-8", "replace"))
            if not rules.can_fetch(str(url), ROBOT):
                raise FetchError(f"{url} is not fetched: the server's robots.txt does not allow programs to.")

    def _got(self, pool: httpcore2.ConnectionPool, url: httpx2.URL, largest: int, *, is_cut: bool) -> _Reply:
        """Return the reply of one request; a body that is too large is cut, or else refused."""
        sent = (
            ("Host", url.netloc),
            ("User-Agent", AGENT),
            ("Accept", "*/*"),
            ("Accept-Encoding", "identity"),
        )
        whole = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        with pool.stream("GET", whole, headers=sent) as response:
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status != HTTPStatus.OK:
                return _Reply(response.status, headers, b"")
            if headers.get("content-encoding", "identity").lower() != "identity":
                raise FetchError(f"{url} cannot be fetched: the server packs it, which it was asked not to do.")
            data = bytearray()
            for piece in response.iter_stream():
                data += piece
                if len(data) > largest and not is_cut:
                    limit = largest // 1_000_000
                    raise FetchError(
                        f"{url} is larger than {limit} MB; download it and add the file, if it is that large."
                    )
                if len(data) > largest:
                    break
            return _Reply(response.status, headers, bytes(data[:largest]))


def checked(address: str) -> httpx2.URL:
    """Return an address that may be asked for; ``FetchError`` says why one may not."""
    if len(address) > MAX_LENGTH:
        raise FetchError(f"An address of more than {MAX_LENGTH:,} characters is not fetched.")
    try:
        url = httpx2.URL(address.strip()).copy_with(fragment=None)
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError(f"'{address}' is no address; write it as https://example.org/page.") from error
    if url.scheme not in _SCHEMES or not url.host:
        raise FetchError(f"'{address}' is not fetched: an address begins with https:// or http://.")
    if url.userinfo:
        raise FetchError("An address with a name or a password in it is not fetched.")
    # Servers of mail and the like have the small numbers, and must not be sent what they could take for their own.
    if url.port is not None and url.port < 1024 and url.port not in {80, 443}:
        raise FetchError(f"'{address}' is not fetched: port {url.port} is not one of web servers.")
    return url


def _suffix(url: httpx2.URL, reply: _Reply) -> str:
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "text/plain" and url.path.lower().endswith((".md", ".markdown")):
        return ".md"
    if kind in KINDS:
        return KINDS[kind]
    if kind in {"", "application/octet-stream", "binary/octet-stream"}:
        for beginning, suffix in _BEGINNINGS:
            if beginning.match(reply.data):
                return suffix
    raise FetchError(f"{url} is {kind or 'of no known kind'}; pages, PDF files and texts are fetched.")


def _stem(url: httpx2.URL) -> str:
    """Return a name for a file, made of an address: "example.org-reports-2024"."""
    told = f"{url.host.removeprefix('www.')}{unquote(url.path)}{'-' if url.query else ''}{unquote(url.query.decode())}"
    name = re.sub(r"\.(html?|pdf|txt|md|markdown)$", "", told.rstrip("/"), flags=re.IGNORECASE)
    return re.sub(r"[^\w.]+", "-", name).strip("-.") or "page"


def _status(number: int) -> str:
    try:
        return f"{number} ({HTTPStatus(number).phrase})"
    except ValueError:
        return str(number)
