"""The process that parses files: confined, limited, and replaced when it fails.

Run as a program it reads files from standard input and writes documents to standard output, in the frames of ``wire``.
"""

from __future__ import annotations

import math
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from index import process_limits
from index.errors import DocumentError
from index.parsing.sandbox import confine
from index.parsing.wire import Broken, packed, packed_attachments, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.loaders.pdf.scans import Recognition

# Peak memory in bytes up to which a process may parse another file.
_TIRED = 160_000_000
# Exit code of a process that is out of memory.
OUT_OF_MEMORY = 64
# Files that are large for their pictures, and whose text is packed so tightly that its size says little.
PACKED = (".pdf", ".docx", ".pptx", ".epub", ".xlsx", ".xlsm", ".xls", ".ods", ".odt", ".eml", ".mbox", ".msg")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of parsing one file.

    Parameters
    ----------
    memory, memory_each, packed_each, most_memory
        Bytes for the whole process, bytes more for each byte of a text file or of one that is packed, and where that
        ends. Before it reads anything the process takes 60 MB; short lines of Markdown then take 155 bytes for each of
        theirs, prose takes 5.
    seconds, seconds_each, most_seconds
        Of processor time, more for each MB of the file, and where that ends. On a busy machine a web page takes up to
        5 s for each MB, and a PDF of nothing but text 10 s.
    characters
        Of the document.
    """

    memory: int = 220_000_000
    memory_each: int = 160
    packed_each: int = 16
    most_memory: int = 2_000_000_000
    seconds: int = 7
    seconds_each: int = 12
    most_seconds: int = 300
    characters: int = 50_000_000

    def memory_for(self, size: int, source: str) -> int:
        """Return the memory limit in bytes for a file of ``size`` bytes."""
        each = self.packed_each if source.lower().endswith(PACKED) else self.memory_each
        return min(self.memory + each * size, self.most_memory)

    def seconds_for(self, size: int) -> int:
        """Return the limit of processor time in seconds for a file of ``size`` bytes."""
        return min(self.seconds + math.ceil(self.seconds_each * size / 1_000_000), self.most_seconds)

    def too_much_memory(self, size: int, source: str) -> str:
        """Return the reason for a file of ``size`` bytes that exceeds its memory limit."""
        most = self.memory_for(size, source) // 1_000_000
        return f"reading it takes more than {most} MB of memory; split it, or save it anew"


def main() -> None:
    """Parse files from standard input until it is closed."""
    files, documents = streams()
    import index.loaders  # noqa: F401, PLC0415 (a loader that prints when it is imported shall not reach the pipe)

    peak = _meter()
    confine()
    send(documents, {"ready": True})
    try:
        while True:
            head, data = receive(files, sys.maxsize)
            reply, body = _answer(head, data, Limits(**head["limits"]))
            reply["last"] = peak() > _TIRED
            send(documents, reply, body)
            if reply["last"]:
                return
    except Broken:
        return


def _meter() -> Callable[[], int]:
    """Return a function that gives the peak memory of this process in bytes. Call it before the process is confined.

    On Linux the peak of ``getrusage`` is inherited from the parent process, which may be large.
    """
    try:
        status = os.open("/proc/self/status", os.O_RDONLY)
    except OSError:
        return process_limits.peak_memory

    def peak() -> int:
        fields = dict(line.split(b":", 1) for line in _reread(status).splitlines())
        return int(fields[b"VmHWM"].split()[0]) * 1024

    return peak


def _reread(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, 1 << 16)


def streams() -> tuple[BinaryIO, BinaryIO]:
    """Return standard input and output, and redirect the originals: libraries in C print messages there."""
    files, documents = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    return files, documents


def _answer(head: dict[str, Any], data: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    """Return the frame of what is asked for or of the reason; raise ``MemoryError`` when it needs too much.

    That is the document, the numbers of its pages that are pictures, one of those, drawn in shades of grey, or the
    files inside a message.
    """
    from index.loaders import Scanned, attachments, parse, render_page  # noqa: PLC0415

    source = head["source"]
    limit(limits, len(data), source)
    document: dict[str, Any] | None = None
    body, error = b"", ""
    try:
        if head["draw"]:
            body, width, height = render_page(data, source, head["draw"])
            return {"document": {"width": width, "height": height}, "error": ""}, body
        if head["unpack"]:
            document, body = packed_attachments(attachments(data, source))
            return {"document": document, "error": ""}, body
        words = head["words"] and _recognition(*head["words"])
        parsed = parse(data, source, words)
        if len(parsed.text) > limits.characters:
            raise DocumentError(f"its text is longer than {limits.characters:,} characters; split it")  # noqa: TRY301
        document, body = packed(parsed)
    except Scanned as scan:
        document = {"scanned": scan.pages}
    except DocumentError as reason:
        error = str(reason)
    except MemoryError:
        raise
    except RecursionError:
        error = "it is nested too deeply to be read"
    except UnicodeEncodeError:
        error = "its text holds halves of characters (lone surrogates)"
    except Exception as fault:  # noqa: BLE001 (whatever a hostile file makes a borrowed parser do)
        error = f"it is damaged, or not what its name says ({type(fault).__name__}: {str(fault)[:200]})"
    return {"document": document, "error": error}, body


def _recognition(pages: dict[str, Any], missed: list[int], remedy: str) -> Recognition:
    """Return what was recognised, as it comes in a frame."""
    from index.loaders.pdf.scans import Recognised, Recognition, Word  # noqa: PLC0415

    read = {
        int(each): Recognised(tuple(Word(*word) for word in found), *rest) for each, (found, *rest) in pages.items()
    }
    return Recognition(read, missed, remedy)


def limit(limits: Limits, size: int, source: str) -> None:
    """Set the limits of this process for a file of ``size`` bytes and the type of ``source``."""
    process_limits.limit_memory(limits.memory_for(size, source))
    process_limits.limit_seconds(limits.seconds_for(size))


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        # Exit at once: there is no memory for a message, and freeing a large document takes seconds.
        os._exit(OUT_OF_MEMORY)
