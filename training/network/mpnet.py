"""The encoder of the teacher and of the network for statements: MPNet (Song et al. 2020), fed with BERT's token ids.

Its attention is PyTorch's fused one.

transformers has an MPNet too, but its attention keeps every score in memory and is several times slower to train. The
vocabulary of MPNet is that of BERT moved up by four, so that teacher and student read the very same tokens and the
student can learn from the teacher token by token.
"""

from __future__ import annotations

import json
import math
from types import SimpleNamespace
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

SHIFT = 4
"""How far BERT's tokens were moved up to make room for MPNet's special ones."""
SPECIAL = {0: 1, 101: 0, 102: 2}
"""BERT's [PAD], [CLS], [SEP] as MPNet's <pad>, <s>, </s>."""
BUCKETS = 32
FARTHEST = 128


def relative_buckets(length: int, device: torch.device) -> Tensor:
    """Bucket of every two positions, shape ``(length, length)``; far ones share (Raffel et al. 2020, section 2.1)."""
    place = torch.arange(length, device=device)
    distance = place[None, :] - place[:, None]
    half, exact = BUCKETS // 2, BUCKETS // 4
    away = distance.abs()
    far = exact + (torch.log(away.clamp(min=1).float() / exact) / math.log(FARTHEST / exact) * (half - exact)).long()
    near = torch.where(away < exact, away, far.clamp(max=half - 1))
    return near + half * (distance > 0)  # tokens further on have buckets of their own


class _Attention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.attn = nn.ModuleDict({name: nn.Linear(width, width) for name in "qkvo"})
        self.LayerNorm = nn.LayerNorm(width, eps=1e-5)

    def forward(self, hidden: Tensor, bias: Tensor, dropout: float) -> Tensor:
        pairs, length, width = hidden.shape
        query, key, value = (
            self.attn[name](hidden).view(pairs, length, self.heads, -1).transpose(1, 2) for name in "qkv"
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias.to(query.dtype))
        mixed = self.attn["o"](mixed.transpose(1, 2).reshape(pairs, length, width))
        normed: Tensor = self.LayerNorm(hidden + functional.dropout(mixed, dropout))
        return normed


class _Dense(nn.Module):
    def __init__(self, inside: int, outside: int, *, norm: bool) -> None:
        super().__init__()
        self.dense = nn.Linear(inside, outside)
        if norm:
            self.LayerNorm = nn.LayerNorm(outside, eps=1e-5)


class _Layer(nn.Module):
    def __init__(self, width: int, heads: int, wide: int) -> None:
        super().__init__()
        self.attention = _Attention(width, heads)
        self.intermediate = _Dense(width, wide, norm=False)
        self.output = _Dense(wide, width, norm=True)

    def forward(self, hidden: Tensor, bias: Tensor, dropout: float) -> Tensor:
        hidden = self.attention(hidden, bias, dropout)
        wide = functional.gelu(self.intermediate.dense(hidden))
        narrow = functional.dropout(self.output.dense(wide), dropout)
        normed: Tensor = self.output.LayerNorm(hidden + narrow)
        return normed


class MPNetEncoder(nn.Module):
    """Its layers over BERT's token ids; parameters are named as in the published checkpoint.

    Parameters
    ----------
    base
        Folder with ``config.json`` and ``model.safetensors`` of an MPNet. Where ``num_hidden_layers`` says fewer than
        the checkpoint has, the upper ones are left out.
    """

    def __init__(self, base: Path) -> None:
        super().__init__()
        settings: dict[str, Any] = json.loads((base / "config.json").read_text(encoding="utf-8"))
        self.config = SimpleNamespace(**settings)
        width, heads = self.config.hidden_size, self.config.num_attention_heads
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": nn.Embedding(self.config.vocab_size, width),
                "position_embeddings": nn.Embedding(self.config.max_position_embeddings, width),
                "LayerNorm": nn.LayerNorm(width, eps=1e-5),
            }
        )
        self.encoder = nn.ModuleDict(
            {
                "layer": nn.ModuleList(
                    _Layer(width, heads, self.config.intermediate_size) for _ in range(self.config.num_hidden_layers)
                ),
                "relative_attention_bias": nn.Embedding(BUCKETS, heads),
            }
        )
        found = load_file(base / "model.safetensors")
        own = self.state_dict()
        self.load_state_dict({name: value.float() for name, value in found.items() if name in own})

    def get_input_embeddings(self) -> nn.Module:
        """Return the word vectors."""
        return self.embeddings["word_embeddings"]

    def set_input_embeddings(self, vectors: nn.Module) -> None:
        """Put other word vectors in their place."""
        self.embeddings["word_embeddings"] = vectors

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> SimpleNamespace:
        """Return ``last_hidden_state``, shape ``(pairs, tokens, width)``."""
        ids = input_ids + SHIFT
        for theirs, ours in SPECIAL.items():
            ids = torch.where(input_ids == theirs, ours, ids)
        length = input_ids.shape[1]
        place = torch.arange(2, length + 2, device=ids.device)  # 0 and 1 stand for padding
        hidden = self.embeddings["LayerNorm"](
            self.embeddings["word_embeddings"](ids) + self.embeddings["position_embeddings"](place)
        )
        dropout = 0.1 if self.training else 0.0
        hidden = functional.dropout(hidden, dropout)
        # a bias that takes no gradient leaves PyTorch free to choose its fused attention
        near = self.encoder["relative_attention_bias"](relative_buckets(length, ids.device)).detach()
        bias = near.permute(2, 0, 1)[None] + (1.0 - attention_mask[:, None, None].to(hidden.dtype)) * -1e4
        for layer in self.encoder["layer"].children():
            hidden = layer(hidden, bias, dropout)
        return SimpleNamespace(last_hidden_state=hidden)
