"""The tables of a library in Milvus's collections."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pymilvus import MilvusClient

from index.engines.milvus.expressions import expression
from index.engines.milvus.faults import with_retries
from index.engines.milvus.schemas import SPARSE, complete, indexes_of, schema_of, search_params
from index.engines.tables import KEY, MAX_ROWS
from index.errors import LibraryUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.engines.conditions import Where
    from index.engines.milvus.faults import Result
    from index.engines.tables import One, Other, Row, Table
    from index.library_address import Address

# Seconds that a call may take, and one that makes or flushes a collection.
DEADLINE, LONG_DEADLINE = 10.0, 120.0
# Our errors say what went wrong; pymilvus would write it to the screen too.
logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
STRONG = "Strong"


class MilvusTables:
    """The tables of one library in Milvus. It connects when it is first used.

    Every read is strongly consistent: it sees all that was stored before it began.

    Parameters
    ----------
    address
        Of the library.
    token
        "user:password" or a key; empty where Milvus asks for none.
    deadline
        Seconds that a call may take.
    """

    def __init__(self, address: Address, token: str = "", deadline: float = DEADLINE) -> None:
        self._address = address
        self._token = token
        self._deadline = deadline
        self._connecting = threading.Lock()
        self._ready: set[str] = set()

    @property
    def address(self) -> str:
        """What messages call the library."""
        return str(self._address)

    @cached_property
    def _client(self) -> MilvusClient:
        with self._connecting:
            return self._call(
                lambda: MilvusClient(
                    uri=self._address.url,
                    token=self._token,
                    db_name=self._address.database,
                    timeout=self._deadline,
                    dedicated=True,
                    server_pem_path=self._certificate,
                ),
                "connecting",
            )

    @property
    def _certificate(self) -> str:
        """File of the certificate that is trusted; empty for the usual ones."""
        if self._address.ca and not Path(self._address.ca).is_file():
            raise LibraryUnavailable(
                f"The certificate '{self._address.ca}' in the address of the library is no file; look at its name."
            )
        return self._address.ca

    def _call(self, call: Callable[[], Result], doing: str, *, reads: bool = True, table: str = "") -> Result:
        load = (lambda: self._reload(table)) if table else None
        return with_retries(call, self.address, doing, reads=reads, load=load)

    @cached_property
    def version(self) -> str:
        """Milvus, with its version."""
        version = self._call(lambda: self._client.get_server_version(timeout=self._deadline), "asking for its version")
        return f"Milvus {version}"

    def exists(self, table: str) -> bool:
        """Return whether there is such a collection, and see that it can be read."""
        name = self._name(table)
        if table in self._ready:
            return True
        found = self._call(lambda: self._client.has_collection(name, timeout=self._deadline), "looking for it")
        if found:
            self._load(table)
        return bool(found)

    def _load(self, table: str) -> None:
        if table in self._ready:
            return
        name = self._name(table)
        self._call(lambda: self._client.load_collection(name, timeout=LONG_DEADLINE), "loading it")
        self._ready.add(table)

    def _reload(self, table: str) -> None:
        self._ready.discard(table)
        self._load(table)

    def create(self, table: str, shape: Table, dimension: int = 0) -> None:
        """Make a collection with its indexes, and load it, unless it is there."""
        if self.exists(table):
            return
        schema, index = schema_of(shape, dimension), indexes_of(shape, self._address.index)
        self._call(
            lambda: self._client.create_collection(
                self._name(table), schema=schema, index_params=index, consistency_level=STRONG, timeout=LONG_DEADLINE
            ),
            "making its collections",
            reads=False,
        )
        self._load(table)

    def names(self) -> list[str]:
        """Return the names of the library's collections, without the library's own."""
        found = self._call(lambda: self._client.list_collections(timeout=self._deadline), "listing its collections")
        prefix = self._name("")
        names = [name.removeprefix(prefix) for name in found if name.startswith(prefix)]
        return sorted(name for name in names if "__" not in name)  # those of a library whose name goes on

    def drop(self, table: str) -> None:
        """Remove a collection; nothing where there is none."""
        self._ready.discard(table)
        name = self._name(table)
        self._call(
            lambda: self._client.drop_collection(name, timeout=LONG_DEADLINE), "removing a collection", reads=False
        )

    def rows(self, table: str, where: Where, fields: Sequence[str], most: int = MAX_ROWS) -> list[Row]:
        """Return at most ``most`` rows that meet all conditions."""
        self._load(table)
        return self._call(
            lambda: [
                dict(row)
                for row in self._client.query(
                    self._name(table),
                    filter=expression(where),
                    output_fields=list(fields),
                    limit=most,
                    consistency_level=STRONG,
                    timeout=self._deadline,
                )
            ],
            "reading",
            table=table,
        )

    def scan(self, table: str, where: Where, fields: Sequence[str], batch: int = 1000) -> Iterator[Row]:
        """Yield all rows that meet all conditions, ordered by key; a few come in one call."""
        few = self.rows(table, where, [KEY, *fields], batch + 1)
        if len(few) <= batch:
            yield from sorted(few, key=lambda row: str(row[KEY]))
            return
        pages = self._call(
            lambda: self._client.query_iterator(
                self._name(table),
                batch_size=batch,
                filter=expression(where),
                output_fields=[KEY, *(name for name in fields if name != KEY)],
                consistency_level=STRONG,
                timeout=self._deadline,
            ),
            "reading",
        )
        try:
            while page := self._call(pages.next, "reading", reads=False):
                yield from map(dict, page)
        finally:
            pages.close()

    def count(self, table: str, where: Where) -> int:
        """Return how many rows meet all conditions."""
        self._load(table)
        found = self._call(
            lambda: self._client.query(
                self._name(table),
                filter=expression(where),
                output_fields=["count(*)"],
                consistency_level=STRONG,
                timeout=self._deadline,
            ),
            "counting",
            table=table,
        )
        return int(found[0]["count(*)"])

    def nearest(
        self, table: str, vector: NDArray[np.float32], k: int, where: Where, fields: Sequence[str]
    ) -> list[tuple[Row, float]]:
        """Return at most ``k`` rows by the dot product of "dense" and a vector, the largest first."""
        thoroughly = {"metric_type": "IP", "params": search_params(self._address.index, k)}
        asked = {"data": [vector.tolist()], "anns_field": "dense", "search_params": thoroughly}
        return self._search(table, asked, k, where, fields)

    def matching(
        self, table: str, words: Sequence[str], k: int, where: Where, fields: Sequence[str]
    ) -> list[tuple[Row, float]]:
        """Return at most ``k`` rows that share words with "words", with BM25 scores, the largest first."""
        asked = {"data": [" ".join(words)], "anns_field": SPARSE, "search_params": {"metric_type": "BM25"}}
        found = self._search(table, asked, k, where, fields)
        # Milvus's stand-in on one machine gives them below 0.
        return [(row, abs(score)) for row, score in found if score]

    def _search(
        self, table: str, asked: dict[str, Any], k: int, where: Where, fields: Sequence[str]
    ) -> list[tuple[Row, float]]:
        self._load(table)
        found = self._call(
            lambda: self._client.search(
                self._name(table),
                **asked,
                limit=k,
                filter=expression(where),
                output_fields=list(fields),
                consistency_level=STRONG,
                timeout=self._deadline,
            ),
            "searching",
            table=table,
        )
        return [(dict(hit["entity"]), float(hit["distance"])) for hit in found[0]]

    def both(self, first: Callable[[], One], second: Callable[[], Other]) -> tuple[One, Other]:
        """Make two calls at the same time."""
        with ThreadPoolExecutor(1, "milvus") as pool:
            other = pool.submit(second)
            return first(), other.result()

    def put(self, table: str, rows: Sequence[Row], by: float | None = None) -> None:
        """Store rows, each in the place of one with its key; refuse when it is later than ``by``.

        It may be repeated, but is not by itself: what a call that failed has stored, nobody knows.
        """
        if not rows:
            return
        self._load(table)
        left = self._deadline if by is None else min(by - time.time(), self._deadline)
        if left <= 0:
            raise LibraryUnavailable(
                f"Writing to the library in {self.address} stood still for too long. Nothing was published;"
                " run it again."
            )
        data = [complete(row) for row in rows]
        self._call(lambda: self._client.upsert(self._name(table), data=data, timeout=left), "writing", reads=False)

    def delete(self, table: str, where: Where) -> None:
        """Remove the rows that meet all conditions."""
        self._load(table)
        self._call(
            lambda: self._client.delete(self._name(table), filter=expression(where), timeout=self._deadline),
            "removing",
            reads=False,
        )

    def flush(self, table: str) -> None:
        """Make what was stored in a collection durable."""
        name = self._name(table)
        self._call(lambda: self._client.flush(name, timeout=LONG_DEADLINE), "flushing", reads=False)

    def close(self) -> None:
        """Close the connection, if there is one."""
        if "_client" in self.__dict__:
            self._client.close()

    def _name(self, table: str) -> str:
        return f"{self._address.name}__{table}"
