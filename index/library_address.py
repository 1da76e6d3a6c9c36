"""The address of a library on an engine: ``milvus://host:19530/name``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from index.errors import LibraryError

SCHEMES = ("milvus", "milvus+tls")
PORT = 19530
# Milvus: names of collections are letters, digits and "_".
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")
_INDEXES = ("AUTOINDEX", "DISKANN", "FLAT", "HNSW", "HNSW_SQ", "IVF_RABITQ")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a library on Milvus is.

    Parameters
    ----------
    host, port
        Of the server or the proxy of the cluster.
    name
        Of the library: its collections are called after it.
    database
        Of Milvus that holds the collections; empty for the default one.
    tls
        Whether the connection is encrypted.
    index
        Kind of index over the vectors, as Milvus names it.
    ca
        File of the certificate that has signed the server's; empty for those that everybody trusts.
    """

    host: str
    port: int
    name: str
    database: str = ""
    tls: bool = False
    index: str = "AUTOINDEX"
    ca: str = ""

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read ``milvus://host[:port]/name``, or ``milvus+tls://...``; raise ``LibraryError`` for what is none.

        Behind "?" there may be ``database=``, ``index=``, and with TLS ``ca=``.
        """
        try:
            parts = urlsplit(text)
            port = parts.port or PORT
        except ValueError:
            raise _wrong(text) from None
        name, options = parts.path.removeprefix("/"), dict(parse_qsl(parts.query))
        if parts.scheme not in SCHEMES or not parts.hostname or not _NAME.fullmatch(name) or parts.username:
            raise _wrong(text)
        database, index = options.pop("database", ""), options.pop("index", "AUTOINDEX").upper()
        tls, ca = parts.scheme == "milvus+tls", options.pop("ca", "")
        if options or index not in _INDEXES or (ca and not tls):
            raise _wrong(text)
        return cls(parts.hostname, port, name, database, tls, index, ca)

    @property
    def url(self) -> str:
        """The address of the server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'milvus+tls' if self.tls else 'milvus'}://{host}:{self.port}/{self.name}"


def is_address(text: str) -> bool:
    """Tell whether a text names a library on an engine, and no folder."""
    return text.partition("://")[0] in SCHEMES and "://" in text


def _wrong(text: str) -> LibraryError:
    place = re.sub(r"//[^/@]*@", "//…@", text)
    return LibraryError(
        f"'{place}' is no address of a library; write milvus://host:19530/name, or milvus+tls:// for an encrypted"
        " connection. A token is set as CITESEED_LIBRARY_TOKEN."
    )
