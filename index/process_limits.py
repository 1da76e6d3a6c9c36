"""Limits of a process: memory, processor time, open files. The only user of ``resource``.

Windows has none of these: there a parser is ended by the clock of the program that started it, takes as much memory as
it asks for, and may write files as far as the audit hook lets it.
"""

from __future__ import annotations

import math
import sys

# Open files and connections.
MAX_OPEN = 10_000

if sys.platform == "win32":

    def limit_memory(size: int) -> None:
        """Do nothing."""

    def limit_seconds(seconds: int) -> None:
        """Do nothing."""

    def limit_files(number: int) -> None:
        """Do nothing."""

    def forbid_writing() -> None:
        """Do nothing."""

    def allow_many_files() -> None:
        """Do nothing: there is no such limit."""

    def address_space() -> int | None:
        """Return None: no limit is known."""
        return None

    def peak_memory() -> int:
        """Return 0: it is not known, so no parser is replaced for what it took."""
        return 0

else:
    import resource

    def limit_memory(size: int) -> None:
        """Let this process have at most ``size`` bytes of data."""
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))

    def limit_seconds(seconds: int) -> None:
        """Let this process take so many more seconds of processor time."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, hard))

    def limit_files(number: int) -> None:
        """Let this process have at most so many files open."""
        resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))

    def forbid_writing() -> None:
        """Let this process write no file, leave no memory dump, and start no other."""
        for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
            resource.setrlimit(limit, (0, 0))

    def allow_many_files() -> None:
        """Let this process have as many files open as it may, up to 10,000: often it is 1,024 at first."""
        limit, highest = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MAX_OPEN if highest == resource.RLIM_INFINITY else min(MAX_OPEN, highest)
        if limit != resource.RLIM_INFINITY and limit < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, highest))

    def address_space() -> int | None:
        """Return how many bytes this process may map; None for any number."""
        soft, _ = resource.getrlimit(resource.RLIMIT_AS)
        return None if soft == resource.RLIM_INFINITY else soft

    def peak_memory() -> int:
        """Return the largest memory of this process so far, in bytes; on Linux its parent's counts too."""
        each = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * each
