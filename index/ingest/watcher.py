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

# Seconds without any change after which nobody is writing any more, and seconds after which that is not waited for.
QUIET, MAX_WAIT = 1.0, 30.0
# Seconds between two looks where the system tells of changes, and where it does not.
TOLD, UNTOLD = 30.0, 1.0
# A look takes at most so much of the time: 50,000 files are looked at in half a second.
SHARE = 0.1
# Milliseconds for which the system's news are collected, and after which it is seen that nobody wants them any more.
_STEP, _TIMEOUT = 100, 200
_STARTING = 10.0


@dataclass(frozen=True, slots=True)
class Look:
    """The state of folders as far as it is visible without reading a file.

    Parameters
    ----------
    folders
        Each that can be listed, with what tells it from another one that took its place.
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
    """Tells when something in folders has changed; use it in a ``with`` block.

    The system says at once that something happens (inotify, FSEvents), in each folder that documents are read from and
    in no other: no link is followed. What has changed is seen by looking, every half minute also unasked, for network
    file systems say nothing; and every second where the system watches no more folders, or one of them is missing.

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
        self._seen: Look | None = None
        self._news: _News | None = None

    def wait(self, seconds: float = float("inf")) -> bool:
        """Return True when something is other than at the last call and has been quiet, False after ``seconds``.

        The first call returns after the first quiet moment.
        """
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            started = time.monotonic()
            now = self._look()
            if self._news is None or self._news.folders != now.folders:
                self._listen(now)
                now = self._look()  # changes between two calls
            if now != self._seen:
                self._seen = self._settled(now)
                return True
            complete = self._news is not None and self._news.works and now.paths.issuperset(map(str, self._roots))
            pause = max(TOLD if complete else UNTOLD, (time.monotonic() - started) / SHARE)
            self._woken(min(pause, ends - time.monotonic()))
        return False

    def _settled(self, now: Look) -> Look:
        ends = time.monotonic() + self._longest
        while time.monotonic() < ends:
            time.sleep(self._quiet)
            before, now = now, self._look()
            if before == now:
                break
        return now

    def _woken(self, seconds: float) -> None:
        assert self._news is not None
        self._news.woken.wait(max(seconds, 0.0))
        self._news.woken.clear()

    def _listen(self, look: Look) -> None:
        if self._news is not None:
            self._news.close()
        self._news = _News(look)

    def _look(self) -> Look:
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
        return Look(frozenset(folders), seen.digest())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._news is not None:
            self._news.close()


def _state(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


class _News:
    """What the system tells of some folders, in a thread: the borrowed code would swallow signals in the main one.

    ``woken`` is set whenever something happens. ``works`` is False when the system refused or stopped, as where it
    watches no more folders.
    """

    def __init__(self, look: Look) -> None:
        self.folders = look.folders
        self._paths = look.paths
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
