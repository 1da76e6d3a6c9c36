"""Start Ray on this machine, or connect to a cluster."""

from __future__ import annotations

import logging
import os
import re
import secrets
import socket
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator

# How often starting it on this machine is tried: on a busy one it may miss its own time limit.
STARTS = 3
# Without an address: Ray on this machine alone.
LOCAL = "local"
_ADDRESS = re.compile(r"auto|local|(ray://)?([\w.-]+|\[[0-9a-fA-F:]+\]):[1-6]?\d{1,4}")
# Ray reads these when it is imported or started.
_VARIABLES = {
    # Its log is in its own folder, and what fails is said by our errors.
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_DATA_LOG_LEVEL": "CRITICAL",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",  # of what it would print to standard output
}
_OF_LOCAL = {
    # Seconds that its first process may take to start: 20 are too few on a busy machine.
    "RAY_gcs_server_port_wait_time_s": "120",
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # 127.0.0.1, on every system
    "RAY_AUTH_MODE": "token",
}
# Seconds until a cluster answers; Ray itself would wait for minutes.
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a cluster has.

    Parameters
    ----------
    workers
        That may run at the same time: one for each processor core.
    gpus
        Share of a GPU that each gets; 0 where there is none.
    """

    workers: int
    gpus: float


def prepare(address: str) -> None:
    """Set what Ray reads when it is imported, then import it.

    Raises
    ------
    LibraryError
        When the address is none, but a folder for example.
    ModuleNotFoundError
        When Ray is not installed.
    """
    if not _ADDRESS.fullmatch(address):
        raise LibraryError(
            f"'{address}' is no address of Ray. Write --ray HOST:PORT, --ray ray://HOST:PORT or --ray auto; folders"
            " stand before a --ray without an address: 'citeseed index FOLDER --ray'."
        )
    os.environ.update(_VARIABLES)
    if address == LOCAL:
        os.environ.update(_OF_LOCAL, RAY_AUTH_TOKEN=secrets.token_hex(32))
    import pyarrow as pa  # noqa: F401, PLC0415
    import ray  # noqa: F401, PLC0415


@contextmanager
def connected(address: str) -> Iterator[Capacity]:
    """Use a cluster, and start one on this machine for ``LOCAL``, which ends with the block. First ``prepare``.

    One that is started here listens on the loopback address alone, and asks each caller for a token that only this
    process and its children know. It has no dashboard. Starting it may take half a minute.

    Raises
    ------
    LibraryError
        When it cannot be reached or started.
    """
    import ray  # noqa: PLC0415 (see prepare)

    ours = not ray.is_initialized()
    if ours:
        _start(address)
    try:
        yield capacity_of(ray.cluster_resources())  # type: ignore[no-untyped-call]
    finally:
        if ours:
            ray.shutdown()


def _start(address: str) -> None:
    import ray  # noqa: PLC0415

    for attempt in range(STARTS if address == LOCAL else 1):
        try:
            _connect(address)
        except Exception as error:  # Ray raises Exception itself where a node takes longer than its 30 s to start
            ray.shutdown()
            if address == LOCAL and attempt + 1 < STARTS:
                continue
            first = str(error).strip().split("\n")[0][:200]
            what = "Ray cannot be started here" if address == LOCAL else f"Ray at {address} cannot be reached"
            raise LibraryError(f"{what} ({first or type(error).__name__}). Nothing was changed.") from error
        else:
            return


def _connect(address: str) -> None:
    import ray  # noqa: PLC0415

    if ":" in address:
        parts = urlsplit(address if "//" in address else f"//{address}")
        socket.create_connection((parts.hostname or "", parts.port or 0), _PATIENCE).close()
    with _silent():
        ray.init(
            address=address,
            include_dashboard=False if address == LOCAL else None,
            log_to_driver=False,
            logging_level=logging.CRITICAL,
        )


def capacity_of(resources: dict[str, float]) -> Capacity:
    """Return how many workers the resources of a cluster allow, as Ray names them: "CPU", "GPU".

    Parsing takes longer than embedding on a GPU, so several workers share one.
    """
    workers = max(int(resources.get("CPU", 1)), 1)
    gpus = min(resources.get("GPU", 0.0) / workers, 1.0)
    return Capacity(workers, int(gpus * 1000) / 1000)


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what Ray's C++ code prints while it starts from the user's screen."""
    kept = os.dup(2)
    with tempfile.TemporaryFile() as sink:
        os.dup2(sink.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
