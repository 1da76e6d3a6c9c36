"""Fixtures and rules that all tests share."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.machine import allows
from tests.processes import SEEDS, citeseed
from tests.public import public

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

LEFT_OUT = pytest.StashKey[Counter[str]]()

# How long an example takes says more of what else the machine does than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of what is not there: public data, a language model, what this machine does not allow."""
    absent = {item for item in items for mark in item.iter_markers("data") if not public(mark.args[0]).is_dir()}
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


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the user's cache out of the tests: what they and their processes export is made once, in another folder."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def seeds_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a library that the command line made from seeds/; read it, and copy it before changing anything."""
    folder = tmp_path_factory.mktemp("seeds")
    made = citeseed("index", str(SEEDS), "--index", str(folder / "library"), cwd=folder)
    assert made.returncode == 0, made.stderr
    return folder / "library"


@pytest.fixture
def every(request: pytest.FixtureRequest) -> bool:
    """Whether every point is tried (``make faults``) and not a sample of them (``make test``)."""
    return bool(request.config.getoption("--every", default=False))
