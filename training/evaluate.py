"""Measure a reading model on the development sets: ``python -m training.evaluate``."""

from __future__ import annotations

import argparse
import json
import logging
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from training.measures.devsets import Asked, development_sets, load_sets, save_sets
from training.measures.scores import answerable_of, area, balanced, best_span, sentence_scores, word_f1
from training.network.reader import TorchReader, open_reader
from training.pool.data import data_folder, sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from training.measures.scores import Read

log = logging.getLogger("training.evaluate")


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with readings of all its candidates."""

    asked: Asked
    readings: Sequence[Read]

    def best(self) -> int:
        """Candidate that ranks first."""
        return int(np.argmax([reading.relevance for reading in self.readings]))

    def ranking(self, score: Callable[[int], float]) -> list[bool]:
        """Whether each candidate supports the answer, in falling order of a score."""
        order = sorted(range(len(self.readings)), key=lambda at: -score(at))
        return [self.asked.supported_by(self.asked.candidates[at]) for at in order]


def _same(chosen: str, quote: str) -> bool:
    return chosen in quote or quote in chosen


def confidence_forms(judged: Judged) -> dict[str, float]:
    """Ways to say how sure one is that a question is answered at all; larger is surer."""
    top = judged.best()
    spans = [best_span(reading)[2] for reading in judged.readings]
    answerable = [answerable_of(reading) for reading in judged.readings]
    logit = [float(np.log(max(a, 1e-6) / max(1 - a, 1e-6))) for a in answerable]
    evidence = [
        max((s for _, s in sentence_scores(w.text, r)), default=0.0)
        for w, r in zip(judged.asked.candidates, judged.readings, strict=True)
    ]
    return {
        "max answerable": max(answerable),
        "answerable of first": answerable[top],
        "span of first": spans[top],
        "max answerable logit + 0.5 span": max(a + 0.5 * s for a, s in zip(logit, spans, strict=True)),
        "max answerable * evidence": max(a * e for a, e in zip(answerable, evidence, strict=True)),
        "max evidence": max(evidence),
    }


def _by_relevance(judged: Judged) -> Callable[[int], float]:
    return lambda at: judged.readings[at].relevance


def measure_wiki(judged: Sequence[Judged], off_topic: Sequence[Judged], clapnq: Sequence[Judged]) -> dict[str, Any]:
    """Measure ranking, reading and refusing."""
    answerable = [j for j in judged if j.asked.answerable]
    figures: dict[str, Any] = {
        "candidates hold the evidence": np.mean([any(j.ranking(lambda at: -at)) for j in answerable])
    }
    forms: dict[str, Callable[[Judged], Callable[[int], float]]] = {
        "retrieved": lambda j: lambda at: j.asked.retrieved[at],
        "relevance": _by_relevance,
        "answerable": lambda j: lambda at: answerable_of(j.readings[at]),
    }
    for name, form in forms.items():
        orders = [j.ranking(form(j)) for j in answerable]
        figures[f"hit@1 {name}"] = np.mean([order[0] for order in orders])
        figures[f"hit@4 {name}"] = np.mean([any(order[:4]) for order in orders])
    sentence, overlap, in_evidence = [], [], []
    for j in answerable:
        top = j.best()
        passage, reading = j.asked.candidates[top].text, j.readings[top]
        begin, end, _ = best_span(reading)
        overlap.append(word_f1(passage[begin:end], j.asked.answers))
        held = " ".join(passage[s:e] for s, e in sentence_spans(passage) if s < end and begin < e)
        sentence.append(any(answer in held for answer in j.asked.answers))
        strongest = max(sentence_scores(passage, reading), key=lambda s: s[1])[0]
        in_evidence.append(any(answer in passage[slice(*strongest)] for answer in j.asked.answers))
    figures |= {
        "span sentence holds answer": np.mean(sentence),
        "evidence sentence holds answer": np.mean(in_evidence),
        "span F1": np.mean(overlap),
    }
    right = [confidence_forms(j) for j in answerable]
    wrong = [confidence_forms(j) for j in judged if not j.asked.answerable]
    strange = [confidence_forms(j) for j in off_topic]
    clap = [(j.asked.answerable, confidence_forms(j)) for j in clapnq]
    for name in right[0]:
        r, w, s = ([forms[name] for forms in group] for group in (right, wrong, strange))
        accuracy, threshold = balanced(r, w)
        c1, c0 = ([forms[name] for answers, forms in clap if answers is wanted] for wanted in (True, False))
        figures[f"[{name}]"] = {
            "adversarial AUC": area(r, w),
            "balanced accuracy": accuracy,
            "threshold": threshold,
            "off-topic AUC": area(r, s),
            "off-topic refused there": float(np.mean(np.asarray(s) < threshold)),
            "clapnq AUC": area(c1, c0),
            "clapnq balanced": balanced(c1, c0)[0],
        }
    return figures


def measure_evidence(judged: Sequence[Judged]) -> dict[str, Any]:
    """Precision and recall of sentences whose evidence, times the passage's answerable, passes a threshold."""
    asked = [j for j in judged if j.asked.answerable]
    scored: list[list[tuple[float, str, str]]] = [
        [
            (score * answerable_of(reading), window.source, window.text[begin:end])
            for window, reading in zip(j.asked.candidates, j.readings, strict=True)
            for (begin, end), score in sentence_scores(window.text, reading)
        ]
        for j in asked
    ]
    table = {}
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6):
        chosen = right = found = wanted = cited = 0
        for j, sentences in zip(asked, scored, strict=True):
            picked = [(s, t) for score, s, t in sentences if score >= threshold] or [max(sentences)[1:]]
            good = [any(s == source and _same(t, quote) for source, quote in j.asked.quotes) for s, t in picked]
            chosen, right, cited = chosen + len(picked), right + sum(good), cited + any(good)
            wanted += len(j.asked.quotes)
            found += sum(any(s == source and _same(t, quote) for s, t in picked) for source, quote in j.asked.quotes)
        table[f"at {threshold}"] = {
            "precision": right / chosen,
            "recall": found / wanted,
            "one cited": cited / len(asked),
            "sentences": chosen / len(asked),
        }
    return table


