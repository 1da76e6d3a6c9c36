"""Draw a page in a process of its own, confined and limited like the one that parses.

Run as a program it reads a document and its file from standard input and writes the picture to standard output.
"""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from index.errors import DocumentError
from index.parsing.page_highlights import Box, PagePicture, page_picture
from index.parsing.sandbox import confine
from index.parsing.wire import Broken, packed, receive, send, unpacked
from index.parsing.worker import Limits, limit, streams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.parsing.page_highlights import Span
    from index.types import Document

# 200 MB for the largest picture, and as much again to write it.
LIMITS: Final = Limits(memory=600_000_000, seconds=10)
# On the clock, with the start of the process: a page of text takes one.
MAX_SECONDS = 40.0
# Of a picture; the largest that was met had 9 MB.
_MAX_BYTES = 100_000_000
_PROGRAM = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module('index.parsing.page_renderer', run_name='__main__')"
)


def draw_page(
    document: Document, data: bytes, number: int, start: int = 0, end: int = 0, *, others: Sequence[Span] = ()
) -> PagePicture:
    """Return what ``page_picture`` returns. It runs in a child process, so that a hostile file does no harm.

    Raises
    ------
    DocumentError
        As ``page_picture`` does, and when the page takes too much time or memory.
    """
    asked = io.BytesIO()
    head, text = packed(document)
    send(asked, head, text)
    send(asked, {"number": number, "start": start, "end": end, "others": list(others)}, data)
    home = Path(__file__).resolve().parent.parent.parent
    try:
        ran = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", _PROGRAM, str(home)],
            input=asked.getvalue(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd="/", env={}, timeout=MAX_SECONDS, check=False,
        )  # fmt: skip
        answer, png = receive(io.BytesIO(ran.stdout), _MAX_BYTES)
        if answer["error"]:
            raise DocumentError(str(answer["error"]))
        found, *beside = (tuple(Box(*map(float, box)) for box in quote) for quote in answer["boxes"])
        return PagePicture(png, int(answer["width"]), int(answer["height"]), found, tuple(beside))
    except (OSError, subprocess.TimeoutExpired, Broken, KeyError, TypeError, ValueError) as fault:
        raise DocumentError(f"page {number} cannot be drawn; open the file instead") from fault


def main() -> None:
    """Draw the page that is asked for."""
    files, pictures = streams()
    import index.loaders  # noqa: F401, PLC0415 (what it loads has to be there before nothing can be loaded)

    confine()
    head, text = receive(files, sys.maxsize)
    asked, data = receive(files, sys.maxsize)
    limit(LIMITS, len(data), "a.pdf")
    answer: dict[str, Any] = {"error": ""}
    png = b""
    try:
        further = [(start, end) for start, end in asked["others"]]
        document = unpacked(head, text)
        picture = page_picture(document, data, asked["number"], asked["start"], asked["end"], others=further)
        boxes = [list(map(astuple, quote)) for quote in (picture.boxes, *picture.others)]
        answer |= {"boxes": boxes, "width": picture.width, "height": picture.height}
        png = picture.png
    except DocumentError as reason:
        answer["error"] = str(reason)
    except Exception as fault:  # noqa: BLE001 (whatever a hostile file makes PDFium do)
        answer["error"] = f"page {asked['number']} cannot be drawn ({type(fault).__name__})"
    send(pictures, answer, png)


if __name__ == "__main__":
    main()
