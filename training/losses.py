"""What the reading model is trained to lower, one term per output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from training.batches import UNTRAINED

if TYPE_CHECKING:
    from torch import Tensor

    from training.batches import Batch, Chunk


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each term counts."""

    ranking: float = 1.0
    answerable: float = 1.0
    span: float = 0.5
    evidence: float = 0.5


def token_terms(tokens: Tensor, chunk: Chunk) -> tuple[Tensor, Tensor]:
    """Sum the span and the evidence loss of a chunk.

    Parameters
    ----------
    tokens
        Logits, shape ``(pairs, tokens, 3)``.
    chunk
        Its targets.

    Returns
    -------
    tuple of Tensor
        Span: cross entropy over [CLS] and the passage's tokens, summed over pairs with a known span. Evidence: binary
        cross entropy, averaged over a pair's tokens and summed over pairs.
    """
    allowed = chunk.evidence >= 0
    allowed[:, 0] = True
    logits = tokens.float()
    span = logits.new_zeros(())
    for at, target in enumerate((chunk.start, chunk.end)):
        masked = logits[..., at].masked_fill(~allowed, -1e4)
        span = span + 0.5 * functional.cross_entropy(masked, target, reduction="sum", ignore_index=UNTRAINED)
    inside = (chunk.evidence >= 0).float()
    each = functional.binary_cross_entropy_with_logits(logits[..., 2], chunk.evidence.clamp(min=0.0), reduction="none")
    return span, ((each * inside).sum(1) / inside.sum(1).clamp(min=1.0)).sum()


def pair_terms(pooled: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """Average the ranking and the answerable loss of a batch.

    Parameters
    ----------
    pooled
        Logits in the order of rows, shape ``(rows, 2)``.
    batch
        Its rankings and labels.

    Returns
    -------
    tuple of Tensor
        Ranking: minus the log of the softmax mass on answering passages among all passages shown for one question
        (listwise, Cao et al. 2007). Answerable: binary cross entropy.
    """
    logits = pooled.float()
    held = batch.rankings >= 0
    scores = logits[:, 0][batch.rankings.clamp(min=0)].masked_fill(~held, -1e4)
    right = scores.masked_fill(~batch.ranked_right, -1e4)
    ranking = (torch.logsumexp(scores, 1) - torch.logsumexp(right, 1)).mean()
    return ranking, functional.binary_cross_entropy_with_logits(logits[:, 1], batch.answerable)
