"""Connections to public addresses only, with a deadline for all that is sent and received.

The address is checked where the connection is made, not before: between a check and a connection a name could come to
mean another machine (DNS rebinding), and a server could redirect to a machine inside (SSRF).
"""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import TYPE_CHECKING, Any, TypeAlias

import httpcore2

from ui.errors import FetchError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

# Addresses of the sixth version that lead to one of the fourth: Teredo, 6to4, NAT64.
_TUNNELS = tuple(map(ipaddress.IPv6Network, ("2001::/32", "2002::/16", "64:ff9b::/96", "64:ff9b:1::/48")))
# Seconds to a connection.
_CONNECTING = 10.0


def is_public(address: IPAddress) -> bool:
    """Return whether an address is one machine of the public internet, and no private, local or reserved one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.is_site_local or any(address in network for network in _TUNNELS):
            return False
    is_special = address.is_private or address.is_reserved or address.is_multicast or address.is_unspecified
    return address.is_global and not is_special


class PublicNetwork(httpcore2.NetworkBackend):
    """Connects to addresses that are permitted, until a deadline.

    Parameters
    ----------
    permits
        Whether an address may be connected to.
    deadline
        On the clock of ``time.monotonic``.
    """

    def __init__(self, permits: Callable[[IPAddress], bool], deadline: float) -> None:
        self._permits = permits
        self._deadline = deadline
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (the deadline is earlier)
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of ``host`` that answers.

        Raises
        ------
        FetchError
            When one of its addresses is not permitted: a name that has both kinds is not to be trusted.
        ConnectError
            When it has none, or none answers.
        """
        addresses = self._addresses(host, port)
        for address in addresses:
            if not self._permits(address):
                shown = host if host == str(address) else f"{host} ({address})"
                raise FetchError(f"{shown} is a machine inside this network; only public ones are fetched.")
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                seconds = min(_CONNECTING, _left(self._deadline))
                stream = self._network.connect_tcp(str(address), port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            connected = ipaddress.ip_address(stream.get_extra_info("server_addr")[0])
            if connected != address:
                stream.close()
                raise FetchError(f"{host} was connected to at {connected}, not at {address}; it is not fetched.")
            return _Timed(stream, self._deadline)
        raise failure

    def _addresses(self, host: str, port: int) -> list[IPAddress]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host} is not known") from error
        # An address with a zone ("fe80::1%eth0") is local whatever its zone is.
        return list(dict.fromkeys(ipaddress.ip_address(str(place[0]).partition("%")[0]) for *_, place in found))


class _Timed(httpcore2.NetworkStream):
    """A connection that ends at a deadline, however slowly the other side sends."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _Timed(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore2.ReadTimeout("the time is up")
    return seconds
