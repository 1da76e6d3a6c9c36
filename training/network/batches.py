"""Groups of pairs as tensors: tokens sorted by length into chunks, so that little of a batch is padding."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.utils.data import Dataset

from training.everyday.groups import make_everyday
from training.network.model import MAX_TOKENS
from training.pool.examples import Pair, Recipe, make_group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tokenizers import Encoding, Tokenizer
    from torch import Tensor

    from training.claims.judged_claims import JudgedClaim
    from training.pool.data import Paragraph, Span

UNTRAINED = -100
"""Target that a loss leaves out (the default ``ignore_index`` of PyTorch's cross entropy)."""


@dataclass(slots=True)
class Chunk:
    """Pairs of similar length. All shapes are ``(pairs, tokens)`` unless said otherwise."""

    input_ids: Tensor
    attention_mask: Tensor
    token_type_ids: Tensor
    start: Tensor
    """Shape ``(pairs,)``: token where the answer starts, 0 for no answer, ``UNTRAINED`` where no span is known."""
    end: Tensor
    evidence: Tensor
    """1 in a supporting sentence, 0 elsewhere in the passage, -1 outside it."""
    rows: Tensor
    """Shape ``(pairs,)``: which row of the batch each pair is."""

    def to(self, device: torch.device) -> Chunk:
        """Move to a device without waiting."""
        return Chunk(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))


@dataclass(slots=True)
class Claims:
    """Claims with a passage each. All shapes are ``(claims, tokens)`` unless said otherwise."""

    input_ids: Tensor
    attention_mask: Tensor
    token_type_ids: Tensor
    verdict: Tensor
    """Shape ``(claims, 3)``: wanted probabilities of says nothing, supported, contradicted."""

    def to(self, device: torch.device) -> Claims:
        """Move to a device without waiting."""
        return Claims(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))


@dataclass(slots=True)
class Batch:
    """Chunks of one optimiser step, with what concerns all of them."""

    chunks: list[Chunk]
    answerable: Tensor
    """Shape ``(rows,)``: 1 or 0."""
    rankings: Tensor
    """Shape ``(rankings, longest)``: rows that are ranked against each other, filled up with -1."""
    ranked_right: Tensor
    """The same shape: whether a row answers."""
    claims: Claims | None = None


def _token_span(offsets: np.ndarray, inside: np.ndarray, spans: Sequence[Span]) -> tuple[int, int]:
    """First and last token of the first span that the window of tokens holds whole, or ``UNTRAINED`` twice."""
    for begin, finish in spans:
        held = np.flatnonzero(inside & (offsets[:, 1] > begin) & (offsets[:, 0] < finish))
        if len(held) and offsets[held[-1], 1] >= finish:
            return int(held[0]), int(held[-1])
    return UNTRAINED, UNTRAINED


