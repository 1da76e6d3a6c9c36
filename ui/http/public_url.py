"""The public address of the chat behind a proxy."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_PATH = re.compile(r"(/[\w.~-]+)*")


class AddressError(Exception):
    """An address that the chat cannot be served under; the message is one sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Public:
    """The address that visitors type, behind a proxy.

    Parameters
    ----------
    path
        "/docs", or empty for the whole host.
    origin
        "https://example.org", or empty where any name leads here.
    """

    path: str = ""
    origin: str = ""

    @property
    def host(self) -> str:
        """The name in the origin; empty without one."""
        return urlsplit(self.origin).hostname or ""

    @property
    def secure(self) -> bool:
        """Whether visitors use https."""
        return self.origin.startswith("https://")

    def seen_by(self, scope: Mapping[str, Any]) -> str:
        """Return the address under which a request found the page, without the last slash.

        Without an origin it is that of the request, whose Host has been checked.
        """
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "localhost")
        return (self.origin or f"{scope.get('scheme', 'http')}://{host}") + self.path

    @property
    def url(self) -> str:
        """Both, as Gradio takes them."""
        return self.origin + self.path


def public(root_path: str) -> Public:
    """Parse a setting such as "/docs" or "https://example.org/docs".

    Raises
    ------
    AddressError
        When it is neither.
    """
    text = root_path.rstrip("/")
    origin, path = "", text
    if text.startswith(("http://", "https://")):
        try:
            parts = urlsplit(text)
            _ = parts.port
            usable = parts.hostname and not (parts.query or parts.fragment or parts.username)
        except ValueError:
            usable = False
        if usable:
            origin, path = f"{parts.scheme}://{parts.netloc}", parts.path
    if not _PATH.fullmatch(path) or ".." in path.split("/"):
        raise AddressError(
            f"root_path is '{root_path}', but must be a path such as /docs, or an address such as "
            "https://example.org/docs."
        )
    return Public(path, origin)


def below(root: str, name: str) -> str:
    """Return the path of a library; of the only one, which has no name, that of the server."""
    return f"{root}/library/{name}" if name else root


def is_local(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
