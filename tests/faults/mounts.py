"""Runs in a namespace of its own, where file systems can be mounted: ``unshare -Urm python -m tests.faults.mounts``.

Usage: ``python -m tests.faults.mounts full FOLDER STEP`` tries disks of more and more kilobytes until one is large
enough; ``python -m tests.faults.mounts read-only FOLDER``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from index import StorageError, sync
from tests.faults.cases import Case
from tests.libraries import library_in, litter


def main() -> int:
    what, place = sys.argv[1], Path(sys.argv[2])
    case = Case(place)
    shutil.rmtree(case.library)
    case.library.mkdir()
    if what == "full":
        print(*full(case, int(sys.argv[3])))
    else:
        print(read_only(case))
    return 0


def full(case: Case, step: int) -> tuple[int, int]:
    """Return how many disks were too small, and how many were large enough."""
    # Kilobytes of whole pages: not one more than the old library takes.
    size = sum(-(-path.stat().st_size // 4096) * 4 for path in case.kept.rglob("*") if path.is_file())
    too_small = 0
    while True:
        _mount(case, f"size={size}k")
        try:
            sync([case.documents], library_in(case.library))
        except StorageError as error:
            if "the disk is full; free some space and run it again" not in str(error):
                raise
            too_small += 1
            case.check_old()
            assert litter(case.library) == []
            _remount(case, f"size={size + 10_000}k")
            case.check_next()
            size += step
        else:
            case.check_new()
            return too_small, 1
        finally:
            subprocess.run(["umount", case.library], check=True)


def read_only(case: Case) -> str:
    """Return what happened."""
    _mount(case, "size=50m")
    _remount(case, "ro")
    case.check_old()
    try:
        sync([case.documents], library_in(case.library))
    except StorageError as error:
        case.check_old()
        told = "the file system is read-only; choose another place with --index" in str(error)
        return "answered, refused" if told else f"answered, refused without the reason: {error}"
    return "indexed where nothing can be written"


def _mount(case: Case, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", case.library], check=True)
    shutil.copytree(case.kept, case.library, dirs_exist_ok=True)


def _remount(case: Case, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", case.library], check=True)


if __name__ == "__main__":
    sys.exit(main())
