"""Check whether there is enough memory for a command, because libraries die without a message when there is not.

``psutil`` tells what the machine has left. It does not know of control groups: their limits are read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import psutil

from index.process_limits import address_space

MEGABYTE = 2**20
# Resident memory and address space in MB that a command takes at least, measured with one short document: `ask` died
# with 800 MB of address space and answered with 900; `index` touches 420 MB and maps 1,480 MB.
NEEDS = {
    "ask": (250, 900),
    "search": (250, 900),
    "check": (250, 900),
    "table": (250, 900),
    "index": (400, 1500),
    "add": (400, 1500),
    "chat": (400, 1500),
    "mcp": (250, 900),
    "eval": (400, 1500),
}


@dataclass(frozen=True, slots=True)
class Room:
    """The memory that is left for this process.

    Parameters
    ----------
    megabytes
        How much.
    whose
        What sets the limit, as one would say it.
    """

    megabytes: int
    whose: str


def shortage(
    command: str, *, left: int | None = None, proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")
) -> str | None:
    """Return a sentence when there is too little memory for a command; None when there is enough.

    Parameters
    ----------
    command
        Of the command line; those that are not in ``NEEDS`` take hardly any.
    left
        Bytes that the machine has left, swap included; None to ask ``psutil``.
    proc, groups
        Where Linux tells which control groups this process is in, and what they may take; other systems have neither.
    """
    if command not in NEEDS:
        return None
    resident, mapped = NEEDS[command]
    tightest = min(
        (Room((_left() if left is None else left) // MEGABYTE, "this machine"), *_control_groups(proc, groups)),
        key=lambda room: room.megabytes,
    )
    if tightest.megabytes < resident:
        return _sentence(command, resident, tightest)
    soft = address_space()
    if soft is not None and soft < mapped * MEGABYTE:
        return _sentence(command, mapped, Room(soft // MEGABYTE, "the limit of address space (ulimit -v)"))
    return None


def _sentence(command: str, needed: int, room: Room) -> str:
    return (
        f"'citeseed {command}' needs {needed:,} MB of memory, and {room.whose} leaves {room.megabytes:,} MB; "
        f"raise the limit, or end other programs."
    )


def _left() -> int:
    return int(psutil.virtual_memory().available + psutil.swap_memory().free)


def _control_groups(proc: Path, groups: Path) -> list[Room]:
    """Return what the control groups that this process is in leave, those around them included."""
    rooms = []
    for _, controllers, path in re.findall(r"^(\d+):([^:\n]*):/?(.*)$", _text(proc / "self" / "cgroup"), re.MULTILINE):
        if controllers and "memory" not in controllers.split(","):
            continue
        root = groups / "memory" if controllers else groups
        limit, used = ("limit_in_bytes", "usage_in_bytes") if controllers else ("max", "current")
        for folder in (root / path, *(root / path).parents):
            most, taken = _text(folder / f"memory.{limit}").strip(), _text(folder / f"memory.{used}").strip()
            if most.isdigit() and taken.isdigit():
                # The kernel gives files that were read before back first.
                cached = re.search(r"^(?:total_)?inactive_file (\d+)$", _text(folder / "memory.stat"), re.MULTILINE)
                free = int(most) - int(taken) + (int(cached[1]) if cached else 0)
                rooms.append(Room(max(free, 0) // MEGABYTE, "the limit of this container or service"))
            if folder == root:
                break
    return rooms


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
