"""Bugs to plant in a copy of the program, and the tests that must catch each of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.libraries import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# Pytest's exit code for tests that ran and failed; whatever else it returns, nothing was caught.
CAUGHT = 1


@dataclass(frozen=True, slots=True)
class Bug:
    """A line of the program that is exchanged for a worse one.

    Parameters
    ----------
    name
        What is wrong then.
    file
        In ``index/``.
    right, wrong
        What stands there, exactly once, and what will stand there.
    tests
        Of the suite, by path and name: one of them must fail.
    """

    name: str
    file: str
    right: str
    wrong: str
    tests: tuple[str, ...]


FORGED, FORMATS = "tests/faults/test_forged.py", "tests/faults/test_formats.py"
DISK, KILLED = "tests/faults/test_failing_disk.py", "tests/faults/test_kill_points.py"
GENERATIONS, INGEST = "tests/index/storage/test_generations.py", "tests/index/ingest/test_sync.py"
ORDER = f"{DISK}::test_everything_is_on_the_disk_before_it_is_named"
ERRORS = f"{DISK}::test_an_error_at_any_step_is_told_and_loses_nothing"
LOST, CHANGED = (
    f"{DISK}::test_what_the_disk_says_it_wrote_and_did_not_is_never_answered_from[{lie}]" for lie in ("lost", "changed")
)

BUGS = (
    Bug(
        "files are not flushed",
        "storage/atomic_files.py",
        "            _flush(os.path.join(place, name), os.O_RDONLY)  # noqa: PTH118\n",
        "            pass\n",
        (ORDER,),
    ),
    Bug(
        "the new CURRENT is not flushed",
        "storage/atomic_files.py",
        "        os.fsync(descriptor)\n    finally",
        "        pass\n    finally",
        (ORDER,),
    ),
    Bug(
        "the name of a generation is not flushed",
        "storage/generations.py",
        "        flush_folder(layout.generations)\n",
        "",
        (ORDER,),
    ),
    Bug(
        "the name CURRENT is not flushed",
        "storage/atomic_files.py",
        "        raise\n    flush_folder(path.parent)\n",
        "        raise\n",
        (ORDER,),
    ),
    Bug(
        "CURRENT is overwritten in its place",
        "storage/atomic_files.py",
        '    fresh = path.with_name(path.name + ".new")\n',
        "    fresh = path\n",
        (ORDER, KILLED),
    ),
    Bug(
        "checksums are not compared",
        "storage/checksums.py",
        'return None if sha256 == record.sha256 else "its checksum does not fit"',
        "return None",
        (GENERATIONS,),
    ),
    Bug(
        "published before it is verified",
        "library/writer.py",
        "            self._check(ids, vectors, words, documents)\n"
        "            publish(self._layout, self._folder, self._number)\n",
        "            publish(self._layout, self._folder, self._number)\n"
        "            self._folder = self._layout.generation(self._number)\n"
        "            self._check(ids, vectors, words, documents)\n",
        (LOST,),
    ),
    Bug(
        "never verified",
        "library/writer.py",
        "            self._check(ids, vectors, words, documents)\n",
        "",
        (LOST,),
    ),
    Bug(
        "an empty copy of the catalog goes unseen",
        "library/writer.py",
        "    if digest(target)[0] != base.manifest.files[CATALOG].sha256:\n",
        "    if not target.exists():\n",
        (LOST,),
    ),
    Bug(
        "stored words are not compared",
        "library/readback.py",
        "if not keywords.holds(words):",
        "if len(keywords) != len(ids):",
        (CHANGED,),
    ),
    Bug(
        "stored vectors are not compared",
        "library/readback.py",
        "if not _holds(stored, np.array(ids, np.int64), vectors):",
        "if len(stored) != len(ids):",
        (CHANGED,),
    ),
    Bug(
        "a number is given again",
        "library/writer.py",
        "max(lock.highest, layout.live() or 0, *layout.numbers(), 0) + 1",
        "(base.number if base else 0) + 1",
        (GENERATIONS,),
    ),
    Bug(
        "an open generation is dropped",
        "storage/generations.py",
        "                file_locks.lock(descriptor)\n",
        "                pass\n",
        (GENERATIONS,),
    ),
    Bug(
        "litter is left",
        "storage/generations.py",
        "                remove_tree(Path(entry.path))\n",
        "                pass\n",
        (GENERATIONS,),
    ),
    Bug(
        "two may write",
        "storage/lock.py",
        "                file_locks.lock(descriptor)\n",
        "                file_locks.share(descriptor)\n",
        ("tests/index/storage/test_lock.py",),
    ),
    Bug(
        "an older generation answers without a word",
        "storage/generations.py",
        "            return generation, (f\"{_upper('; '.join(faults))}; {what}.\",) if faults else ()\n",
        "            return generation, ()\n",
        (GENERATIONS,),
    ),
    Bug(
        "another embedder's vectors are compared",
        "library/local.py",
        "if made.identity != wanted.identity:",
        "if made.identity is None:",
        ("tests/index/library/test_library.py",),
    ),
    Bug(
        "a file of the same size is taken for the same",
        "ingest/change_detection.py",
        "            return digest_of(descriptor)[0]\n",
        "            return str(path.stat().st_size).zfill(64)\n",
        (INGEST,),
    ),
    Bug(
        "what is gone is not taken out", "ingest/sync.py", "        draft.remove(source)\n", "        pass\n", (INGEST,)
    ),
    Bug(
        "old words are carried over for new texts",
        "search/index_files.py",
        "carried = np.array([number not in fresh for number in ids], np.bool_)",
        "carried = np.zeros(len(ids), np.bool_)",
        (INGEST,),
    ),
    Bug(
        "a failed publishing is not undone",
        "storage/generations.py",
        "                _restore(layout, before)\n",
        "                pass\n",
        (ERRORS,),
    ),
    Bug(
        "a damaged cache is believed",
        "embedding/cache.py",
        "                if value[length:] == _check(key, value[:length]):\n",
        "                if value:\n",
        ("tests/index/embedding/test_cache.py",),
    ),
    Bug(
        "pickles are unpickled",
        "search/mmap_arrays.py",
        "    kind = np.dtype(kind)\n",
        "    kind = np.dtype(kind)\n    np.load(path, allow_pickle=True)\n",
        (FORGED,),
    ),
    Bug(
        "the head of a file is believed",
        "search/mmap_arrays.py",
        "    if not fits or math.prod(shape) * kind.itemsize != size - start:\n",
        "    if not fits:\n",
        (FORGED,),
    ),
    Bug(
        "another format is read",
        "storage/manifest.py",
        "    if schema != SCHEMA:\n",
        "    if not schema:\n",
        (FORMATS,),
    ),
)


def copied(place: Path) -> Path:
    """Copy the program to a place, and return it."""
    for name in ("index", "tests"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("rag", "ui", "seeds", "bench", "pyproject.toml"):
        (place / name).symlink_to(ROOT / name)
    return place


def planted(bug: Bug, place: Path) -> Path:
    """Copy the program, plant a bug in the copy, and return where it lies."""
    path = copied(place) / "index" / bug.file
    text = path.read_text(encoding="utf-8")
    assert text.count(bug.right) == 1, f"{bug.file} does not hold once what '{bug.name}' exchanges"
    path.write_text(text.replace(bug.right, bug.wrong), encoding="utf-8")
    return place


def suite_on(tests: tuple[str, ...], place: Path, *, every: bool) -> subprocess.CompletedProcess[str]:
    """Run tests on a copy of the program."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            *(["--every"] if every else []),
            *tests,
        ],
        cwd=place,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=1200,
    )
