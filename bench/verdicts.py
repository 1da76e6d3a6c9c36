"""Measure the verdicts of ``citeseed check``, by kind of claim.

Three sets: claims with their evidence, of which people or rules said whether it supports them; our own statements,
each with a true and a false claim in other words (``bench/data/claims.tsv``); and our own sentences about the sample
reports and the seeds (``bench/data/statements.tsv``), half of them made false by hand. Limits are chosen on one half of
the first set, drawn by hash; a claim and its counterpart stand in the same::

    CITESEED_DATA=/path/to/data python -m bench.verdicts
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.workloads.texts import SEEDS
from bench.workloads.workshop import library_in
from index import Chunk, sync
from rag.factory import assemble
from rag.models import open_claim_judge, open_reading_model
from rag.settings import Settings
from rag.verification import decision, groundedness
from rag.verification.candidates import candidates
from rag.verification.joint_judge import JointJudge
from rag.verification.rules import RuleJudge
from rag.verification.types import ClaimVerdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import ClaimJudge

DATA = Path(__file__).parent / "data"
STATEMENTS, CLAIMS = DATA / "statements.tsv", DATA / "claims.tsv"
HALVES = ("chosen on", "held out")
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
    claims += own_claims()
    judges: dict[str, ClaimJudge] = {"rules": RuleJudge(), "rules and model": JointJudge(open_claim_judge())}
    for name, judge in judges.items():
        tallies: dict[str, Tally] = {half: defaultdict(Counter) for half in HALVES}
        for claim in claims:
            kind = claim.get("kind") or "people's judgement"
            found = verdict(claim["claim"], claim["evidence"], judge)
            tallies[half_of(claim)][kind][claim["label"] == "supported", found] += 1
        for half, tally in tallies.items():
            print(f"claims with their evidence, {half}, by kind; {name}:")
            _told(tally)
        with tempfile.TemporaryDirectory() as temporary:
            _told({"own sentences": statements(Path(told) / "samples" / "pdf", Path(temporary), judge)})
    return 0


def own_claims() -> list[dict[str, Any]]:
    """Return the claims that were written for this, two of each statement."""
    found = []
    for line in CLAIMS.read_text(encoding="utf-8").splitlines():
        kind, evidence, true, false = line.split("\t")
        for text, label in ((true, "supported"), (false, "unsupported")):
            found.append(
                {"kind": f"own {kind}", "pair": evidence, "claim": text, "evidence": [evidence], "label": label}
            )
    return found


def half_of(claim: dict[str, Any]) -> str:
    """Return the half that a claim and its counterpart belong to."""
    return HALVES[sha256(str(claim.get("pair") or claim["id"]).encode()).digest()[0] % 2]


def verdict(claim: str, evidence: Sequence[str], judge: ClaimJudge) -> ClaimVerdict:
    """Return what a judge says of a claim and the texts beside it, without a search."""
    chunks = [Chunk("", str(number), 0, 0, len(text), (), text) for number, text in enumerate(evidence)]
    everything = [place for chunk in chunks for place in groundedness.places(chunk)]
    words = groundedness.words_of(claim, everything)
    found = candidates(words, everything, lambda _: "")
    judged = list(zip(found, judge.judge([each.pair(claim) for each in found]), strict=True))
    if any(decision.supporting(claim, judged)):
        return ClaimVerdict.SUPPORTED
    return ClaimVerdict.CONTRADICTED if any(decision.contradicting(judged)) else ClaimVerdict.NOT_FOUND


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
        kept, missed = (counts[label, ClaimVerdict.SUPPORTED] for label in (True, False))
        otherwise = [counts[label, ClaimVerdict.CONTRADICTED] for label in (False, True)]
        of_true = 2 * kept / (true + kept + missed)
        of_false = 2 * (false - missed) / (2 * false - missed + true - kept)
        print(
            f"  {kind}: {1 - missed / false:.2f} of {false} false ones found, {1 - kept / true:.2f} of {true} true "
            f"ones marked, macro-F1 {(of_true + of_false) / 2:.3f}; called contradicted: {otherwise[0] / false:.2f} "
            f"of the false, {otherwise[1] / true:.2f} of the true"
        )


if __name__ == "__main__":
    sys.exit(main())
