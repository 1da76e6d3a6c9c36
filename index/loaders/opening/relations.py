"""The links between the parts of an office document: which part is what of another one."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.loaders.opening.archive import Archive


class Link(NamedTuple):
    """A link: its identifier, what the part is ("chart"), and the name of the part."""

    key: str
    kind: str
    target: str


def links_of(archive: Archive, part: str = "") -> Iterator[Link]:
    """Yield the links of a part to other parts; those of the whole document without one.

    Raises
    ------
    DocumentError
        When they are damaged.
    """
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    for link in archive.tree(listed) if listed in archive.names else ():
        target = str(link.get("Target", ""))
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield Link(str(link.get("Id", "")), str(link.get("Type", "")).rpartition("/")[2], whole)


def targets(archive: Archive, part: str, kind: str) -> Iterator[str]:
    """Yield the names of the parts of a kind that a part leads to."""
    return (link.target for link in links_of(archive, part) if link.kind == kind)
