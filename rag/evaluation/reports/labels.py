"""Labels of the figures, in their order and under their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rag.evaluation.statistics.bootstrap import Figure

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "Passages": {
        "hit@1": "evidence in passage 1",
        "hit@4": "evidence in the first 4 passages",
        "hit@5": "evidence in the first 5 passages",
        "hit@10": "evidence in the first 10 passages",
        "mrr@10": "MRR@10",
        "ndcg@10": "nDCG@10",
        "document_hit@5": "a document with evidence in the first 5",
        "evidence_in_a_passage": "evidence whole in some passage of the library",
        "first_4_characters": "characters of the first 4 passages, mean",
        "first_4_characters_longest": "characters of the first 4 passages, most",
    },
    "Citations": {
        "invalid_citations": "invalid citations",
        "evidence_cited_when_answered": "an evidence sentence cited, when answered",
        "evidence_precision": "evidence precision",
        "evidence_recall": "evidence recall",
        "evidence_recall_when_answered": "evidence recall, when answered",
        "evidence_precision_per_question": "evidence precision, mean over questions answered",
        "evidence_recall_per_question": "evidence recall, mean over questions",
        "evidence_recall_per_question_when_answered": "evidence recall, mean over questions answered",
        "answer_found": "known answer in the cited quotes",
        "answer_found_when_answered": "known answer in the cited quotes, when answered",
        "answer_found_without_refusals": "known answer in the cited quotes, were nothing refused",
        "cited_characters": "cited characters of an answer, mean",
        "cited_sentences": "citations of an answer, mean",
    },
    "Answering and refusing": {
        "right": "answerable questions answered right",
        "concise": "right, and at most one sentence that does not help",
        "shown": "right, or shown among the closest statements",
        "refused": "answerable, neither answered nor shown",
        "coverage": "questions answered",
        "right_when_answered": "right, when answered",
        "refused_answerable": "answerable questions refused",
        "refused_unanswerable": "unanswerable questions refused",
        "balanced_accuracy": "balanced accuracy of answering and refusing",
        "confidence_auc": "AUC of the confidence: answerable or not",
        "confidence_auc_of_right": "AUC of the confidence: answer right or not",
        "risk_coverage_area": "area under risk and coverage (less is better)",
        "calibration_error": "expected calibration error (less is better)",
    },
    "Follow-ups": {
        "follow_up_hit@5_with_history": "evidence in the first 5, with history",
        "follow_up_hit@5_raw": "evidence in the first 5, last turn alone",
        "follow_up_hit@5_rewritten": "evidence in the first 5, rewritten by a person",
        "follow_up_hit@5_gain_over_raw": "gain of history over the last turn alone",
        "follow_up_hit@5_gain_over_rewritten": "gain of history over a person's rewriting",
    },
}


def sections(figures: Mapping[str, Figure]) -> Iterator[tuple[str, list[tuple[str, Figure]]]]:
    """Yield each heading with its (label, figure) lines; timings come last."""
    for heading, labels in SECTIONS.items():
        lines = [(label, figures[name]) for name, label in labels.items() if name in figures]
        if lines:
            yield heading, lines
    timings = [
        (f"{name.removesuffix(ending)}, {word}", figure)
        for name, figure in figures.items()
        for ending, word in (("_ms_median", "median"), ("_ms_p95", "95th percentile"))
        if name.endswith(ending)
    ]
    if timings:
        yield "Milliseconds", timings


def number(value: float) -> str:
    """Return a number with no decimals from 100, one above 2, and three below."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) > 2 else f"{value:.3f}"
