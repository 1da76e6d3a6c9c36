"""A larger entailment model that judges claims: DeBERTa-v3-xsmall (He et al. 2021) after one pass over ours."""

from __future__ import annotations

import json
import logging
import math
from typing import TYPE_CHECKING

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoConfig, AutoModelForSequenceClassification

from training.network.dequantise import dequantised
from training.network.losses import verdict_term
from training.network.precision import half_precision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor

    from training.claims import Claim

MAX_TOKENS = 256
LABELS = 3
log = logging.getLogger("training.claims.judge")


class Judge:
    """Says of a claim and a passage: says nothing, supported or contradicted.

    Parameters
    ----------
    folder
        Holds ``config.json``, ``tokenizer.json`` and ``model.onnx``: a sequence classifier in 8 bits whose first
        sequence is the passage. Its last layer is made anew for our three labels.
    """

    def __init__(self, folder: Path) -> None:
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        config = AutoConfig.for_model(**settings)
        config.num_labels = LABELS
        self.model = AutoModelForSequenceClassification.from_config(config)  # type: ignore[no-untyped-call]
        weights = dequantised(folder / "model.onnx", "m")
        known = {name: value for name, value in weights.items() if not name.startswith("classifier.")}
        self.model.load_state_dict(known, strict=False)
        nn.init.zeros_(self.model.classifier.weight)
        self.model.to(self.device)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")

    def learn(self, claims: Sequence[Claim], batch: int = 128, rate: float = 8e-5) -> None:
        """Learn the labels in one pass; the rate climbs for a tenth of it and then falls to zero."""
        self.model.train()
        optimiser = torch.optim.AdamW(self.model.parameters(), lr=rate, weight_decay=0.01)
        steps = max(1, len(claims) // batch)
        for step in range(steps):
            done = step / steps
            factor = done / 0.1 if done < 0.1 else 0.5 * (1 + math.cos(math.pi * (done - 0.1) / 0.9))
            for group in optimiser.param_groups:
                group["lr"] = rate * factor
            chosen = claims[step * batch : (step + 1) * batch]
            wanted = nn.functional.one_hot(torch.tensor([claim.label for claim in chosen]), LABELS).float()
            loss = verdict_term(self._logits(chosen), wanted.to(self.device))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            optimiser.step()
            if step % 100 == 0 or step + 1 == steps:
                log.info("judge: step %d of %d, loss %.3f", step, steps, loss.item())

    @torch.inference_mode()
    def opinions(self, claims: Sequence[Claim], batch: int = 512) -> list[list[float]]:
        """Judge claims: for each the probabilities of the three labels."""
        self.model.eval()
        order = sorted(range(len(claims)), key=lambda at: len(claims[at].passage))
        found: dict[int, list[float]] = {}
        for begin in range(0, len(order), batch):
            places = order[begin : begin + batch]
            chances = self._logits([claims[at] for at in places]).float().softmax(1).tolist()
            found |= dict(zip(places, chances, strict=True))
        return [found[at] for at in range(len(claims))]

    def _logits(self, claims: Sequence[Claim]) -> Tensor:
        encodings = self.tokenizer.encode_batch([(claim.passage, claim.text) for claim in claims])
        longest = max(len(encoding.ids) for encoding in encodings)
        inputs = torch.zeros((2, len(claims), longest), dtype=torch.int64)
        for at, encoding in enumerate(encodings):
            inputs[0, at, : len(encoding.ids)] = torch.tensor(encoding.ids)
            inputs[1, at, : len(encoding.ids)] = 1
        ids, mask = inputs.to(self.device, non_blocking=True)
        with half_precision(self.device):
            logits: Tensor = self.model(input_ids=ids, attention_mask=mask).logits
        return logits
