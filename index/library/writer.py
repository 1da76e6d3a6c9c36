"""Write the next generation."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.chunking.chunker import split
from index.duplicates import copies
from index.embedding.cache import EmbeddingCache
from index.embedding.incremental import embed
from index.errors import DamagedLibrary, StorageError, UnknownSource
from index.library.readback import read_back
from index.search.index_files import STEPS, load_searches, write_searches
from index.storage import manifest as manifests
from index.storage.atomic_files import digest, flush_tree, make_folder, remove_tree, storage_errors, write_file
from index.storage.catalog import Catalog
from index.storage.catalog_writer import CatalogWriter
from index.storage.checksums import Damaged, describe
from index.storage.generations import publish, sweep
from index.storage.malloc_trim import give_back
from index.storage.manifest import CATALOG, Manifest
from index.text.languages import document_language
from index.types import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    import numpy as np
    from numpy.typing import NDArray

    from index.chunking.chunker import Splitting
    from index.protocols import Embedder
    from index.search.bm25 import Bm25Keywords
    from index.storage.generations import Generation
    from index.storage.layout import Layout
    from index.storage.lock import WriterLock
    from index.storage.manifest import Root
    from index.types import Chunk, Document, Entry


class LocalDraft:
    """Write the next generation. Use it in a ``with`` block.

    It starts as a copy of the newest whole generation. Nothing is written until something changes. It holds the
    writer's lock until the block ends. Without ``publish`` nothing remains.

    Parameters
    ----------
    layout, embedder, splitting, language
        Of the library.
    lock
        Held, and owned from now on.
    base
        The generation to start from, owned from now on; None for an empty library.
    roots
        The folders that the library was made of; None when damage has made them unknown.
    damage
        A phrase for each damaged file. With damage a new generation is due even if no document changed.
    """

    def __init__(
        self,
        layout: Layout,
        embedder: Embedder,
        splitting: Splitting,
        lock: WriterLock,
        *,
        language: str,
        base: Generation | None,
        roots: tuple[Root, ...] | None,
        damage: tuple[str, ...],
    ) -> None:
        self._layout = layout
        self._embedder = embedder
        self._splitting = splitting
        self._language = language
        self._lock = lock
        self._base = base
        self._damage = damage
        self._number = max(lock.highest, layout.live() or 0, *layout.numbers(), 0) + 1
        self._folder = layout.generations / f"{self._number:06d}.new"
        self._writer: CatalogWriter | None = None
        self._due = bool(damage) or base is None or self._resplit(base.manifest) or not self._carries()
        self.counts = (base.manifest.documents, base.manifest.chunks) if base else (0, 0)
        self.roots = roots
        with storage_errors(layout.folder):
            self._entries = _entries(base)
        self.copies: Mapping[str, str] = copies(self._entries.values())
        if EmbeddingCache.journal(layout.cache).exists():
            EmbeddingCache(layout.cache, embedder.dimension).close()

    @property
    def generation(self) -> int:
        """Number of the new generation, or of the one it started from when no change is due; 0 for none."""
        return self._number if self.due or self._base is None else self._base.number

    @property
    def due(self) -> bool:
        """Whether publishing would change anything."""
        recorded = self._base.manifest.roots if self._base else ()
        return self._due or self._writer is not None or self.roots != recorded

    @property
    def is_of_another_version(self) -> bool:
        """Whether another version of the program read the documents."""
        return self._base is not None and self._base.manifest.made_by != manifests.program()

    @property
    def entries(self) -> dict[str, Entry]:
        """The documents that it started from, by source."""
        return self._entries

    def add(self, document: Document, chunks: Sequence[Chunk], file: Path | None = None) -> None:  # noqa: ARG002
        """Store a document with its chunks. It replaces an earlier version of that source; its file stays where it is.

        Raises
        ------
        DocumentError
            When its text cannot be stored, or a chunk is not the piece of it that it claims to be.
        StorageError
            When writing fails.
        """
        with storage_errors(self._layout.folder):
            self._put(self._catalog(), document, chunks)

    def remove(self, source: str) -> None:
        """Remove a document; raise ``UnknownSource`` when there is none of that name."""
        with storage_errors(self._layout.folder):
            self._catalog().remove(source)

    def mark(self, source: str, *, stale: bool) -> None:
        """Mark whether a document is the last good version of a file that cannot be read now."""
        if self._entries[source].stale != stale:
            with storage_errors(self._layout.folder):
                self._catalog().mark(source, stale=stale)

    def publish(self, progress: Callable[[Progress], None] | None = None) -> int:
        """Embed what is new, write, verify and make live; return the number of chunks that had to be embedded.

        1. Split again what was split, or whose language was chosen, with other settings.
        2. Carry over, remember or compute the vector of each chunk.
        3. Write vectors, words and manifest beside the catalog, and flush all to the disk.
        4. Read it back as a reader would.
        5. Make it live, and drop the generations before the previous one.

        Raises
        ------
        EmbedderError, StorageError
            Then the generation before is live.
        """
        with storage_errors(self._layout.folder):
            catalog = self._catalog()
            self._split_again(catalog)
            ids = catalog.ids()
            fresh = catalog.fresh_ids() if self._carries() else set(ids)
            stored = load_searches(self._base.folder, self._base.manifest) if self._base and self._carries() else None
            with closing(EmbeddingCache(self._layout.cache, self._embedder.dimension)) as cache:
                vectors, embedded = embed(
                    catalog, ids, self._embedder, cache, stored=stored and stored[0], fresh=fresh, progress=progress
                )
                cache.shrink(4 * len(ids) + 10_000)
            tell = progress or (lambda _: None)
            words = write_searches(
                self._folder, catalog, ids, vectors, fresh=fresh, words=stored and stored[1], tell=tell
            )
            documents = catalog.written()
            self._seal(catalog)
            tell(Progress("writing", STEPS, STEPS))
            self._check(ids, vectors, words, documents)
            publish(self._layout, self._folder, self._number)
        sweep(self._layout, {self._number, self._base.number if self._base else self._number})
        return embedded

    def _catalog(self) -> CatalogWriter:
        """Return the catalog to write to. It starts as a copy of the one before."""
        if self._writer is None:
            self._lock.record(self._number)
            make_folder(self._layout.generations)
            if self._layout.generations.is_symlink():
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            remove_tree(self._folder)
            self._folder.mkdir()
            if self._base is not None:
                _copy(self._base, self._folder / CATALOG)
            self._writer = CatalogWriter(self._folder / CATALOG)
        return self._writer

    def _put(self, catalog: CatalogWriter, document: Document, chunks: Sequence[Chunk]) -> None:
        catalog.put(document, chunks, document_language(document.text, self._language))

    def _resplit(self, manifest: Manifest) -> bool:
        wanted = self._splitting.characters, self._splitting.overlap, self._language
        return (manifest.characters, manifest.overlap, manifest.language) != wanted

    def _split_again(self, catalog: CatalogWriter) -> None:
        if self._base is None or not self._resplit(self._base.manifest):
            return
        for entry in catalog.contents():
            if not catalog.is_fresh(entry.source):
                document = catalog.document(entry.source)
                self._put(catalog, document, split(document, self._splitting))
                catalog.mark(entry.source, stale=entry.stale)

    def _carries(self) -> bool:
        return (
            self._base is not None
            and self._base.manifest.identity == self._embedder.identity
            and not self.is_of_another_version
        )

    def _seal(self, catalog: CatalogWriter) -> None:
        """Close the catalog, write the manifest, and flush all to the disk."""
        self.counts = documents, chunks = catalog.counts()
        self.copies = catalog.copies()
        catalog.commit()
        manifest = Manifest(
            generation=self._number,
            previous=self._base.number if self._base else 0,
            made_by=manifests.program(),
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            embedder=self._embedder.name,
            identity=self._embedder.identity,
            dimension=self._embedder.dimension,
            characters=self._splitting.characters,
            overlap=self._splitting.overlap,
            language=self._language,
            roots=self.roots or (),
            documents=documents,
            chunks=chunks,
            files=describe(self._folder),
            healed=self._damage,
        )
        write_file(self._folder / manifests.FILE, manifest.to_bytes())
        flush_tree(self._folder)

    def _check(
        self, ids: list[int], vectors: NDArray[np.float16], words: Bm25Keywords, documents: dict[str, bytes]
    ) -> None:
        try:
            read_back(self._folder, ids, vectors, words, documents)
        except (Damaged, DamagedLibrary, UnknownSource) as damage:
            raise StorageError(
                f"What was written to the library in {self._layout.folder} does not read back ({damage})."
                " The disk may be failing; the library is as it was before."
            ) from damage

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._writer is not None:
                self._writer.close()
            if self._base is not None:
                self._base.close()
            remove_tree(self._folder)
        finally:
            self._lock.release()
            give_back()


def _entries(base: Generation | None) -> dict[str, Entry]:
    if base is None:
        return {}
    with closing(Catalog.read(base.folder / CATALOG)) as catalog:
        return {entry.source: entry for entry in catalog.contents()}


def _copy(base: Generation, target: Path) -> None:
    """Copy the catalog of a generation, and compare the copy with the manifest.

    SQLite takes an empty file for a new catalog, and all unchanged documents would be lost.
    """
    shutil.copyfile(base.folder / CATALOG, target)
    if digest(target)[0] != base.manifest.files[CATALOG].sha256:
        raise StorageError(
            f"What was written to the library in {base.folder.parent.parent} does not read back ({CATALOG})."
            " The disk may be failing; the library is as it was before."
        )
