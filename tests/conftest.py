"""Fixtures and rules that all tests share."""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.engines.harness.milvus_server import LentMilvus, MilvusLite
from tests.harness.machine import allows
from tests.harness.processes import ROOT, SEEDS, citeseed_process
from tests.public import public

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

# The mark that each test of a folder has.
FOLDERS = {
    "bench": "slow",
    "distributed": "slow",
    "e2e": "e2e",
    "faults": "faults",
    "hostile": "hostile",
    "rag/models/optional": "slow",
    "training": "slow",
    "ui/serving": "slow",
}
LEFT_OUT = pytest.StashKey[Counter[str]]()

# How long an example takes says more of what else the machine does than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every", action="store_true", help="try every point of a fault instead of a sample")
    parser.addoption("--milvus", metavar="ADDRESS", help="try a real Milvus too: milvus://host:19530/any_name")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name data by its argument: archives hold the time, and each process of pytest-xdist must find the same names."""
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > 100) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that skips fail where everything that tests need is installed: in CI."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"skipped, but CI=true: {call.excinfo.value if call.excinfo else 'no reason given'}"
    return report


@pytest.hookimpl(tryfirst=True)  # before pytest looks at -m
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by folder, and leave out those of what is not there: public data, a language model, strace."""
    for item in items:
        folder = item.path.parent.relative_to(ROOT / "tests").as_posix()
        for name, mark in FOLDERS.items():
            if f"{folder}/".startswith(f"{name}/"):
                item.add_marker(mark)
    if not config.getoption("--milvus"):
        absent = {item for item in items if item.get_closest_marker("milvus")}
    else:
        absent = set()
    absent |= {item for item in items for mark in item.iter_markers("data") if not public(mark.args[0]).is_dir()}
    if config.getoption("--llm", default=None) is None:
        absent |= {item for item in items if item.get_closest_marker("llm")}
    unable = {item: mark.args[0] for item in items for mark in item.iter_markers("needs") if not allows(mark.args[0])}
    config.stash[LEFT_OUT] = Counter(unable.values())
    left_out = [item for item in items if item in absent or item in unable]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in absent and item not in unable]


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    """Say which tests were left out for what this machine does not allow."""
    left_out = config.stash[LEFT_OUT].items()
    return [f"left out: {number} tests that need '{what}', which does not work here" for what, number in left_out]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder that all processes of pytest-xdist share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def cache(shared: Path) -> Iterator[Path]:
    """Keep the user's cache out of the tests: what they and their processes export is made once, in another folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(shared / "cache"))
        yield shared / "cache"


@pytest.fixture(scope="session")
def seeds_library(shared: Path) -> Path:
    """Folder of a library that the command line made from seeds/; read it, and copy it before changing anything."""
    folder = shared / "seeds"
    with _alone(shared / "seeds.lock"):
        if not folder.exists():
            made = citeseed_process("index", str(SEEDS), "--index", str(shared / "made"), cwd=shared)
            assert made.returncode == 0, made.stderr
            folder.mkdir()
            (shared / "made").rename(folder / "library")
    return folder / "library"


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process of pytest-xdist is in here."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def milvus_lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusLite]:
    """Milvus's stand-in; each test makes a library of its own there."""
    with MilvusLite(tmp_path_factory.mktemp("milvus")) as server:
        yield server


SERVERS = [pytest.param("milvus-lite", marks=pytest.mark.slow), pytest.param("milvus", marks=pytest.mark.milvus)]


@pytest.fixture(params=SERVERS)
def engine(request: pytest.FixtureRequest) -> Iterator[MilvusLite | LentMilvus]:
    """Return Milvus's stand-in, and with ``--milvus`` the real one that is lent."""
    if request.param == "milvus-lite":
        yield request.getfixturevalue("milvus_lite")
        return
    lent = LentMilvus(str(request.config.getoption("--milvus")))
    yield lent
    lent.clear()


@pytest.fixture
def every(request: pytest.FixtureRequest) -> bool:
    """Whether every point is tried (``make faults``) and not a sample of them (``make test-all``)."""
    return bool(request.config.getoption("--every", default=False))
