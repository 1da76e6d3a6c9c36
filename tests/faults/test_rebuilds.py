"""Questions of several processes while the library is rebuilt many times."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from index import sync
from tests.faults.asker import K
from tests.libraries import ROOT, library_in, write

if TYPE_CHECKING:
    from pathlib import Path

REBUILDS = 3
# Seconds after which a new generation must be seen.
SEEN = 5.0


def documents_of(version: int) -> dict[str, str]:
    text = "The alpha fox of version {0} met number {1}. It had a plan {1}. " * 8
    return {f"v{version}-{number:03}.txt": text.format(version, number) for number in range(120)}


def test_no_question_fails_and_none_is_answered_from_two_generations(tmp_path: Path, every: bool) -> None:
    documents, folder = tmp_path / "documents", tmp_path / "library"
    write(documents, documents_of(0))
    sync([documents], library_in(folder))
    askers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.asker", folder],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(8 if every else 3)
    ]
    for asker in askers:
        assert asker.stdout is not None
        assert asker.stdout.readline() == "ready\n"
    time.sleep(3 if every else 0.5)
    published = []
    for version in range(1, REBUILDS + 1):
        shutil.rmtree(documents)
        write(documents, documents_of(version))
        sync([documents], library_in(folder))
        published.append(time.monotonic())
        time.sleep(1 if every else 0.2)
    time.sleep(SEEN if every else 1)
    ended = [asker.communicate() for asker in askers]
    assert [asker.returncode for asker in askers] == [0] * len(askers), ended
    told = [each for output, _ in ended for each in json.loads(output)]
    for started, dense, keyword in told:
        (version,) = {name.split("-")[0] for name in (*dense, *keyword)}
        assert len(dense) == len(keyword) == K
        since = sum(moment + SEEN < started for moment in published)
        assert since <= int(version[1:]) <= REBUILDS
    assert {each[1][0].split("-")[0] for each in told} >= {"v0", f"v{REBUILDS}"}
