"""What this machine has and lets a library do: its processor, the confinement of parsers, the recognition of scans."""

from __future__ import annotations

import os
import platform
import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LibraryError
from index.parsing import ocr
from index.parsing.pool import SandboxParser
from index.parsing.sandbox import landlock_version

if TYPE_CHECKING:
    from index.protocols import Library

# Instructions that make models faster, by the names of /proc/cpuinfo.
_INSTRUCTIONS = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_bf16", "amx_int8", "asimddp", "bf16")
_WORDS = "A parser reads this."


def processor() -> str:
    """Return how many cores this program may use, and which instructions that speed up models it finds."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        cpuinfo = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        cpuinfo = ""
    found = set(" ".join(re.findall(r"^(?:flags|Features)\s*:(.*)$", cpuinfo, re.MULTILINE)).split())
    able = ", ".join(name for name in _INSTRUCTIONS if name in found)
    name = platform.machine() or "unknown"
    return f"{name}, {cores} {'core' if cores == 1 else 'cores'}, {able or 'no instructions for models are known'}"


def numbers(library: Library) -> str:
    """Embed a document and a question; return with which model and numbers.

    Raises
    ------
    EmbedderError
        When the model cannot be found, checked or run.
    """
    embedder = library.embedder
    embedder.embed_documents([_WORDS])
    embedder.embed_question(_WORDS)
    return f"{embedder.identity}, {embedder.dimension} dimensions"


def half_precision() -> bool:
    """Return whether documents are embedded in bfloat16."""
    from index.embedding.bert import is_half  # noqa: PLC0415 (2 s to import)

    return is_half()


def parsing() -> tuple[bool, str]:
    """Parse a text in a child process; return whether it is confined, and how.

    Raises
    ------
    LibraryError
        When no process can be started.
    """
    with closing(SandboxParser()) as parser:
        if parser.parse(_WORDS.encode(), "a.txt").text != _WORDS:
            raise LibraryError("A parser read another text than the one it was given; install citeseed anew.")
    version = landlock_version()
    if version >= 1:
        return True, f"files are parsed in a child process with limits and Landlock (version {version})"
    return False, "files are parsed in a child process with limits; without Landlock native code is less confined"


def recognition(languages: str) -> tuple[bool, str]:
    """Return whether scans can be recognised in some languages, and with what, or what to do."""
    engine = ocr.engine(languages)
    return (True, engine.how) if isinstance(engine, ocr.Engine) else (False, engine)
