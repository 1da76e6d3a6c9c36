"""Targets: figures with their bounds, and what others reach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and its bound.

    Parameters
    ----------
    data
        Name of the data set.
    follow_ups
        Whether it is about questions with history.
    figure
        Its name among the figures.
    bound
        That it may not pass.
    label
        For a person.
    most
        True where ``bound`` is the most and not the least.
    comparison
        What others reach, or "".
    """

    data: str
    figure: str
    bound: float
    label: str
    follow_ups: bool = False
    most: bool = False
    comparison: str = ""


TARGETS = (
    Target(
        "wiki_articles",
        "hit@1",
        0.91,
        "evidence sentence in passage 1",
        comparison="langchain + FAISS 0.65, haystack hybrid 0.62, txtai hybrid 0.84 (same embedder, these and other "
        "articles together)",
    ),
    Target(
        "wiki_articles",
        "hit@4",
        0.98,
        "evidence sentence in the first 4 passages",
        comparison="langchain + FAISS 0.85, haystack hybrid 0.81, txtai hybrid 0.94",
    ),
    Target("wiki_articles", "first_4_characters_longest", 4400, "characters of the first 4 passages, most", most=True),
    Target("wiki_articles", "answer_found", 0.78, "gold answer inside the cited quotes, all answerable questions"),
    Target("wiki_articles", "cited_characters", 350, "cited characters of an answer, mean", most=True),
    Target(
        "wiki_articles",
        "balanced_accuracy",
        0.70,
        "balanced accuracy of answering and refusing (adversarial unanswerables)",
        comparison="a 12-layer MiniLM trained on all 130,000 questions of SQuAD 2.0: about 0.77",
    ),
    Target("clapnq", "evidence_cited_when_answered", 0.80, "an evidence sentence cited, when answered"),
    Target("multirc_news", "evidence_precision", 0.60, "evidence precision"),
    Target("multirc_news", "evidence_recall", 0.45, "evidence recall"),
    Target(
        "mtrag_wiki",
        "follow_up_hit@5_gain_over_raw",
        0.08,
        "gold passage in the first 5: with history, less the last turn alone",
        follow_ups=True,
    ),
)
