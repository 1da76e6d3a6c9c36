"""Write generations in a process of its own, which a test kills: ``python -m tests.engines.harness.killed_writer``."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path

from index.chunking.chunker import Splitting, split
from tests.engines.harness.libraries import milvus_library
from tests.fakes import document_of

# Documents of a generation. All say which one it is.
DOCUMENTS = 12


def names_of(number: int) -> list[str]:
    """Return the names of a generation's documents: some are those of the one before."""
    return [f"folder/{(number + place) % (DOCUMENTS + 5)}" for place in range(DOCUMENTS)]


def text_of(name: str, number: int) -> str:
    """Return the text of a document in a generation: several chunks, some words of its own."""
    return "\n\n".join(f"Storm {number} sank ship {name} at place {place}. " * 8 for place in range(3))


def tell(line: str) -> None:
    """Say how far it is."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(address: str, home: str, ahead: str) -> None:
    """Write one generation; the clock is ``ahead`` seconds, so that claims of killed writers have ended."""
    with closing(milvus_library(address, Path(home))) as library:
        library._clock = lambda: time.time() + float(ahead)
        with library.update() as draft:
            tell("begun")
            number, names = draft._number, names_of(draft._number)
            for source in set(draft.entries) - {f"{name}.txt" for name in names}:
                draft.remove(source)
            for name in names:
                document = document_of(text_of(name, number), name)
                draft.add(document, split(document, Splitting(300, 60)))
            draft.publish()
            tell(f"published {number}")


if __name__ == "__main__":
    main(*sys.argv[1:])
