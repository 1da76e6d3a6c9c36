"""ZIP archives, which office documents and electronic books are: opened within limits that bombs exceed."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from index.errors import DocumentError
from index.loaders.opening.decoding import kind_of
from index.loaders.opening.trees import part_tree

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

# A book of a thousand pages has some hundred files, and most of its bytes are pictures.
MAX_FILES = 10_000
MAX_BYTES = 200_000_000
# Trees take ten to thirty times the bytes of their XML; a novel is half a megabyte of it.
MAX_XML = 20_000_000
_ZIP = b"PK"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_READ = (".xml", ".rels", ".opf", ".xhtml", ".html", ".htm", ".ncx")
_XML = (*_READ, ".svg")


class Archive:
    """The files in an archive, by their names.

    Parameters
    ----------
    data
        The bytes of the archive.
    max_xml
        Bytes of XML in it, unpacked.

    Raises
    ------
    DocumentError
        When it is none, is encrypted, or exceeds the limits by what it says of itself: no more than that is ever
        unpacked.
    """

    def __init__(self, data: bytes, *, max_xml: int = MAX_XML) -> None:
        if data.startswith(_OLD_OFFICE):
            raise DocumentError("encrypted, or of a format before 2007; save it anew without a password")
        try:
            self._zip: Final = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            kind = kind_of(data)
            if kind and not data.startswith(_ZIP):
                raise DocumentError(f"not what its name says: the bytes are {kind}") from None
            raise DocumentError("damaged: it cannot be opened") from None
        files = self._zip.infolist()
        self.names: Final = frozenset(file.filename for file in files)
        xml = sum(file.file_size for file in files if file.filename.lower().endswith(_XML))
        if len(files) > MAX_FILES:
            raise DocumentError(f"the archive that it is holds more than {MAX_FILES:,} files")
        if sum(file.file_size for file in files) > MAX_BYTES:
            raise DocumentError(f"unpacked it is larger than {MAX_BYTES // 1_000_000} MB")
        if xml > max_xml:
            raise DocumentError(f"its text is larger than {max_xml // 1_000_000} MB when it is unpacked; split it")
        if any(file.flag_bits & 1 for file in files):
            raise DocumentError("encrypted: it opens with a password only; save it without one, then index again")

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; raise ``DocumentError`` when it is missing or damaged."""
        try:
            return self._zip.read(name)
        except KeyError:
            raise DocumentError(f"damaged: there is no {name} inside it") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
            raise DocumentError(f"damaged: {name} inside it cannot be unpacked") from None

    def tree(self, name: str, most: int = MAX_XML) -> _Element:
        """Return an XML file of at most ``most`` bytes as a tree.

        Raises
        ------
        DocumentError
            When it is missing, larger or damaged.
        """
        if name in self.names and self._zip.getinfo(name).file_size > most:
            raise DocumentError(f"{name} inside it is larger than {most // 1_000_000} MB when it is unpacked")
        return part_tree(self.read(name), name)

    def check_office(self) -> None:
        """Raise ``DocumentError`` when an XML file declares entities, which no office program writes.

        Drawings may, as they were made elsewhere, and are not read.
        """
        for name in self.names:
            # Without zero bytes UTF-16 shows it too.
            if name.lower().endswith(_READ) and b"<!DOCTYPE" in self.read(name).replace(b"\0", b""):
                raise DocumentError(f"{name} inside it declares a document type, which office documents never do")


def office_facts(archive: Archive) -> tuple[str, str | None, str | None]:
    """Return title, date and author of an office document: the day of its last change, else that of its making."""
    name = "docProps/core.xml"
    if name not in archive.names:
        return "", None, None
    said = {str(fact.tag).rpartition("}")[2]: fact.text or "" for fact in archive.tree(name)}
    return said.get("title", "").strip(), said.get("modified") or said.get("created"), said.get("creator")
