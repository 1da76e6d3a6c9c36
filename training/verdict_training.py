"""Train the network that judges claims: ``python -m training.verdict_training --start READING``.

It begins from the reading model, whose lower layers stay as they are, and learns the verdict output alone, from the
claims of :mod:`training.verdicts`. The same command goes on after a stop.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from tokenizers import Tokenizer
from torch import nn

from training.claims.judged_claims import load_claims
from training.network.batches import prepare_tokenizer
from training.network.losses import verdict_term
from training.network.model import ReadingModel
from training.network.precision import half_precision
from training.network.reader import read_start
from training.pool.data import base_weights_folder
from training.verdicts import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokenizers import Encoding
    from torch import Tensor

    from training.claims.judged_claims import JudgedClaim

STATE, WEIGHTS = "state.pt", "weights.pt"
BUCKET = 32
"""Batches that are sorted by length together."""
log = logging.getLogger("training.verdict_training")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    Parameters
    ----------
    steps, batch
        How many batches of how many claims.
    rate, layer_decay
        Learning rate of the head, and the factor on it for each layer below (Howard and Ruder 2018).
    frozen
        Lower layers that stay as they are, with the word vectors.
    tokens
        Longer pairs are left out.
    average
        Decay of the averaged weights, which are what is kept (Polyak and Juditsky 1992).
    save_every
        Steps between two checkpoints.
    """

    steps: int = 1500
    batch: int = 64
    rate: float = 2e-4
    layer_decay: float = 0.85
    frozen: int = 2
    tokens: int = 160
    average: float = 0.995
    save_every: int = 50
    seed: int = 1


class VerdictRun:
    """One training run with its folder, so that it can stop anywhere and go on."""

    def __init__(self, folder: Path, base: Path, claims: Sequence[JudgedClaim], start: Path, plan: Plan) -> None:
        self.folder, self.plan = folder, plan
        folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(plan.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        tokenizer = prepare_tokenizer(Tokenizer.from_file(str(base / "tokenizer.json")))
        self.batches = list(_batches(tokenizer, claims, plan))
        self.model = ReadingModel(base).to(self.device)
        self.model.load_state_dict(read_start(start), strict=False)  # the verdict's layers are new
        self.model.freeze(plan.frozen)
        self.optimiser = torch.optim.AdamW(self.model.parameter_groups(plan.rate, plan.layer_decay, 0.01))
        self.rates = [group["lr"] for group in self.optimiser.param_groups]
        self.averaged = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.step = 0
        if (folder / STATE).exists():
            self._restore()

    def _restore(self) -> None:
        state = torch.load(self.folder / STATE, weights_only=True, map_location=self.device)
        self.step = state["step"]
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.averaged = state["averaged"]

    def save(self) -> None:
        """Write the state to go on from, and the averaged weights in half precision."""
        state = {
            "step": self.step,
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "averaged": self.averaged,
        }
        for name, value in ((STATE, state), (WEIGHTS, {k: v.half() for k, v in self.averaged.items()})):
            torch.save(value, self.folder / f"{name}.new")
            (self.folder / f"{name}.new").replace(self.folder / name)

    def train(self) -> None:
        """Train to the end of the plan."""
        self.model.train()
        began, losses = time.monotonic(), []
        while self.step < self.plan.steps:
            losses.append(self._learn(self.batches[self.step % len(self.batches)]))
            self.step += 1
            if self.step % self.plan.save_every == 0 or self.step == self.plan.steps:
                self.save()
                speed = len(losses) * self.plan.batch / (time.monotonic() - began)
                log.info("step %d  verdict %.3f  %.0f claims/s", self.step, sum(losses) / len(losses), speed)
                began, losses = time.monotonic(), []

    def _learn(self, batch: tuple[Tensor, Tensor]) -> float:
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * _pace(self.step / self.plan.steps)
        inputs, wanted = (tensor.to(self.device) for tensor in batch)
        with half_precision(self.device):
            verdict = self.model(*inputs).verdict
        loss = verdict_term(verdict, wanted)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        with torch.no_grad():
            decay = min(self.plan.average, (self.step + 1) / (self.step + 10))
            for name, value in self.model.state_dict().items():
                if value.is_floating_point():
                    self.averaged[name].lerp_(value, 1 - decay)
        return loss.item()


def _pace(done: float) -> float:
    """Return the factor on the learning rate: it climbs for a twentieth of the run and then falls to zero."""
    return done / 0.05 if done < 0.05 else 0.5 * (1 + math.cos(math.pi * (done - 0.05) / 0.95))


def _batches(tokenizer: Tokenizer, claims: Sequence[JudgedClaim], plan: Plan) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield inputs of shape ``(3, claims, tokens)`` and wanted verdicts; pairs of like length stand together."""
    encodings = tokenizer.encode_batch([(claim.text, claim.passage) for claim in claims])
    kept = [
        (encoding, claim)
        for encoding, claim in zip(encodings, claims, strict=True)
        if sum(encoding.attention_mask) <= plan.tokens and not encoding.overflowing
    ]
    order = random.Random(plan.seed)
    order.shuffle(kept)
    for begin in range(0, len(kept), plan.batch * BUCKET):
        bucket = sorted(kept[begin : begin + plan.batch * BUCKET], key=lambda pair: len(pair[0].ids))
        parts = [bucket[at : at + plan.batch] for at in range(0, len(bucket), plan.batch)]
        order.shuffle(parts)
        for part in parts:
            wanted = torch.tensor([claim.verdict for _, claim in part])
            yield _inputs([encoding for encoding, _ in part]), wanted


def _inputs(encodings: Sequence[Encoding]) -> Tensor:
    longest = max(len(encoding.ids) for encoding in encodings)
    inputs = torch.zeros((3, len(encodings), longest), dtype=torch.int64)
    for at, encoding in enumerate(encodings):
        inputs[:, at, : len(encoding.ids)] = torch.tensor(
            [encoding.ids, encoding.attention_mask, encoding.type_ids], dtype=torch.int64
        )
    return inputs


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".training"), help="holds the claims")
    parser.add_argument("--name", default="verdicts", help="folder of the run")
    parser.add_argument("--base", type=Path, default=None, help="config.json and tokenizer.json of the encoder")
    parser.add_argument("--start", type=Path, required=True, help="weights to begin from")
    parser.add_argument("--set", type=json.loads, default={}, help='settings of the plan as JSON: {"steps": 100}')
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    claims = load_claims(given.work / CLAIMS)
    base = given.base or base_weights_folder()
    run = VerdictRun(given.work / given.name, base, claims, given.start, Plan(**given.set))
    log.info("%d batches of %d claims", len(run.batches), run.plan.batch)
    run.train()


if __name__ == "__main__":
    main()
