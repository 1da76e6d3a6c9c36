"""A pool of confined processes that parse files. A process that dies is replaced."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, Self

from index.errors import DocumentError, LibraryError
from index.parsing.wire import Broken, attachments_in, receive, send, unpacked
from index.parsing.worker import OUT_OF_MEMORY, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.loaders.pdf.scans import Recognised, Recognition
    from index.types import Attachment, Document

# -I ignores the working folder, the user's packages and PYTHON... variables, so the folder of this package is given.
_PROGRAM = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module('index.parsing.worker', run_name='__main__')"
)
# Bytes of a reply for each character: text in UTF-8, with headings and pages beside it.
_BYTES_EACH = 6
# On a busy machine a second of processor time takes many seconds of wall-clock time.
# Pages of one file that are recognised: at 3 s a page this is a quarter of an hour.
MAX_RECOGNISED = 300
_BREAKS = "it breaks the parser; it may be damaged, so save it anew"
_PATIENCE = 6
_STARTING = 60.0
_DYING = 10.0


class SandboxParser:
    """Parses each file in a child process without network, disk or other programs, and with limits.

    The first file starts a process, which parses the next files too. Each of several threads gets a process of its own.
    ``close`` ends all processes, also busy ones; the next file starts a new one.

    Parameters
    ----------
    limits
        Of each file.
    languages
        That words on pictures are recognised in, as tesseract names them: "eng", "deu+fra".
    cache
        Folder in which recognised pages are kept; None keeps none.
    """

    def __init__(self, limits: Limits | None = None, languages: str = "eng", cache: Path | None = None) -> None:
        self._limits = limits or Limits()
        self._languages = languages
        self._cache = cache
        self._lock = threading.Lock()
        self._children: set[_Child] = set()
        self._idle: list[_Child] = []

    @property
    def recognises(self) -> str:
        """How words on pictures are recognised: "tesseract, eng"; empty where they are not."""
        from index.parsing import ocr  # noqa: PLC0415 (it loads every loader, and a question needs none)

        engine = ocr.engine(self._languages, self._cache)
        return engine.how if isinstance(engine, ocr.Engine) else ""

    def parse(self, data: bytes, source: str, page_progress: Callable[[int, int], None] | None = None) -> Document:
        """Return the document in the bytes of a file; its suffix in ``source`` says the format.

        Pages that are pictures are drawn by the process and recognised by another one, where a program for that is
        installed. ``page_progress`` gets the number of pages recognised, and of all that are pictures.

        Raises
        ------
        DocumentError
            With the reason why there is none: what the loader says, or that it took too much time or memory.
        LibraryError
            When no process can be started, or the parser is closed meanwhile.
        """
        found, body = self._ask(data, source)
        if "scanned" in found:
            found, body = self._ask(data, source, words=self._recognised(data, source, found["scanned"], page_progress))
        try:
            return unpacked(found, body)
        except Broken as broken:
            raise DocumentError(_BREAKS) from broken

    def attachments(self, data: bytes, source: str) -> Sequence[Attachment]:
        """Return the files inside a message, nothing for other files; raise what ``parse`` raises."""
        from index.loaders import HOLDING  # noqa: PLC0415 (the same)

        if PurePosixPath(source).suffix.lower() not in HOLDING:
            return ()
        found, body = self._ask(data, source, unpack=True)
        try:
            return attachments_in(found, body)
        except Broken as broken:
            raise DocumentError(_BREAKS) from broken

    def _recognised(
        self, data: bytes, source: str, pages: Sequence[int], page_progress: Callable[[int, int], None] | None
    ) -> Recognition:
        from index.loaders.pdf.scans import Recognition  # noqa: PLC0415 (the same)
        from index.parsing import ocr  # noqa: PLC0415

        engine = ocr.engine(self._languages, self._cache)
        if isinstance(engine, str):
            return Recognition({}, tuple(map(int, pages)), engine)
        words: dict[int, Recognised] = {}
        for done, number in enumerate(map(int, pages[:MAX_RECOGNISED]), 1):
            with suppress(DocumentError):  # a damaged page has no words, and the others may
                size, picture = self._ask(data, source, draw=number)
                words[number] = engine.read(picture, int(size["width"]), int(size["height"]))
            if page_progress:
                page_progress(done, min(len(pages), MAX_RECOGNISED))
        most = f"at most {MAX_RECOGNISED} pages of a file are recognised; split it"
        return Recognition(words, tuple(map(int, pages[MAX_RECOGNISED:])), most)

    def _ask(
        self, data: bytes, source: str, *, words: Recognition | None = None, draw: int = 0, unpack: bool = False
    ) -> tuple[dict[str, Any], bytes]:
        with self._lock:
            child = self._idle.pop() if self._idle else _Child(self._limits)
            self._children.add(child)
        try:
            return child.ask(data, source, {"words": words, "draw": draw, "unpack": unpack})
        finally:
            with self._lock:
                is_kept = child.is_fit and child in self._children
                if is_kept:
                    self._idle.append(child)
                else:
                    self._children.discard(child)
            if not is_kept:
                child.end()

    def close(self) -> None:
        """End every process. A thread that waits for a document gets a ``LibraryError``."""
        with self._lock:
            children, self._children = self._children, set()
            idle, self._idle = self._idle, []
        for child in children:
            child.kill()
        for child in idle:
            child.end()


class _Child:
    """One process. ``is_fit`` says whether it may parse another file."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        home = Path(__file__).resolve().parent.parent.parent
        try:
            self._process: Final = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", "-B", "-X", "utf8", "-c", _PROGRAM, str(home)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={},
                # Ctrl-C goes to the parent process, which decides what to do.
                start_new_session=True,
            )
        except OSError as error:
            raise _does_not_start(str(error)) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._files, self._documents = self._process.stdin, self._process.stdout
        self.is_fit = False
        self._is_ready = False
        self._is_killed = False

    def ask(self, data: bytes, source: str, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return what the process answers of a file: its frame's head and body."""
        self.is_fit = False  # until it has answered
        if not self._is_ready:
            self._start(source)
        try:
            with _Watch(self._process, _PATIENCE * self._limits.seconds_for(len(data))) as watch:
                send(self._files, {"source": source, "limits": asdict(self._limits), **asked}, data)
                head, body = receive(self._documents, _BYTES_EACH * self._limits.characters + 1_000_000)
            if head["error"]:
                self.is_fit = not head["last"]
                raise DocumentError(str(head["error"]))
            is_kept = not head["last"]
            found: dict[str, Any] = head["document"]
        except (Broken, KeyError, TypeError) as fault:
            if self._is_killed:
                raise _closed(source) from fault
            cause = self._cause(len(data), source, overran=watch.overran)
            raise DocumentError(cause, is_limit=True) from fault
        self.is_fit = is_kept
        return found, body

    def _start(self, source: str) -> None:
        """Wait until the process is confined and ready."""
        try:
            with _Watch(self._process, _STARTING) as watch:
                receive(self._documents, 1000)
        except Broken as broken:
            if self._is_killed:
                raise _closed(source) from broken
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_DYING)
            self.end()
            code = self._process.returncode
            cause = f"it was not ready after {_STARTING:g} s" if watch.overran else f"it ended with code {code}"
            raise _does_not_start(cause) from broken
        self._is_ready = True

    def _cause(self, size: int, source: str, *, overran: bool) -> str:
        """Return why the process died."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_DYING)
        code = self._process.poll()
        if overran or _is_of(code, "SIGXCPU"):
            return f"reading it takes longer than {self._limits.seconds_for(size)} s; split it, or save it anew"
        if _is_of(code, "SIGKILL"):  # the limits end it in other ways
            return "its parser was killed from outside, perhaps because this machine has no memory left; index it again"
        if code == OUT_OF_MEMORY or _is_of(code, "SIGABRT") or _is_of(code, "SIGTRAP"):
            return self._limits.too_much_memory(size, source)
        return _BREAKS

    def kill(self) -> None:
        """Kill the process. A thread that waits for its reply cleans up."""
        self._is_killed = True
        self._process.kill()

    def end(self) -> None:
        self._process.kill()
        for stream in (self._files, self._documents):
            with suppress(OSError):
                stream.close()
        self._process.wait()


def _is_of(code: int | None, name: str) -> bool:
    """Tell whether an exit code is that of a signal, which not every system has."""
    return hasattr(signal, name) and code == -getattr(signal, name)


class _Watch:
    """Kills a process after ``seconds`` of wall-clock time."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.overran = False
        self._process = process
        self._timer = threading.Timer(seconds, self._kill)
        self._timer.daemon = True

    def _kill(self) -> None:
        self.overran = True
        self._process.kill()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _does_not_start(why: str) -> LibraryError:
    return LibraryError(f"The process that reads documents cannot be started ({why}); nothing was changed. Try again.")


def _closed(source: str) -> LibraryError:
    return LibraryError(f"Reading '{source}' was ended because the library is being closed; nothing was changed.")
