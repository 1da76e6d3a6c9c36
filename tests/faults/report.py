"""Plugin of ``make faults``: collect the marked tests' results and write them as a page.

A row's two points are had when every test that is marked with it has passed, and at least one has. Tests that are
marked with several rows count for each.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.faults.scorecard import ROWS, Row

HEAD = """\
# Reliability

Written by `make faults`, which makes the faults: it kills processes at every step of their work, fills and fails disks
under them, flips bits, forges files, lies about clocks, and plants bugs in copies of the program to see that the tests
catch them. Two points are given for a row when the tests that stand beside it show the whole of it and have all passed.
A row without a test has none.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every", action="store_true", help="try every point instead of a sample")
    parser.addoption("--reliability", type=Path, help="the page to write")


class Report:
    """Collects how the tests of each row ended.

    Parameters
    ----------
    page
        Written at the end.
    """

    def __init__(self, page: Path) -> None:
        self._page = page
        self._rows: dict[str, tuple[str, ...]] = {}
        self._passed: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self._skipped: Counter[str] = Counter()
        self._counted: Counter[str] = Counter()
        self._files: dict[str, set[str]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            self._rows[item.nodeid] = tuple(name for mark in item.iter_markers("row") for name in mark.args)

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        for item in items:
            self._skipped.update(name for mark in item.iter_markers("row") for name in mark.args)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        rows = self._rows.get(report.nodeid, ())
        for row in rows:
            self._files.setdefault(row, set()).add(report.nodeid.partition("::")[0].removeprefix("tests/"))
        if report.failed:
            self._failed.update(rows)
        elif report.skipped:
            self._skipped.update(rows)
        elif report.when == "call":
            self._passed.update(rows)
        if report.when == "call":
            for name, number in report.user_properties:
                self._counted[name] += int(str(number))

    def pytest_sessionfinish(self) -> None:
        self._page.write_text(self._text(), encoding="utf-8")

    def _points(self, row: Row) -> int:
        name = row.name
        return 2 if self._passed[name] and not self._failed[name] and not self._skipped[name] else 0

    def _text(self) -> str:
        gates = [row for row in ROWS if row.gate]
        counted = self._counted
        lines = [
            f"- **{sum(map(self._points, ROWS))} points of {2 * len(ROWS)}**",
            f"- **{sum(self._points(row) == 2 for row in gates)} gates of {len(gates)}** (G: must have both points)",
            f"- **{counted['planted bugs caught']} planted bugs caught of {counted['planted bugs']}**",
            *(f"- {number:,} {name} tried" for name, number in sorted(counted.items()) if "planted" not in name),
        ]
        rows = "\n".join(f"| {row.name}{' G' if row.gate else ''} | {row.fault} | {self._said(row)} |" for row in ROWS)
        return f"{HEAD}\n" + "\n".join(lines) + f"\n\n| row | fault | shown |\n|---|---|---|\n{rows}\n"

    def _said(self, row: Row) -> str:
        passed, failed, skipped = self._passed[row.name], self._failed[row.name], self._skipped[row.name]
        tests = f"{passed} test{'s'[: passed != 1]} in {', '.join(sorted(self._files.get(row.name, ())))}"
        if failed:
            return f"**{failed} of {passed + failed} tests failed**"
        if skipped:
            return f"{skipped} tests could not run here"
        return f"**2**: {tests}" if passed else "not shown"


@pytest.hookimpl
def pytest_configure(config: pytest.Config) -> None:
    page: Path | None = config.getoption("--reliability")
    if page is not None:
        config.pluginmanager.register(Report(page), "reliability")
