"""A server of pages on the loopback, which can also misbehave."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from ui.fetching.fetcher import Fetcher

if TYPE_CHECKING:
    import ipaddress
    from collections.abc import Iterator
    from ssl import SSLContext

HTML = "text/html; charset=utf-8"


@dataclass
class Page:
    """What stands at a path.

    Parameters
    ----------
    body
        Of the reply.
    kind
        Its Content-Type; empty for none.
    status
        Of the reply.
    headers
        Further ones.
    pause
        Seconds before each byte of the body.
    endless
        Whether the body is sent again and again.
    """

    body: bytes = b""
    kind: str = HTML
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    endless: bool = False


@dataclass
class Site:
    """Pages by their paths; ``asked`` are the paths that were asked for, in order."""

    address: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])


@contextmanager
def site(host: str = "127.0.0.1", tls: SSLContext | None = None, **pages: Page) -> Iterator[Site]:
    """Serve pages, each at "/" and its name, until the end of the block; encrypted with ``tls``."""
    told = Site(pages={f"/{name}": page for name, page in pages.items()})
    ending = threading.Event()

    server = ThreadingHTTPServer((host, 0), _handler(told, ending))
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    told.address = f"{'https' if tls else 'http'}://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        ending.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(told: Site, ending: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            told.agents.add(self.headers["User-Agent"])
            page = told.pages.get(self.path, Page(status=404))
            self.send_response(page.status)
            if page.kind:
                self.send_header("Content-Type", page.kind)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                while not ending.is_set():
                    for start in range(0, len(page.body), 1 if page.pause else 1 << 16):
                        if ending.wait(page.pause):
                            return
                        self.wfile.write(page.body[start : start + (1 if page.pause else 1 << 16)])
                    if not page.endless:
                        return
            except OSError:  # the other side has had enough
                return

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def fetcher(seconds: float = 30.0, largest: int = 20_000_000) -> Fetcher:
    """Return a fetcher for one machine alone: 127.0.0.1. Only tests can make one."""

    def permits(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
        return str(address) == "127.0.0.1"

    return Fetcher(permits, seconds=seconds, largest=largest)
