"""Measure the verdicts of ``citeseed check``, by kind of claim.

Two sets: claims with their evidence, of which people or rules said whether it supports them, and our own sentences
about the sample reports and the seeds (``bench/data/statements.tsv``), half of them made false by hand::

    CITESEED_DATA=/path/to/data python -m bench.verdicts
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench.workloads.texts import SEEDS
from bench.workloads.workshop import library_in
from index import Chunk, sync
from rag.factory import assemble
from rag.models import open_claim_judge, open_reading_model
from rag.settings import Settings
from rag.verification import groundedness
from rag.verification.candidates import Candidate, best
from rag.verification.checking import SURE
from rag.verification.joint_judge import JointJudge
from rag.verification.rules import RuleJudge, unmet
from rag.verification.types import ClaimVerdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import ClaimJudge

STATEMENTS = Path(__file__).parent / "data" / "statements.tsv"
REPORTS = "20*.pdf"
Tally = dict[str, Counter[tuple[bool, ClaimVerdict]]]


def main() -> int:
    """Print the figures; return the exit code."""
    told = os.environ.get("CITESEED_DATA")
    if not told:
        print("python -m bench.verdicts: CITESEED_DATA is not set; set it to the folder that holds eval/ and samples/.")
        return 2
    with gzip.open(Path(told) / "eval" / "groundedness.json.gz", "rt", encoding="utf-8") as file:
        claims = json.load(file)["claims"]
    judges: dict[str, ClaimJudge] = {"rules": RuleJudge(), "rules and model": JointJudge(open_claim_judge())}
    for name, judge in judges.items():
        tally: Tally = defaultdict(Counter)
        for claim in claims:
            kind = claim.get("kind") or "people's judgement"
            tally[kind][claim["label"] == "supported", verdict(claim["claim"], claim["evidence"], judge)] += 1
        print(f"claims with their evidence, by kind; {name}:")
        _told(tally)
        with tempfile.TemporaryDirectory() as temporary:
            _told({"own sentences": statements(Path(told) / "samples" / "pdf", Path(temporary), judge)})
    return 0


def verdict(claim: str, evidence: Sequence[str], judge: ClaimJudge) -> ClaimVerdict:
    """Return what a judge says of a claim and the texts beside it, without a search."""
    chunks = [Chunk(str(number), "", 0, 0, len(text), (), text) for number, text in enumerate(evidence)]
    everything = [place for chunk in chunks for place in groundedness.places(chunk)]
    words = groundedness.words_of(claim, everything)
    candidates = best(words, [Candidate(places, "") for places in groundedness.evidence(words, everything)])
    judgements = judge.judge([candidate.pair(claim) for candidate in candidates])
    for candidate, judgement in zip(candidates, judgements, strict=True):
        if judgement.supported >= SURE and not unmet(words, candidate):
            return ClaimVerdict.SUPPORTED
    is_otherwise = any(judgement.contradicted >= SURE for judgement in judgements)
    return ClaimVerdict.CONTRADICTED if is_otherwise else ClaimVerdict.NOT_FOUND


def statements(samples: Path, folder: Path, judge: ClaimJudge) -> Counter[tuple[bool, ClaimVerdict]]:
    """Check our own sentences, each alone, against the sample reports and the seeds."""
    documents = folder / "documents"
    documents.mkdir()
    for path in (*samples.glob(REPORTS), *SEEDS.iterdir()):
        (documents / path.name).write_bytes(path.read_bytes())
    library = library_in(folder / "library")
    sync([documents], library)
    found: Counter[tuple[bool, ClaimVerdict]] = Counter()
    with assemble(library, open_reading_model("bundled"), Settings(), judge=judge) as assistant:
        for line in STATEMENTS.read_text(encoding="utf-8").splitlines():
            label, _, text = line.split("\t")
            (sentence,) = assistant.check(text).sentences
            found[label == "true", sentence.verdict] += 1
    return found


def _told(tally: Tally) -> None:
    for kind, counts in tally.items():
        true, false = (sum(number for (label, _), number in counts.items() if label is each) for each in (True, False))
        kept = counts[True, ClaimVerdict.SUPPORTED] / true
        found = 1 - counts[False, ClaimVerdict.SUPPORTED] / false
        otherwise = [counts[label, ClaimVerdict.CONTRADICTED] for label in (False, True)]
        print(
            f"  {kind}: {found:.2f} of {false} false ones found, {1 - kept:.2f} of {true} true ones marked; "
            f"called contradicted: {otherwise[0] / false:.2f} of the false, {otherwise[1] / true:.2f} of the true"
        )


if __name__ == "__main__":
    sys.exit(main())
