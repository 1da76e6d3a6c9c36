"""Make the claims that the verdict output learns from: ``python -m training.verdicts``.

A claim is made with a label (:mod:`training.claims`). A larger model of entailment, trained on these labels first, then
says how sure one can be of each; the student learns from the mean of both (Hinton et al. 2015).
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import random
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from training.claims import ClaimRecipe, load_edits, make_claims
from training.claims.judged_claims import JudgedClaim, save_claims
from training.pool.data import POOL, data_folder, load_pool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.claims import Claim
    from training.pool.data import Paragraph

CLAIMS = "claims.jsonl.gz"
LABELS = 3
log = logging.getLogger("training.verdicts")


def generate(pool: Sequence[Paragraph], recipe: ClaimRecipe, passes: int, seed: int, workers: int) -> list[Claim]:
    """Make claims of every paragraph, ``passes`` times, in an order that depends on the seed alone."""
    with multiprocessing.get_context("fork").Pool(workers) as processes:
        make = partial(_of_paragraph, pool, recipe, seed)
        places = [(turn, at) for turn in range(passes) for at in range(len(pool))]
        made = [claim for claims in processes.imap(make, places, chunksize=200) for claim in claims]
    random.Random(seed).shuffle(made)
    return made


def _of_paragraph(pool: Sequence[Paragraph], recipe: ClaimRecipe, seed: int, place: tuple[int, int]) -> list[Claim]:
    turn, at = place
    return make_claims(pool, at, random.Random(f"{seed}/{turn}/{at}"), recipe=recipe)


def judged(claims: Sequence[Claim], opinions: Sequence[Sequence[float]] | None = None) -> list[JudgedClaim]:
    """Mix labels and opinions half and half; without opinions the label alone counts.

    Parameters
    ----------
    claims
        With their labels.
    opinions
        For each claim the probabilities of the three labels.
    """
    found = []
    for at, claim in enumerate(claims):
        label = [float(claim.label == number) for number in range(LABELS)]
        wanted = label if opinions is None else [(a + float(b)) / 2 for a, b in zip(label, opinions[at], strict=True)]
        found.append(JudgedClaim(claim.text, claim.passage, (wanted[0], wanted[1], wanted[2])))
    return found


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".training"), help="holds the prepared pool")
    parser.add_argument("--passes", type=int, default=2, help="how often each paragraph is used")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judge", type=Path, default=None, help="folder of an entailment model; none: labels alone")
    parser.add_argument("--learn", type=int, default=48_000, help="claims that the judge learns from")
    parser.add_argument("--limit", type=int, default=None, help="keep only so many claims, for a trial")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    recipe = ClaimRecipe(exchanges=load_edits(data_folder("train")))
    claims = generate(load_pool(given.work / POOL), recipe, given.passes, given.seed, given.workers)[: given.limit]
    counts = [sum(claim.label == label for claim in claims) for label in range(LABELS)]
    log.info("%d claims: %d say nothing, %d supported, %d contradicted", len(claims), *counts)
    opinions = None
    if given.judge is not None:
        from training.claims.judge import Judge  # noqa: PLC0415 (only where there is a judge)

        judge = Judge(given.judge)
        judge.learn(claims[: given.learn])
        opinions = judge.opinions(claims)
    save_claims(judged(claims, opinions), given.work / CLAIMS)
    log.info("wrote %s", given.work / CLAIMS)


if __name__ == "__main__":
    main()
