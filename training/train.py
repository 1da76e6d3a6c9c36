"""Train the reading model: ``python -m training.train``. Seeded, resumable; a GPU is used when there is one."""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.utils.data import DataLoader

from training.claims.judged_claims import load_claims
from training.network.batches import Batch, Steps, prepare_tokenizer
from training.network.losses import Weights, pair_terms, token_terms, verdict_term
from training.network.model import ReadingModel
from training.network.precision import half_precision
from training.network.reader import load_weights, read_start
from training.network.schedule import Schedule, pace
from training.pool.data import POOL, SIBLINGS, base_weights_folder, load_pool
from training.pool.examples import Recipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from training.claims.judged_claims import JudgedClaim

log = logging.getLogger("training.train")


def forward(
    model: ReadingModel, batch: Batch, device: torch.device, weights: Weights, teacher: ReadingModel | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Compute the loss of a batch, and its five terms for the log."""
    rows = len(batch.answerable)
    pooled = torch.zeros((rows, 2), device=device)
    taught = None if teacher is None else torch.zeros((rows, 2), device=device)
    span = evidence = torch.zeros((), device=device)
    for chunk in (c.to(device) for c in batch.chunks):
        inputs = (chunk.input_ids, chunk.attention_mask, chunk.token_type_ids)
        lesson = None
        with half_precision(device):
            outputs = model(*inputs)
            if teacher is not None and taught is not None:
                with torch.no_grad():
                    theirs = teacher(*inputs)
                taught = taught.index_copy(0, chunk.rows, theirs.pooled.float())
                lesson = theirs.tokens
        pooled = pooled.index_copy(0, chunk.rows, outputs.pooled.float())
        of_span, of_evidence = token_terms(outputs.tokens, chunk, weights, lesson)
        span, evidence = span + of_span, evidence + of_evidence
    batch.rankings, batch.ranked_right = batch.rankings.to(device), batch.ranked_right.to(device)
    batch.answerable = batch.answerable.to(device)
    ranking, answerable = pair_terms(pooled, batch, weights, taught)
    # per pair with an answer plus the down-weighted others, so that rare answers are not drowned by nulls
    answering = float(batch.answerable.sum())
    span = span / (answering + weights.null_span * (rows - answering))
    evidence = evidence / rows
    loss = (
        weights.ranking * ranking + weights.answerable * answerable + weights.span * span + weights.evidence * evidence
    )
    verdict = torch.zeros((), device=device)
    if batch.claims is not None:
        claims = batch.claims.to(device)
        with half_precision(device):
            judged = model(claims.input_ids, claims.attention_mask, claims.token_type_ids).verdict
        verdict = verdict_term(judged, claims.verdict)
        loss = loss + weights.verdict * verdict
    return loss, torch.stack([ranking, answerable, span, evidence, verdict]).detach()


def _seed_everything(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)  # libraries draw from the global state
    torch.manual_seed(seed)


class Run:
    """One training run with its folder, so that it can stop anywhere and go on."""

    def __init__(
        self,
        folder: Path,
        base: Path,
        data: Path,
        *,
        schedule: Schedule,
        recipe: Recipe,
        weights: Weights,
        tokenizer: Path,
        teacher: ReadingModel | None = None,
        start: Path | None = None,
        claims: Sequence[JudgedClaim] = (),
    ) -> None:
        self.folder, self.schedule, self.weights = folder, schedule, weights
        folder.mkdir(parents=True, exist_ok=True)
        _seed_everything(schedule.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        cutting = prepare_tokenizer(Tokenizer.from_file(str(tokenizer)))
        siblings: Mapping[str, list[str]] = json.loads((data / SIBLINGS).read_text(encoding="utf-8"))
        self.data = Steps(
            load_pool(data / POOL),
            siblings,
            cutting,
            recipe,
            claims=claims,
            questions=schedule.questions,
            claims_per_step=schedule.claims,
            chunks=schedule.chunks,
            seed=schedule.seed,
        )
        self.model = ReadingModel(base)
        if start is not None:
            missing, _ = self.model.load_state_dict(read_start(start), strict=False)
            log.info("starting from %s; new: %s", start, ", ".join(missing) or "nothing")
        self.model.to(self.device)
        self.model.freeze(schedule.freeze)
        self.teacher = None if teacher is None else teacher.eval().to(self.device)
        groups = list(self.model.parameter_groups(schedule.rate, schedule.layer_decay, schedule.weight_decay))
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=self.device.type == "cuda")
        self.base_rates = [float(group["lr"]) for group in self.optimiser.param_groups]
        self.average = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        self.step = 0
        (folder / "run.json").write_text(
            json.dumps({"schedule": asdict(schedule), "recipe": asdict(recipe), "weights": asdict(weights)}, indent=1),
            encoding="utf-8",
        )
        self._resume()

    def _resume(self) -> None:
        path = self.folder / "checkpoint.pt"
        if path.exists():
            state: dict[str, Any] = torch.load(path, map_location=self.device, weights_only=True)
            self.model.load_state_dict(state["model"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.average, self.step = state["average"], int(state["step"])
            log.info("going on from step %d", self.step)

    def _save(self) -> None:
        path = self.folder / "checkpoint.pt"
        state = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average,
            "step": self.step,
        }
        torch.save(state, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)
        self._write_weights()

    def _write_weights(self) -> Path:
        path = self.folder / "weights.pt"
        halves = {name: v.half() if v.dtype.is_floating_point else v for name, v in self.average.items()}
        torch.save(halves, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)
        return path

    def train(self, workers: int, minutes: float | None = None) -> Path:
        """Run to the end of the schedule and write ``weights.pt``: the averaged weights in half precision.

        They are written with every checkpoint too, so that a run that is cut off leaves what it has learnt.

        Parameters
        ----------
        workers
            Processes that make batches.
        minutes
            Set the number of steps by what fits in, as measured while the rate climbs; the log says which it became,
            and the same number given as ``steps`` makes the same run.
        """
        schedule = self.schedule
        loader = DataLoader(
            self.data,
            sampler=range(self.step, 1 << 30),
            batch_size=None,
            num_workers=workers,
            prefetch_factor=8 if workers else None,
        )
        began, seen = time.monotonic(), 0
        half, half_seen = began, 0
        live = [value for value in self.model.state_dict().values() if value.dtype.is_floating_point]
        averaged = [value for value in self.average.values() if value.dtype.is_floating_point]
        self.model.train()
        for batch in loader:
            factor = pace(schedule, self.step)
            for group, rate in zip(self.optimiser.param_groups, self.base_rates, strict=True):
                group["lr"] = rate * factor
            loss, terms = forward(self.model, batch, self.device, self.weights, self.teacher)
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([p for p in self.model.parameters() if p.requires_grad], 1.0)
            self.optimiser.step()
            self.step += 1
            keep = min(schedule.average, self.step / (self.step + 10))
            with torch.no_grad():
                torch._foreach_lerp_(averaged, live, 1.0 - keep)
            seen += len(batch.answerable)
            if self.step % 100 == 0 or self.step in (10, 30, 60) or self.step == schedule.steps:
                log.info(
                    "step %d  ranking %.3f  answerable %.3f  span %.3f  evidence %.3f  verdict %.3f  %.0f pairs/s",
                    self.step,
                    *terms.tolist(),
                    seen / (time.monotonic() - began),
                )
            if minutes is not None and self.step == schedule.warmup // 2:
                half, half_seen = time.monotonic(), self.step
            if minutes is not None and self.step == schedule.warmup:
                pace_now = (self.step - half_seen) / (time.monotonic() - half)
                schedule = replace(schedule, steps=self.step + int(pace_now * (60.0 * minutes - (half - began))))
                log.info("%.1f steps/s: the run will have steps=%d", pace_now, schedule.steps)
            if self.step >= schedule.steps:
                break
            if self.step % schedule.save_every == 0:
                self._save()
        path = self._write_weights()
        log.info("wrote %s after %.1f minutes", path, (time.monotonic() - began) / 60.0)
        return path


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".training"), help="prepared data and runs")
    parser.add_argument("--name", default="run", help="folder of this run, inside --work")
    parser.add_argument("--base", type=Path, default=None, help="folder of the encoder to start from")
    parser.add_argument("--tokenizer", type=Path, default=None, help="tokenizer.json, when not the one in --base")
    parser.add_argument("--teacher", type=Path, default=None, help="weights.pt of a larger model to learn from")
    parser.add_argument("--teacher-base", type=Path, default=None, help="folder of the encoder the teacher came from")
    parser.add_argument("--start", type=Path, default=None, help="weights.pt or reading.onnx to go on from")
    parser.add_argument("--claims", type=Path, default=None, help="claims written by training.verdicts")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=None, help="fit the number of steps into so many")
    parser.add_argument(
        "--set", nargs="*", default=[], metavar="NAME=VALUE", help="change the schedule, recipe, weights"
    )
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    changes = {name: json.loads(value) for name, value in (item.split("=", 1) for item in given.set)}
    schedule = Schedule(**{name: changes.pop(name) for name in list(changes) if name in Schedule.__slots__})
    recipe = Recipe(**{name: changes.pop(name) for name in list(changes) if name in Recipe.__slots__})
    weights = Weights(**changes)
    if not (given.work / POOL).exists():
        from training.prepare import prepare  # noqa: PLC0415 (bm25s brings JAX, which would take the GPU's memory)

        prepare(given.work, given.base)
    base = given.base or base_weights_folder()
    teacher = load_weights(given.teacher, given.teacher_base) if given.teacher else None
    run = Run(
        given.work / given.name,
        base,
        given.work,
        schedule=schedule,
        recipe=recipe,
        weights=weights,
        tokenizer=given.tokenizer or base / "tokenizer.json",
        teacher=teacher,
        start=given.start,
        claims=load_claims(given.claims) if given.claims else (),
    )
    run.train(given.workers, given.minutes)


if __name__ == "__main__":
    main()