def measure(read: Callable[[str, Sequence[str]], Sequence[Read]], sets: dict[str, list[Asked]]) -> dict[str, Any]:
    """Measure one reader on all development sets."""
    began, pairs = time.monotonic(), 0
    judged: dict[str, list[Judged]] = {}
    for name, questions in sets.items():
        pairs += sum(len(a.candidates) for a in questions)
        if isinstance(read, TorchReader):
            found = iter(read.pairs([(a.question, w.text) for a in questions for w in a.candidates]))
            judged[name] = [Judged(a, [next(found) for _ in a.candidates]) for a in questions]
        else:
            judged[name] = [Judged(a, read(a.question, [w.text for w in a.candidates])) for a in questions]
    speed = pairs / (time.monotonic() - began)
    figures = {"pairs per second": speed, "wiki": measure_wiki(judged["wiki"], judged["off_topic"], judged["clapnq"])}
    for name in ("clapnq", "news"):
        figures[f"{name} evidence"] = measure_evidence(judged[name])
    if "nomiracl" in judged:
        figures["nomiracl"] = measure_given(judged["nomiracl"])
    for name in ("clapnq", "news", "mtrag"):
        orders = [j.ranking(_by_relevance(j)) for j in judged[name] if j.asked.answerable]
        figures[f"{name} hit@1, @4"] = [
            float(np.mean([o[0] for o in orders])),
            float(np.mean([any(o[:4]) for o in orders])),
        ]
    return figures


def measure_given(judged: Sequence[Judged]) -> dict[str, float]:
    """Measure the decision alone, over passages that are given."""
    best: dict[bool, list[float]] = {True: [], False: []}
    for j in judged:
        best[j.asked.answerable].append(max(answerable_of(reading) for reading in j.readings))
    accuracy, threshold = balanced(best[True], best[False])
    refused = float(np.quantile(best[False], 0.75))
    return {
        "AUC": area(best[True], best[False]),
        "balanced accuracy": accuracy,
        "threshold": threshold,
        "answered where 0.75 are refused": float(np.mean(np.asarray(best[True]) >= refused)),
    }


def printable(figures: Any) -> str:
    """Format figures as JSON with three decimals, one reading per line."""
    text = json.dumps(figures, indent=1, default=float)
    return re.sub(r"\d+\.\d+(e-?\d+)?", lambda match: f"{float(match.group()):.3f}", text)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", type=Path, help="a run's weights.pt, or a folder with reading.onnx")
    parser.add_argument("--base", type=Path, default=None, help="folder of the encoder the weights were started from")
    parser.add_argument("--tokenizer", type=Path, default=None, help="tokenizer.json, when not the one in --base")
    parser.add_argument("--sets", type=Path, default=Path(".training/sets.json.gz"), help="made when missing")
    parser.add_argument("--every", type=int, default=1, help="take every so many questions only")
    parser.add_argument("--out", type=Path, default=None, help="folder for the figures as JSON")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if not given.sets.exists():
        given.sets.parent.mkdir(parents=True, exist_ok=True)
        save_sets(development_sets(data_folder("eval"), given.base), given.sets)
    sets = load_sets(given.sets, given.every)
    for path in given.models:
        text = printable(measure(open_reader(path, given.base, given.tokenizer), sets))
        print(path, text, flush=True)
        if given.out is not None:
            given.out.mkdir(parents=True, exist_ok=True)
            (given.out / f"{path.parent.name}-{path.stem}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
