from __future__ import annotations

import resource
import subprocess
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.harness.processes import COMMAND, environment
from ui.cli.memory import MEGABYTE, NEEDS, shortage

if TYPE_CHECKING:
    from pathlib import Path

PLENTY = 8192 * MEGABYTE


def machine(folder: Path, group: str, **files: str) -> tuple[Path, Path]:
    """Make what Linux tells of a machine; ``files`` are those of control groups, ``__`` for a slash."""
    proc, groups = folder / "proc", folder / "cgroup"
    (proc / "self").mkdir(parents=True)
    (proc / "self" / "cgroup").write_text(group)
    for name, text in files.items():
        path = groups / name.replace("__", "/").replace("DOT", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return proc, groups


def test_enough_is_no_shortage_and_nor_is_what_nobody_tells(tmp_path: Path) -> None:
    proc, groups = machine(tmp_path, "0::/app\n", app__memoryDOTmax="max\n", app__memoryDOTcurrent="5\n")
    assert shortage("index", left=PLENTY, proc=proc, groups=groups) is None
    assert shortage("index", left=PLENTY, proc=tmp_path / "none", groups=tmp_path / "none") is None


def test_a_machine_with_too_little_is_named(tmp_path: Path) -> None:
    proc, groups = machine(tmp_path, "")
    assert shortage("ask", left=100 * MEGABYTE, proc=proc, groups=groups) == (
        "'citeseed ask' needs 250 MB of memory, and this machine leaves 100 MB; raise the limit, or end other programs."
    )
    assert shortage("status", left=100 * MEGABYTE, proc=proc, groups=groups) is None


def test_what_this_machine_has_left_is_asked_for() -> None:
    assert shortage("ask") is None


@pytest.mark.parametrize("where", ["app__part__", "app__", ""])
def test_a_container_with_too_little_is_named_wherever_its_limit_stands(tmp_path: Path, where: str) -> None:
    files = {f"{where}memoryDOTmax": f"{500 * MEGABYTE}\n", f"{where}memoryDOTcurrent": f"{400 * MEGABYTE}\n"}
    proc, groups = machine(tmp_path, "0::/app/part\n", **files)
    assert "the limit of this container or service leaves 100 MB" in str(
        shortage("ask", left=PLENTY, proc=proc, groups=groups)
    )
    (groups / where.replace("__", "/") / "memory.stat").write_text(f"anon 5\ninactive_file {300 * MEGABYTE}\n")
    assert shortage("ask", left=PLENTY, proc=proc, groups=groups) is None


def test_the_older_control_groups_are_read_too(tmp_path: Path) -> None:
    files = {
        "memory__app__memoryDOTlimit_in_bytes": f"{300 * MEGABYTE}\n",
        "memory__app__memoryDOTusage_in_bytes": f"{200 * MEGABYTE}\n",
    }
    proc, groups = machine(tmp_path, "5:cpu:/other\n4:memory,pids:/app\n", **files)
    assert "leaves 100 MB" in str(shortage("ask", left=PLENTY, proc=proc, groups=groups))


@pytest.mark.parametrize("megabytes", [300, 600])
@pytest.mark.parametrize("command", ["ask", "search", "index", "chat"])
def test_a_command_that_may_not_take_what_it_needs_says_so_and_does_nothing(
    command: str, megabytes: int, tmp_path: Path
) -> None:
    limits = (megabytes * MEGABYTE, megabytes * MEGABYTE)
    result = subprocess.run(
        [*COMMAND, command, "."],
        cwd=tmp_path,
        env=environment(),
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_AS, limits),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    needed = f"{NEEDS[command][1]:,}"
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"citeseed: 'citeseed {command}' needs {needed} MB of memory, and the limit of address space (ulimit -v) "
        f"leaves {megabytes} MB; raise the limit, or end other programs.\n"
    )
    assert not list(tmp_path.iterdir())
