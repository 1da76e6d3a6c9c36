"""What stands before Milvus in a company: it ends TLS, checks the token of each call, and passes the call on."""

from __future__ import annotations

import base64
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import grpc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Milvus's own words (internal/proxy/authentication_interceptor.go).
REFUSED = "auth check failure, please check username and password are correct"
_CERTIFICATE = (
    "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
)
# Bytes of a message: pymilvus allows as many.
_OPTIONS = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1 that nobody but its owner has signed; return it and its key."""
    made, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [*_CERTIFICATE.split(), "-keyout", str(key), "-out", str(made)],
        check=True,
        capture_output=True,
    )
    return made, key


class _Passing(grpc.GenericRpcHandler):  # type: ignore[misc]
    def __init__(self, channel: Any, token: str, heard: list[str]) -> None:
        self._channel = channel
        self._heard = heard
        self._expected = base64.b64encode(token.encode()).decode()

    def service(self, handler_call_details: Any) -> Any:
        method, told = handler_call_details.method, dict(handler_call_details.invocation_metadata)
        self._heard.append(method.rpartition("/")[2])
        call = self._channel.unary_unary(method)
        if told.get("authorization") != self._expected:
            return grpc.unary_unary_rpc_method_handler(
                lambda _, context: context.abort(grpc.StatusCode.UNAUTHENTICATED, REFUSED)
            )
        return grpc.unary_unary_rpc_method_handler(lambda request, context: _passed(call, request, context))


def _passed(call: Any, request: bytes, context: Any) -> bytes:
    try:
        reply: bytes = call(request)
    except grpc.RpcError as error:
        context.abort(error.code(), error.details())
        raise
    return reply


@contextmanager
def tls_proxy(target: int, made: Path, key: Path, token: str, heard: list[str]) -> Iterator[int]:
    """Serve what a port of this machine serves without TLS and token; yield the port. ``heard`` gets each call."""
    server = grpc.server(ThreadPoolExecutor(4), options=_OPTIONS)
    with grpc.insecure_channel(f"127.0.0.1:{target}", options=_OPTIONS) as channel:
        server.add_generic_rpc_handlers([_Passing(channel, token, heard)])
        credentials = grpc.ssl_server_credentials([(key.read_bytes(), made.read_bytes())])
        port = server.add_secure_port("127.0.0.1:0", credentials)
        server.start()
        try:
            yield port
        finally:
            server.stop(None).wait()
