"""Exchanges of words that people made to turn an answerable question into one that its passage does not answer."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from training.pool.counterfactuals import STOP

if TYPE_CHECKING:
    from pathlib import Path

EDITS = "unansq_edits.jsonl.gz"
PLAIN = re.compile(r"[a-z][a-z'-]+(?: [a-z'-]+)?")


def load_edits(folder: Path) -> dict[str, list[tuple[str, int]]]:
    """Read the table of exchanges: for a term, what people put in its place and how often.

    Parameters
    ----------
    folder
        Holds ``unansq_edits.jsonl.gz``; lines are ``{"answerable", "unanswerable", "edit": [from, to]}``.

    Returns
    -------
    dict
        Terms of one or two words in lower case. Edits that put, take or change a function word alone are left out.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with gzip.open(folder / EDITS, "rt", encoding="utf-8") as lines:
        for line in lines:
            old, new = json.loads(line)["edit"]
            if PLAIN.fullmatch(old) and PLAIN.fullmatch(new) and old not in STOP and new not in STOP:
                counts[old][new] += 1
    return {old: counts[old].most_common() for old in sorted(counts)}
