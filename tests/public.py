"""The public data of ``CITESEED_DATA``, for tests marked ``data``."""

from __future__ import annotations

import os
from pathlib import Path


def public(folder: str) -> Path:
    """Return where ``folder`` of the public data is; it is no folder where the setting names none that has it."""
    return Path(os.environ.get("CITESEED_DATA", "/nowhere")) / folder
