"""What stands before Milvus in a company: it ends TLS, checks each call, and passes it on."""

from __future__ import annotations

import base64
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import grpc
from pymilvus.grpc_gen import common_pb2, milvus_pb2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Milvus's own words (internal/proxy/authentication_interceptor.go).
REFUSED = "auth check failure, please check username and password are correct"
_CERTIFICATE = (
    "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
)
# Milvus's code for a quota that is exceeded (pkg/util/merr/errors.go).
QUOTA = 9
# Bytes of a message: pymilvus allows as many.
_OPTIONS = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


# Calls that change something.
WRITES = frozenset({"CreateCollection", "Delete", "DropCollection", "Flush", "Insert", "Upsert"})


@dataclass
class Passed:
    """What a proxy has passed on, and what it does not let pass.

    Parameters
    ----------
    heard
        Names of the calls.
    denied
        What it says to a call that changes something; empty where it lets them pass.
    """

    heard: list[str] = field(default_factory=list)
    denied: str = ""


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
    def __init__(self, channel: Any, token: str, passed: Passed) -> None:
        self._channel = channel
        self._passed = passed
        self._expected = base64.b64encode(token.encode()).decode()

    def service(self, handler_call_details: Any) -> Any:
        method, told = handler_call_details.method, dict(handler_call_details.invocation_metadata)
        name, denied = method.rpartition("/")[2], self._passed.denied
        self._passed.heard.append(name)
        call = self._channel.unary_unary(method)
        if told.get("authorization") != self._expected:
            return grpc.unary_unary_rpc_method_handler(
                lambda _, context: context.abort(grpc.StatusCode.UNAUTHENTICATED, REFUSED)
            )
        if denied and name in WRITES:
            return grpc.unary_unary_rpc_method_handler(lambda _, context: _denied(denied, context))
        return grpc.unary_unary_rpc_method_handler(lambda request, context: _passed(call, request, context))


def _denied(reason: str, context: Any) -> bytes:
    """Refuse a call as Milvus does: by rights on the way in, by quota in the answer to what is written."""
    if "permission" in reason:
        context.abort(grpc.StatusCode.PERMISSION_DENIED, reason)
    status = common_pb2.Status(code=QUOTA, error_code=common_pb2.ForceDeny, reason=reason)
    answer: bytes = milvus_pb2.MutationResult(status=status).SerializeToString()
    return answer


def _passed(call: Any, request: bytes, context: Any) -> bytes:
    try:
        reply: bytes = call(request)
    except grpc.RpcError as error:
        context.abort(error.code(), error.details())
        raise
    return reply


@contextmanager
def tls_proxy(target: int, made: Path, key: Path, token: str, passed: Passed) -> Iterator[int]:
    """Serve what a port of this machine serves without TLS and token; yield the port."""
    server = grpc.server(ThreadPoolExecutor(4), options=_OPTIONS)
    with grpc.insecure_channel(f"127.0.0.1:{target}", options=_OPTIONS) as channel:
        server.add_generic_rpc_handlers([_Passing(channel, token, passed)])
        credentials = grpc.ssl_server_credentials([(key.read_bytes(), made.read_bytes())])
        port = server.add_secure_port("127.0.0.1:0", credentials)
        server.start()
        try:
            yield port
        finally:
            server.stop(None).wait()
