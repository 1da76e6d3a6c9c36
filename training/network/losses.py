"""What the reading model is trained to lower, one term per output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from training.network.batches import UNTRAINED

if TYPE_CHECKING:
    from torch import Tensor

    from training.network.batches import Batch, Chunk


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each term counts."""

    ranking: float = 1.0
    answerable: float = 1.0
    span: float = 1.0
    evidence: float = 0.5
    verdict: float = 1.0
    null_span: float = 0.5
    """Of a pair without an answer, within ``span``."""
    taught: float = 0.7
    """Share of the teacher's judgement in every term, where there is a teacher; the rest is the label's."""


def token_terms(tokens: Tensor, chunk: Chunk, weights: Weights, taught: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Sum the span and the evidence loss of a chunk.

    Parameters
    ----------
    tokens
        Logits, shape ``(pairs, tokens, 3)``.
    chunk
        Its targets.
    weights
        For the shares of pairs without an answer and of the teacher.
    taught
        The teacher's logits for the same tokens.

    Returns
    -------
    tuple of Tensor
        Span: cross entropy over [CLS] and the passage's tokens, against the label and the teacher's distribution
        (Hinton et al. 2015), summed over pairs. Evidence: binary cross entropy, averaged over a pair's tokens and
        summed over pairs.
    """
    inside = chunk.evidence >= 0
    allowed = inside.clone()
    allowed[:, 0] = True
    logits = tokens.float()
    share = weights.taught if taught is not None else 0.0
    span = logits.new_zeros(())
    for at, target in enumerate((chunk.start, chunk.end)):
        masked = logits[..., at].masked_fill(~allowed, -1e4)
        each = functional.cross_entropy(masked, target, reduction="none", ignore_index=UNTRAINED)
        each = each * torch.where(target == 0, weights.null_span, 1.0)
        if taught is not None:
            theirs = taught[..., at].float().masked_fill(~allowed, -1e4).softmax(1)
            soft = -(theirs * masked.log_softmax(1)).sum(1)
            # where the label names no span the teacher is the only one to say
            hard = torch.where(target == UNTRAINED, soft, each)
            each = (1.0 - share) * hard + share * soft * torch.where(target == 0, weights.null_span, 1.0)
        span = span + 0.5 * each.sum()
    wanted = chunk.evidence.clamp(min=0.0)
    if taught is not None:
        wanted = (1.0 - share) * wanted + share * taught[..., 2].float().sigmoid()
    each = functional.binary_cross_entropy_with_logits(logits[..., 2], wanted, reduction="none") * inside
    return span, (each.sum(1) / inside.sum(1).clamp(min=1)).sum()


def pair_terms(pooled: Tensor, batch: Batch, weights: Weights, taught: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Average the ranking and the answerable loss of a batch.

    Parameters
    ----------
    pooled
        Logits in the order of rows, shape ``(rows, 2)``.
    batch
        Its rankings and labels.
    weights
        For the share of the teacher.
    taught
        The teacher's logits for the same rows.

    Returns
    -------
    tuple of Tensor
        Ranking: minus the log of the softmax mass on answering passages among all passages shown for one question
        (listwise, Cao et al. 2007). Answerable: binary cross entropy. Both against the label and the teacher.
    """
    logits = pooled.float()
    held = batch.rankings >= 0
    scores = logits[:, 0][batch.rankings.clamp(min=0)].masked_fill(~held, -1e4)
    ranking = (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~batch.ranked_right, -1e4), 1)).mean()
    wanted = batch.answerable
    if taught is not None:
        theirs = taught[:, 0].float()[batch.rankings.clamp(min=0)].masked_fill(~held, -1e4).softmax(1)
        soft = -(theirs * scores.log_softmax(1)).sum(1).mean()
        ranking = (1.0 - weights.taught) * ranking + weights.taught * soft
        wanted = (1.0 - weights.taught) * wanted + weights.taught * taught[:, 1].float().sigmoid()
    return ranking, functional.binary_cross_entropy_with_logits(logits[:, 1], wanted)


def verdict_term(logits: Tensor, wanted: Tensor) -> Tensor:
    """Cross entropy of verdicts against wanted probabilities, both of shape ``(claims, 3)``, averaged."""
    return -(wanted * logits.float().log_softmax(1)).sum(1).mean()
