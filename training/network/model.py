"""The reading network: the six layers of all-MiniLM-L6-v2 with six outputs on top."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from training.network.mpnet import MPNetEncoder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_TOKENS = 320
"""Tokens of question and passage together. 1,000 characters of English are about 230."""
MAX_QUESTION_TOKENS = 64
POOLED = 2
"""Logits per pair: relevance (trained to rank) and answerable (trained to refuse)."""
PER_TOKEN = 3
"""Logits per token: start, end, evidence."""
VERDICTS = 3
"""Logits of a claim with a passage: says nothing, supported, contradicted."""


class Outputs(NamedTuple):
    """Raw logits of a batch of pairs."""

    pooled: Tensor
    """Shape ``(pairs, 2)``: relevance, answerable."""
    tokens: Tensor
    """Shape ``(pairs, tokens, 3)``: start, end, evidence. Position 0, [CLS], stands for "no answer"."""
    verdict: Tensor
    """Shape ``(pairs, 3)``: says nothing, supported, contradicted, where the first sequence is a claim."""


class ReadingModel(nn.Module):
    """``[CLS] question or claim [SEP] passage [SEP]`` in; relevance, answerable, start, end, evidence, verdict out.

    Parameters
    ----------
    base
        Folder with ``config.json`` and ``model.safetensors`` of the encoder to start from; without the latter the
        weights are random until others are loaded.
    dropout
        Probability of dropping before the heads; the encoder has its own setting.
    attention
        Which implementation of attention transformers should use.
    """

    def __init__(self, base: Path, dropout: float = 0.1, attention: str = "sdpa") -> None:
        super().__init__()
        kind = json.loads((base / "config.json").read_text(encoding="utf-8"))["model_type"]
        self.encoder: Any = MPNetEncoder(base) if kind == "mpnet" else _bert(base, attention)
        width = int(self.encoder.config.hidden_size)
        self.segments = int(getattr(self.encoder.config, "type_vocab_size", 1) or 1)
        # [CLS] alone was never trained in this encoder (it averages tokens), so the pair is judged from [CLS],
        # the mean and the maximum over the passage together.
        self.pooled_head = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(3 * width, width), nn.GELU(), nn.Dropout(dropout), nn.Linear(width, POOLED)
        )
        self.verdict_head = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(3 * width, width), nn.GELU(), nn.Dropout(dropout), nn.Linear(width, VERDICTS)
        )
        self.token_head = nn.Sequential(nn.Dropout(dropout), nn.Linear(width, PER_TOKEN))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Outputs:
        """Read pairs; all three inputs have shape ``(pairs, tokens)``, ``token_type_ids`` is 1 in the passage."""
        inputs = {"input_ids": input_ids, "attention_mask": attention_mask}
        if self.segments > 1:
            inputs["token_type_ids"] = token_type_ids
        hidden: Tensor = self.encoder(**inputs).last_hidden_state
        passage = token_type_ids.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * passage).sum(1) / passage.sum(1).clamp(min=1.0)
        most = (hidden - (1.0 - passage) * 1e4).amax(1)
        features = torch.cat([hidden[:, 0], mean, most], dim=-1)
        return Outputs(self.pooled_head(features), self.token_head(hidden), self.verdict_head(features))

    def freeze(self, layers: int) -> None:
        """Keep the word vectors and so many lower layers as they are; 0 freezes nothing."""
        kept = [self.encoder.embeddings, *list(self.encoder.encoder.layer)[:layers]] if layers else []
        for part in kept:
            part.requires_grad_(False)  # noqa: FBT003 (PyTorch's own signature)

    def parameter_groups(self, rate: float, layer_decay: float, weight_decay: float) -> Iterator[dict[str, object]]:
        """Yield optimiser groups: lower layers learn more slowly, and biases and norms do not decay.

        Parameters
        ----------
        rate
            Learning rate of the heads.
        layer_decay
            Factor per layer going down (Howard and Ruder 2018, "discriminative fine-tuning").
        weight_decay
            Decay of matrices.
        """
        depth = int(self.encoder.config.num_hidden_layers)
        groups: dict[tuple[int, bool], list[nn.Parameter]] = {}
        for name, parameter in self.named_parameters():
            if not parameter.requires_grad:
                continue
            if not name.startswith("encoder."):
                below = 0
            elif ".layer." in name:
                below = depth - int(name.split(".layer.")[1].split(".")[0])
            else:
                below = depth + 1
            groups.setdefault((below, parameter.ndim > 1 and "embeddings" not in name), []).append(parameter)
        for (below, decays), parameters in groups.items():
            yield {
                "params": parameters,
                "lr": rate * layer_decay**below,
                "weight_decay": weight_decay if decays else 0.0,
            }


def _bert(base: Path, attention: str) -> Any:
    settings: dict[str, Any] = {"add_pooling_layer": False, "attn_implementation": attention, "dtype": torch.float32}
    if (base / "model.safetensors").exists():
        return AutoModel.from_pretrained(base, **settings)
    return AutoModel.from_config(AutoConfig.from_pretrained(base), **settings)  # type: ignore[no-untyped-call]
