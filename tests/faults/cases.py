"""A library of two generations before its third one, and what must hold whatever fails."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from index import sync, verify
from tests.libraries import answers, library_in, litter, write

if TYPE_CHECKING:
    from pathlib import Path

FIRST = {
    "a.txt": "Alpha met the gamma fox.\n\nBeta delta epsilon.",
    "b.txt": "A risky plan, said zeta.",
    "c.txt": "Iota.",
}
OLD = FIRST | {"b.txt": "A plan without risk, said zeta. Alpha agreed."}
NEW = {"a.txt": OLD["a.txt"], "b.txt": "No plan, said alpha and zeta.", "d.txt": "Epsilon is new here. The fox is not."}


class Case:
    """The documents of the third generation, the library of the second, and the answers of both.

    Parameters
    ----------
    place
        An empty folder.
    """

    def __init__(self, place: Path) -> None:
        self.documents = place / "documents"
        self.library = place / "library"
        self.kept = place / "kept"
        for files in (FIRST, OLD):
            self._put(files)
            sync([self.documents], library_in(self.kept))
        self.old = answers(library_in(self.kept).open())
        self._put(NEW)
        sync([self.documents], library_in(place / "other"))
        self.new = answers(library_in(place / "other").open())
        assert self.old != self.new
        self.again()

    def again(self) -> None:
        """Put the old library back in its place."""
        shutil.rmtree(self.library, ignore_errors=True)
        shutil.copytree(self.kept, self.library)

    def check(self) -> None:
        """See that whoever opens the library now is answered from the old or the new one, and from nothing else."""
        snapshot = library_in(self.library).open()
        assert answers(snapshot) in (self.old, self.new)
        assert snapshot.warnings == ()
        assert [problem for problem in verify(self.library) if problem.live] == []

    def check_old(self) -> None:
        """See that the old library answers."""
        assert answers(library_in(self.library).open()) == self.old

    def check_next(self) -> None:
        """See that the next run needs no help and leaves no litter."""
        sync([self.documents], library_in(self.library))
        self.check_new()

    def check_new(self) -> None:
        """See that the new library answers, and that nothing else is there."""
        assert answers(library_in(self.library).open()) == self.new
        assert verify(self.library) == []
        assert litter(self.library) == []

    def _put(self, files: dict[str, str]) -> None:
        shutil.rmtree(self.documents, ignore_errors=True)
        write(self.documents, files)
