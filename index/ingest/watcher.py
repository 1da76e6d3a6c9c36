"""Wait until folders of documents change. The only user of ``watchfiles``."""

from __future__ import annotations

import hashlib
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from index.sources.folder_scan import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

# Seconds without a change after which a change counts as complete, and the longest wait for that.
QUIET, MAX_WAIT = 1.0, 30.0
# Seconds between two scans where the system notifies of changes, and where it does not.
NOTIFIED_INTERVAL, POLLING_INTERVAL = 30.0, 1.0
# Scans take at most this share of the time. 50,000 files are scanned in half a second.
MAX_SCAN_SHARE = 0.1
# Milliseconds for which notifications are collected, and after which the thread looks whether it was stopped.
_STEP, _TIMEOUT = 100, 200
_STARTING = 10.0


@dataclass(frozen=True, slots=True)
class FolderState:
    """The state of folders, as far as it can be seen without reading a file.

    Parameters
    ----------
    folders
        Path, device and inode of each folder that can be listed: another folder at the same path differs.
    files
        A digest of the names, sizes, times and places of the files, and of what cannot be read.
    """

    folders: frozenset[tuple[str, int, int]]
    files: bytes

    @property
    def paths(self) -> set[str]:
        """Return the paths of the folders."""
        return {path for path, _, _ in self.folders}


class Watch:
    """Waits until something in folders has changed; use it in a ``with`` block.

    The system notifies of events at once (inotify, FSEvents), in each folder that documents are read from. It watches
    no other folder, and follows no link. A scan finds out what has changed. The folders are scanned every half minute
    too, since network file systems send no events. They are scanned every second where the system cannot watch more
    folders, or where one of them is missing.

    Parameters
    ----------
    folders
        Resolved; each may vanish and come back.
    suffixes, library
        As ``folders.listed`` takes them.
    quiet, longest
        Seconds that nothing changes before ``wait`` returns, and seconds after which it returns even so.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        suffixes: Collection[str],
        library: Path,
        quiet: float = QUIET,
        longest: float = MAX_WAIT,
    ) -> None:
        self._roots = folders
        self._suffixes = suffixes
        self._library = library
        self._quiet = quiet
        self._longest = longest
        self._seen: FolderState | None = None
        self._notifications: _Notifications | None = None

    def wait(self, seconds: float = float("inf")) -> bool:
        """Return True when something differs from the last call and no longer changes, False after ``seconds``.

        The first call returns after the first quiet moment.
        """
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            started = time.monotonic()
            now = self._state()
            if self._notifications is None or self._notifications.folders != now.folders:
                self._listen(now)
                now = self._state()  # changes between two calls
            if now != self._seen:
                self._seen = self._settled(now)
                return True
            interval = NOTIFIED_INTERVAL if self._is_notified_of_all(now) else POLLING_INTERVAL
            pause = max(interval, (time.monotonic() - started) / MAX_SCAN_SHARE)
            self._woken(min(pause, ends - time.monotonic()))
        return False

    def _is_notified_of_all(self, now: FolderState) -> bool:
        """Whether the system reports every change: none of the folders is missing, and it watches all of them."""
        works = self._notifications is not None and self._notifications.works
        return works and now.paths.issuperset(map(str, self._roots))

    def _settled(self, now: FolderState) -> FolderState:
        ends = time.monotonic() + self._longest
        while time.monotonic() < ends:
            time.sleep(self._quiet)
            before, now = now, self._state()
            if before == now:
                break
        return now

    def _woken(self, seconds: float) -> None:
        assert self._notifications is not None
        self._notifications.woken.wait(max(seconds, 0.0))
        self._notifications.woken.clear()

    def _listen(self, state: FolderState) -> None:
        if self._notifications is not None:
            self._notifications.close()
        self._notifications = _Notifications(state)

    def _state(self) -> FolderState:
        folders = set()
        seen = hashlib.sha256()
        for root in self._roots:
            listing = listed(root, "", self._suffixes, self._library)
            for folder in listing.folders:
                with suppress(OSError):
                    found = folder.stat()
                    folders.add((str(folder), found.st_dev, found.st_ino))
            for source, path in listing.files.items():
                seen.update(repr((source, _state(path))).encode())
            seen.update(repr((str(root), listing.skipped, listing.closed)).encode())
        return FolderState(frozenset(folders), seen.digest())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._notifications is not None:
            self._notifications.close()


def _state(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


class _Notifications:
    """The notifications of the system, read in a thread: in the main one the library would swallow signals.

    ``woken`` is set whenever something happens. ``works`` is False when the system refused or stopped, as where it
    watches no more folders.
    """

    def __init__(self, state: FolderState) -> None:
        self.folders = state.folders
        self._paths = state.paths
        self.works = bool(self._paths)
        self.woken = threading.Event()
        self._listening = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="watch", daemon=True)
        if self.works:
            self._thread.start()
            self._listening.wait(_STARTING)

    def _listen(self) -> None:
        from watchfiles import watch  # noqa: PLC0415 (50 ms to import)

        try:
            for changes in watch(
                *sorted(self._paths),
                watch_filter=None,
                debounce=_STEP,
                step=_STEP,
                rust_timeout=_TIMEOUT,
                yield_on_timeout=True,
                stop_event=self._ended,
                raise_interrupt=False,
                recursive=False,
                ignore_permission_denied=False,  # when they are ignored, so is that there are no more watches
            ):
                self._listening.set()
                if changes:
                    self.woken.set()
        except (OSError, RuntimeError):
            self.works = False
            self._listening.set()
            self.woken.set()

    def close(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(_STARTING)
