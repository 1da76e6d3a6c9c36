"""Wrong usage of the command line, and settings: what needs no library."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.harness.processes import COMMAND, ROOT, citeseed, environment, refused
from tests.libraries import write

if TYPE_CHECKING:
    from pathlib import Path


def test_help_and_version_need_nothing(tmp_path: Path) -> None:
    helped = citeseed("--help", cwd=tmp_path)
    assert (helped.returncode, helped.stderr) == (0, "")
    assert "examples:" in helped.stdout
    version = citeseed("--version", cwd=tmp_path)
    assert (version.returncode, version.stderr) == (0, "")
    assert version.stdout.startswith("citeseed ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], "Say what to do"),
        (["aks"], "invalid choice: 'aks'"),
        (["ask"], "QUESTION"),
        (["ask", "", "--json"], "The question is empty"),
        (["ask", "  \t"], "The question is empty"),
        (["search", "x", "-k", "0"], "-k: '0' is not a whole number"),
        (["search", "x", "--type", "exe"], "Files of the type 'exe' are not read; write a suffix such as"),
        (["ask", "x", "--after", "2024-13-01"], "'2024-13-01' is no day; write it as 2024-12-31."),
        (["index", "--watch", "--repair"], "--watch and --repair are two commands"),
        (["ask", "x", "--folder", "/etc"], "The folder '/etc' is not a place in the library"),
        (["ask", "x", "--reader", "generative"], "needs a language model"),
        (["chat", "--port", "http"], "port must be"),
        (["chat", "--port", "65536"], "port is 65536"),
        (["chat", "--traces", "localhost"], "traces is 'localhost', but must be an address"),
        (["index", "a", "--add", "--replace"], "not allowed with"),
        (["show"], "SOURCE"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], part: str, tmp_path: Path) -> None:
    refused(citeseed(*arguments, cwd=tmp_path), 2, part)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        "ask x",
        "ask x --json",
        "search x",
        "search x --json",
        "verify",
        "verify --json",
        "status",
        "status --json",
        "show x",
    ],
)
def test_without_a_library_the_command_that_makes_one_is_named(command: str, tmp_path: Path) -> None:
    refused(citeseed(*command.split(), cwd=tmp_path), 4, "citeseed index")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    refused(citeseed("index", "nowhere", "--json", cwd=tmp_path), 4, "nowhere")
    refused(citeseed("index", cwd=tmp_path), 4, "seeds")


def test_an_unknown_setting_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "citeseed.toml").write_text('colour = "red"\n')
    refused(citeseed("status", cwd=tmp_path), 2, "citeseed.toml", "'colour'")
    (tmp_path / "citeseed.toml").write_text("index = [\n")
    refused(citeseed("status", cwd=tmp_path), 2, "citeseed.toml", "TOML")
    (tmp_path / "citeseed.toml").unlink()
    refused(citeseed("status", cwd=tmp_path, CITESEED_COLOUR="red"), 2, "CITESEED_COLOUR")


def test_the_flag_comes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "citeseed.toml").write_text('index = "from-file"\n')
    refused(citeseed("status", cwd=tmp_path), 4, "from-file")
    refused(citeseed("status", cwd=tmp_path, CITESEED_INDEX="from-environment"), 4, "from-environment")
    flagged = citeseed("status", "--index", "from-flag", cwd=tmp_path, CITESEED_INDEX="from-environment")
    refused(flagged, 4, "from-flag")


def test_control_characters_in_an_argument_are_shown(tmp_path: Path) -> None:
    refused(citeseed("index", b"no\x1b[31m\xffwhere", cwd=tmp_path), 4, "no\\x1b[31m\\xffwhere")


def test_a_full_disk_behind_standard_output_is_said(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        result = subprocess.run(
            [*COMMAND, "--help"], cwd=tmp_path, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert result.returncode == 1
    assert b"standard output" in result.stderr
    assert result.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "command", ["--help", "status", "ask why", "search why", "verify", "index .", "show x", "status --json", "chat"]
)
def test_a_closed_standard_output_is_one_sentence_and_nothing_is_done(command: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Roses need water.")
    result = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, *command.split()],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    assert result.returncode == 1
    assert "standard output is closed" in result.stderr
    assert result.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("check -", "Standard input is empty"),
        ("add - --title T", "no text on standard input"),
        ("user ada --auth-file people", "no password to read"),
        ("mcp", "Standard input is closed"),
    ],
)
def test_a_closed_standard_input_is_a_fault_of_the_program(command: str, said: str, tmp_path: Path) -> None:
    result = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *COMMAND, *command.split()],
        cwd=tmp_path, env=environment(), capture_output=True, encoding="utf-8", check=False, timeout=240,
    )  # fmt: skip
    refused(result, 2, said)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_meets_slow_imports_before_it_is_caught() -> None:
    loaded = [sys.executable, "-c", "import ui.cli.main, sys; print([n for n in ('index', 'rag') if n in sys.modules])"]
    told = subprocess.run(loaded, cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", check=True)
    assert told.stdout == "[]\n"


# Interrupted while it loads; pybind11 turns what is raised then into an ImportError.
LOADING = """
import os, signal
try:
    os.kill(os.getpid(), signal.SIGINT)
except BaseException as error:
    raise ImportError("initialization failed") from error
"""


def test_ctrl_c_while_a_compiled_module_loads_is_called_a_fault(seeds_library: Path, tmp_path: Path) -> None:
    write(tmp_path / "modules", {"onnxruntime.py": LOADING})
    asked = subprocess.run(
        [*COMMAND, "search", "risky", "--index", str(seeds_library)],
        cwd=tmp_path, env=environment(PYTHONPATH=f"{tmp_path / 'modules'}:{ROOT}"), capture_output=True,
        encoding="utf-8", check=False, timeout=240,
    )  # fmt: skip
    assert (asked.returncode, asked.stdout, asked.stderr) == (130, "", "citeseed: interrupted\n")


def test_a_closed_standard_error_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Roses need water.")
    result = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" 2>&-', "sh", *COMMAND, "index", ".", "--index", "library"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    assert result.returncode == 0
    assert "1 added" in result.stdout
