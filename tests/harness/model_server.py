"""A scripted OpenAI-compatible server, which can also misbehave."""

from __future__ import annotations

import gzip
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KEY = "sk-a-key-that-nobody-may-see"


@dataclass
class Script:
    """What the server does with a request for a chat, and what it has seen.

    Parameters
    ----------
    pieces
        Pieces of the reply; a float among them is a pause of so many seconds.
    status
        Of the reply; other than 200, its body repeats the key that was sent, as some servers do.
    headers
        Further ones.
    raw
        Sent as the whole body instead of pieces, again and again while ``endless``.
    endless
        Whether ``raw`` never ends.
    cut
        Hang up before the end of the stream.
    tokens
        Tokens that ``/tokenize`` counts for a word; None has no such place.
    failures
        How many requests get ``status``; those after them get the pieces.
    """

    pieces: Sequence[str | float] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    endless: bool = False
    cut: bool = False
    tokens: int | None = None
    failures: int | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    connections: set[tuple[str, int]] = field(default_factory=set)
    hung_up: threading.Event = field(default_factory=threading.Event)
    writing: threading.Event = field(default_factory=threading.Event)


@contextmanager
def model_server(script: Script) -> Iterator[str]:
    """Serve the script on a free port; yield the address that a model is asked at."""

    class Handler(_Handler):
        told = script

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    told: Script

    def do_POST(self) -> None:
        script = self.told
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        script.paths.append(self.path)
        script.keys.append(self.headers.get("authorization"))
        script.connections.add(self.client_address)
        script.times.append(time.monotonic())
        if not self.path.endswith("/chat/completions"):
            count = script.tokens and len(str(asked["prompt"]).split()) * script.tokens
            self._send(200 if count is not None else 404, json.dumps({"count": count}).encode())
            return
        script.requests.append(asked)
        failing = script.failures is None or len(script.requests) <= script.failures
        try:
            if script.status != 200 and failing:
                told = f"no, not with {self.headers.get('authorization')}"
                self._send(script.status, json.dumps({"error": {"message": told}}).encode(), script.headers)
            elif script.raw is not None:
                self._raw(script)
            else:
                self._stream(script)
        except OSError:
            script.hung_up.set()
            self.close_connection = True

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"content-type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _begin(self, script: Script, *end: str) -> None:
        """Send the head of a stream, with the header that says how its end will be known."""
        self.send_response(200)
        for name, value in {"content-type": "text/event-stream", **script.headers}.items():
            self.send_header(name, value)
        self.send_header(*end)
        self.end_headers()

    def _raw(self, script: Script) -> None:
        assert script.raw is not None
        self._begin(script, "connection", "close")
        self.close_connection = True
        self.wfile.write(script.raw)
        while script.endless:
            self.wfile.write(script.raw)

    def _stream(self, script: Script) -> None:
        self._begin(script, "transfer-encoding", "chunked")
        for piece in script.pieces:
            if isinstance(piece, float):
                script.writing.set()
                self._pause(piece)
            else:
                self._event({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
        if script.cut:
            self.close_connection = True
            return
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _pause(self, seconds: float) -> None:
        """Wait, but notice a client that hangs up."""
        end = time.monotonic() + seconds
        self.connection.settimeout(0.02)
        while time.monotonic() < end:
            try:
                if not self.connection.recv(1):
                    raise ConnectionResetError
            except TimeoutError:
                pass
        self.connection.settimeout(None)

    def _event(self, event: dict[str, Any]) -> None:
        self._chunk(f"data: {json.dumps(event)}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        pass


EVENT = b'data: {"choices": [{"index": 0, "delta": {"content": "word "}}]}\n\n'
# What a server does, and what is said of it then.
FAILURES: dict[str, tuple[dict[str, Any], str]] = {
    "no key": ({"status": 401}, "refused the key"),
    "not allowed": ({"status": 403}, "refused the key"),
    "no such model": ({"status": 404}, "knows no model 'small'"),
    "too often": ({"status": 429, "headers": {"retry-after": "0.01"}}, "asked too often"),
    "broken": ({"status": 500, "headers": {"retry-after": "0.01"}}, "failed (500)"),
    "refused": ({"status": 422}, "refused the request (422)"),
    "elsewhere": ({"status": 307, "headers": {"location": "http://127.0.0.1:9/v1"}}, "sends elsewhere"),
    "cut off": ({"pieces": ["It is "], "cut": True}, "broke half way"),
    "no end": ({"raw": EVENT}, "cut off"),
    "nothing": ({"raw": b""}, "cut off"),
    "a page": ({"raw": b"<html>Please log in.</html>", "headers": {"content-type": "text/html"}}, "cut off"),
    "no JSON": ({"raw": b"data: {not json\n\n"}, "sent what is no reply"),
    "another JSON": ({"raw": b'data: [1, 2]\n\ndata: "x"\n\n'}, "sent what is no reply"),
    "other kinds": ({"raw": b'data: {"choices": [{"delta": 7, "finish_reason": 1}]}\n\n'}, "sent what is no reply"),
    "an error half way": ({"raw": EVENT + b'data: {"error": {"message": "out of memory"}}\n\n'}, "error half way"),
    "no UTF-8": ({"raw": b"data: \xff\xfe\n\n"}, "sent what is no reply"),
    "endless words": ({"raw": EVENT * 200, "endless": True}, "no end"),
    "endless line": ({"raw": b"data: " + b"x" * 65536, "endless": True}, "no end"),
    "50 MB": ({"raw": EVENT * (50_000_000 // len(EVENT))}, "no end"),
    "50 MB of nothing": ({"raw": (b":" + b" " * 498 + b"\n") * 100_000}, "no end"),
    "packed": ({"raw": gzip.compress(EVENT), "headers": {"content-encoding": "gzip"}}, "packed its reply"),
}