def _chunk(pairs: Sequence[Pair], encodings: Sequence[Encoding], rows: Sequence[int], rng: random.Random) -> Chunk:
    longest = -(-max(len(encodings[row].ids) for row in rows) // 32) * 32  # few shapes: memory is used again
    shape = (len(rows), longest)
    ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    evidence = np.full(shape, -1.0, dtype=np.float32)
    start, end = (np.zeros(len(rows), dtype=np.int64) for _ in range(2))
    for at, row in enumerate(rows):
        pair, encoding = pairs[row], encodings[row]
        size = len(encoding.ids)
        ids[at, :size], mask[at, :size] = encoding.ids, 1
        offsets = np.asarray(encoding.offsets, dtype=np.int64)
        inside = (np.asarray(encoding.type_ids) == 1) & (offsets[:, 1] > offsets[:, 0])
        types[at, :size] = encoding.type_ids
        evidence[at, :size][inside] = 0.0
        for begin, finish in pair.evidence:
            evidence[at, :size][inside & (offsets[:, 1] > begin) & (offsets[:, 0] < finish)] = 1.0
        if pair.answerable:
            answers = list(pair.answers)
            rng.shuffle(answers)
            start[at], end[at] = _token_span(offsets, inside, answers) if pair.has_spans else (UNTRAINED, UNTRAINED)
    return Chunk(*(torch.from_numpy(array) for array in (ids, mask, types, start, end, evidence, np.asarray(rows))))


def _even(pairs: list[tuple[int, Pair]], chunks: int, rng: random.Random) -> list[tuple[int, Pair]]:
    """Leave out a few unanswering pairs by chance, so that the number of pairs is a multiple of 16 per chunk."""
    surplus = len(pairs) % (16 * chunks) if len(pairs) > 64 * chunks else 0
    spare = [at for at, (_, pair) in enumerate(pairs) if not pair.answerable]
    gone = set(rng.sample(spare, min(surplus, len(spare))))
    return [pair for at, pair in enumerate(pairs) if at not in gone]


def make_batch(groups: Sequence[Sequence[Pair]], tokenizer: Tokenizer, chunks: int, rng: random.Random) -> Batch:
    """Tokenize groups of pairs into a batch.

    Parameters
    ----------
    groups
        As made by :func:`training.pool.examples.make_group`.
    tokenizer
        Set to cut passages, never questions, at ``MAX_TOKENS``.
    chunks
        Into how many chunks of similar length to divide the pairs.
    rng
        Chooses among several annotated answers.
    """
    pairs_of = _even([(at, pair) for at, group in enumerate(groups) for pair in group], chunks, rng)
    pairs = [pair for _, pair in pairs_of]
    encodings = tokenizer.encode_batch([(pair.question, pair.passage) for pair in pairs])
    by_length = sorted(range(len(pairs)), key=lambda row: len(encodings[row].ids))
    size = -(-len(pairs) // chunks)
    asked: dict[tuple[int, int], list[int]] = {}
    for row, (group, pair) in enumerate(pairs_of):
        asked.setdefault((group, pair.listed), []).append(row)
    lists = [members for members in asked.values() if len(members) > 1 and any(pairs[m].answerable for m in members)]
    rankings = np.full((len(lists), max(map(len, lists))), -1, dtype=np.int64)
    for at, members in enumerate(lists):
        rankings[at, : len(members)] = members
    answerable = np.asarray([pair.answerable for pair in pairs], dtype=np.float32)
    return Batch(
        [_chunk(pairs, encodings, by_length[at : at + size], rng) for at in range(0, len(pairs), size)],
        torch.from_numpy(answerable),
        torch.from_numpy(rankings),
        torch.from_numpy((rankings >= 0) & (answerable[rankings] > 0)),
    )


def make_claims_batch(claims: Sequence[JudgedClaim], tokenizer: Tokenizer) -> Claims:
    """Tokenize claims, each with its passage."""
    encodings = tokenizer.encode_batch([(claim.text, claim.passage) for claim in claims])
    longest = -(-max(len(encoding.ids) for encoding in encodings) // 32) * 32
    inputs = np.zeros((3, len(claims), longest), dtype=np.int64)
    for at, encoding in enumerate(encodings):
        inputs[:, at, : len(encoding.ids)] = encoding.ids, encoding.attention_mask, encoding.type_ids
    wanted = np.asarray([claim.verdict for claim in claims], dtype=np.float32)
    return Claims(*(torch.from_numpy(array) for array in (*inputs, wanted)))


def prepare_tokenizer(tokenizer: Tokenizer) -> Tokenizer:
    """Set a tokenizer to cut the passage of a pair at ``MAX_TOKENS`` and to leave padding to us."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    return tokenizer


class Steps(Dataset[Batch]):
    """Batch number n, made from the seed and n alone: so workers need no order, and a run resumes where it stopped."""

    def __init__(
        self,
        pool: Sequence[Paragraph],
        siblings: Mapping[str, Sequence[str]],
        tokenizer: Tokenizer,
        recipe: Recipe,
        *,
        claims: Sequence[JudgedClaim] = (),
        questions: int,
        claims_per_step: int,
        chunks: int,
        seed: int,
    ) -> None:
        self.pool, self.siblings, self.recipe = pool, siblings, recipe
        self.tokenizer = tokenizer
        self.questions, self.chunks, self.seed = questions, chunks, seed
        self.claims, self.claims_per_step = claims, claims_per_step
        self.owners = np.asarray(
            [
                (at, number)
                for at, paragraph in enumerate(pool)
                for number in range(len(paragraph.questions))
                for _ in range(_times(recipe.repeats.get(paragraph.source, 1.0), f"{seed}/{at}/{number}"))
            ]
        )

    def __len__(self) -> int:
        return 1 << 30

    def __getitem__(self, step: int) -> Batch:
        chosen = self.owners[_slice(len(self.owners), self.questions, step, self.seed)]
        rng = random.Random(f"{self.seed}/{step}")
        groups = [
            make_group(self.pool, int(at), int(number), self.siblings, recipe=self.recipe, rng=rng)
            for at, number in chosen
        ]
        groups += [make_everyday(rng) for _ in range(round(self.recipe.everyday * self.questions))]
        batch = make_batch(groups, self.tokenizer, self.chunks, rng)
        if self.claims:
            places = _slice(len(self.claims), self.claims_per_step, step, self.seed + 1)
            batch.claims = make_claims_batch([self.claims[int(at)] for at in places], self.tokenizer)
        return batch


def _times(share: float, seed: str) -> int:
    """Whole repeats of a question: 2.5 becomes two or three, by chance."""
    return int(share) + (random.Random(seed).random() < share % 1)


def _slice(size: int, count: int, step: int, seed: int) -> np.ndarray:
    """Places of step number ``step`` when ``size`` things are gone through in a new order each pass."""
    per_pass = max(1, size // count)
    turn, place = divmod(step, per_pass)
    order: np.ndarray = np.random.default_rng((seed, turn)).permutation(size)
    return order[place * count : (place + 1) * count]
