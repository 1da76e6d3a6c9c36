from __future__ import annotations

import pytest


@pytest.fixture
def every(request: pytest.FixtureRequest) -> bool:
    """Whether every point is tried (``make faults``) and not a sample of them (``make test``)."""
    return bool(request.config.getoption("--every", default=False))
