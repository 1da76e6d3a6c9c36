from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def library(seeds_library: Path, tmp_path: Path) -> Path:
    """Return a library of one's own to change or damage."""
    return shutil.copytree(seeds_library, tmp_path / "library")
