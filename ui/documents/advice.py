"""Say what to do about a file that was not added."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.types import Skipped

# What a file of a type that is not read can be saved as, in the program that made it.
_SAVED_AS = {
    ".doc": "Save it as .docx.", ".dot": "Save it as .docx.", ".pages": "Export it as .docx or PDF.",
    ".wps": "Save it as .docx.", ".tex": "Add its PDF file.", ".numbers": "Export it as .xlsx or .csv.",
    ".xlsb": "Save it as .xlsx or .csv.", ".parquet": "Save it as .csv.", ".mdb": "Export its tables as .csv.",
    ".accdb": "Export its tables as .csv.", ".sqlite": "Export its tables as .csv.",
    ".key": "Export it as .pptx or PDF.", ".ppt": "Save it as .pptx.", ".odp": "Save it as .pptx or PDF.",
    ".vsdx": "Export it as PDF.", ".one": "Export it as PDF.", ".pst": "Save its messages as .eml.",
    ".mobi": "Convert it to .epub.", ".azw3": "Convert it to .epub.", ".djvu": "Convert it to PDF.",
    ".heic": "Save it as .png or .jpg.", ".webp": "Save it as .png or .jpg.", ".gif": "Save it as .png or .jpg.",
    ".bmp": "Save it as .png or .jpg.", ".svg": "Save it as .png or PDF.", ".log": "Rename it to .txt.",
    ".xml": "Save it as .txt or .html.", ".rst": "Rename it to .txt.", ".adoc": "Rename it to .txt.",
}  # fmt: skip
_GROUPS = (
    ((".zip", ".7z", ".rar", ".gz", ".tar", ".tgz", ".bz2", ".xz"), "Unpack it, and add the files in it."),
    ((".mp3", ".wav", ".m4a", ".ogg", ".flac", ".mp4", ".mov", ".avi", ".mkv", ".webm"), "Add a transcript as text."),
)
# What a reason says, and what helps.
_BY_REASON = (
    ("already in the library", "There is nothing to do."),
    ("larger than", "Split it into smaller files."),
    ("too large", "Split it into smaller files."),
    ("password", "Save it without a password."),
    ("encrypted", "Save it without a password."),
    ("no text", "If it is a scan, have its words recognised, or add a file with text."),
    ("empty", "Check that the file is the right one."),
    ("connection was lost", "Add it again."),
    ("took too long", "Split it into smaller files."),
    ("damaged", "Open and save it anew in its own program."),
    ("not a", "Open and save it anew in its own program."),
)


def advice(skipped: Skipped) -> str:
    """Return what to do about a file that was skipped; "" where nothing is known to help."""
    suffix, reason = PurePath(skipped.source).suffix.lower(), skipped.reason.lower()
    if "unknown" in reason:
        group = next((said for suffixes, said in _GROUPS if suffix in suffixes), "")
        return _SAVED_AS.get(suffix) or group or "Save it as a PDF, Word or text file."
    return next((said for part, said in _BY_REASON if part in reason), "")
