"""Call Milvus with retries, and turn its errors into one clear sentence."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import grpc
from pymilvus.exceptions import MilvusException

from index.errors import LibraryUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
# Attempts of a call that only reads, and seconds before the second one; before each further one it is twice as long.
ATTEMPTS, PAUSE = 3, 0.2
# Milvus's codes and words for errors that a second attempt does not change.
_PERMANENT = (
    "dimension", "schema", "not exist", "can't find", "not found", "permission", "privilege", "auth", "invalid",
    "parse", "handshake",
)  # fmt: skip


def with_retries(
    call: Callable[[], Result], address: str, doing: str, *, reads: bool, load: Callable[[], object] | None = None
) -> Result:
    """Call Milvus. A call that only reads is retried.

    Parameters
    ----------
    call
        Of Milvus.
    address
        What messages call the library.
    doing
        What it is for.
    reads
        Whether it only reads.
    load
        Loads the collection again, before the next attempt, where the call found it not loaded.

    Raises
    ------
    LibraryUnavailable
        When it fails in the end.
    """
    for attempt in range(ATTEMPTS if reads else 1):
        if attempt:
            time.sleep(PAUSE * 2 ** (attempt - 1))
        try:
            return call()
        except (MilvusException, grpc.RpcError, grpc.FutureTimeoutError, OSError, ValueError) as error:
            fault: Exception = error
            if any(word in _message(error) for word in _PERMANENT):
                break
            if load and any(word in _message(error) for word in _UNLOADED):
                with suppress(LibraryUnavailable):  # the next attempt says what is wrong
                    load()
    raise LibraryUnavailable(sentence(fault, address, doing)) from fault


# A server that was started anew may have forgotten what was loaded.
_UNLOADED = ("not loaded", "released", "load()")


def sentence(error: Exception, address: str, doing: str) -> str:
    """Return what is wrong and what to do next."""
    message = _message(error)
    reason = next((why for words, why in _REASONS if any(word in message for word in words)), None)
    if reason is None:
        first = str(getattr(error, "message", "") or error).strip().split("\n")[0][:200]
        reason = f"it says: {first or type(error).__name__}. Look at the server's log"
    return f"The library in {address} cannot be used ({doing}): {reason}."


def _message(error: Exception) -> str:
    """Return the message in small letters, with that of the cause: it alone says why there is no connection."""
    return f"{getattr(error, 'message', '') or error} {error.__cause__ or ''}".lower()


_REASONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("certificate_verify_failed",),
        "its certificate is not trusted here. Name the file of the one that has signed it: milvus+tls://…?ca=FILE",
    ),
    (
        ("hostname verification",),
        "its certificate is for another host. Write the name that stands in the certificate",
    ),
    (
        ("wrong_version_number",),
        "it does not encrypt connections. Write milvus:// in place of milvus+tls://",
    ),
    (
        ("auth check", "permission", "privilege", "unauthenticated"),
        "Milvus does not accept the token, or it does not allow this. Set CITESEED_LIBRARY_TOKEN",
    ),
    (
        ("deadline", "timeout", "timed out"),
        "Milvus did not answer in time. Look whether it is overloaded or still starting, then try again",
    ),
    (
        ("socket closed",),
        "Milvus ended the connection. Look whether it runs, and write milvus+tls:// if it encrypts, then try again",
    ),
    (
        ("unavailable", "failed to connect", "connection refused", "illegal connection", "fail connecting", "closed"),
        "Milvus cannot be reached. Look whether it runs and whether the address is right, then try again",
    ),
    (
        ("missed an field", "unexpected field", "field kind"),
        "the collections of this name have other fields, so citeseed did not make them. Choose another name for it",
    ),
    (
        ("database not found",),
        "Milvus has no such database. Make it there, or leave ?database= out of the address",
    ),
    (
        ("not exist", "can't find", "collection not found"),
        "one of its collections is not there any more. 'citeseed index --repair' makes it anew",
    ),
    (("dimension",), "its vectors have another number of dimensions. Choose the embedder that it was made with"),
    (
        ("read only", "readonly", "deny write", "denywrite", "denied to write", "disk quota", "memory quota", "quota"),
        "Milvus takes no writes, being read-only or full. Questions are still answered",
    ),
    (
        _UNLOADED,
        "its collections are not loaded. Look at the server's log, then try again",
    ),
)
