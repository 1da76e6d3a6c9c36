"""Claims with the probabilities that the verdict output learns, and the file that holds them."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim, a passage, and the wanted probabilities of says nothing, supported and contradicted."""

    text: str
    passage: str
    verdict: tuple[float, float, float]


def save_claims(claims: Sequence[JudgedClaim], path: Path) -> None:
    """Write claims as gzipped JSON lines."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=3) as lines:
        for claim in claims:
            lines.write(json.dumps(asdict(claim), ensure_ascii=False) + "\n")


def load_claims(path: Path) -> list[JudgedClaim]:
    """Read what :func:`save_claims` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [JudgedClaim(row["text"], row["passage"], tuple(row["verdict"])) for row in rows]
