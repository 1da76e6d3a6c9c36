"""Summarise a library or a document by its key sentences."""

from __future__ import annotations

from collections import Counter
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

import numpy as np

from index import Chunk, sentences
from index.text.punctuation import ends_sentence
from index.text.tokenizer import content_words
from rag.retrieval.subject import fields
from rag.steps import Support

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index import Document, Snapshot

# Words that say "the document" without saying which.
ANY_DOCUMENT = frozenset(
    """
    article articles content contents doc docs document documents everything file files librarie libraries library page
    pages paper papers report reports source sources text texts whole
    """.split()
)
# Documents in an overview of the library, taken from the longest so many.
MAX_DOCUMENTS, LONGEST = 6, 500
# Sentences in the summary of a document.
SUMMARY = 5
# Sentences that are compared with each other; a longer document is sampled evenly.
COMPARED = 400
# Passages that are searched for the fields of their documents.
LOOKED_AT = 20
# A key sentence has at least this many words that mean something: headings and bylines have fewer.
SUBSTANTIAL = 5


def of_library(snapshot: Snapshot) -> tuple[Support, ...]:
    """Return the key sentence of each of a few documents that are no copies of others.

    They are taken from each folder in turn, the longest first: that shows the breadth of a library, and the documents
    that most can be asked about.
    """
    folders: dict[str, list[str]] = {}
    for entry in snapshot.largest(LONGEST):
        folders.setdefault(entry.source.rpartition("/")[0], []).append(entry.source)
    in_turn = (source for layer in zip_longest(*folders.values()) for source in layer if source)
    held = snapshot.documents(islice(in_turn, MAX_DOCUMENTS))
    return tuple(support for document in held.values() for support in of_document(document, 1))


def named(snapshot: Snapshot, target: str, *, exactly: bool = False) -> tuple[str, ...]:
    """Return the sources of the documents that ``target`` names best, by words of title, path, and fields at the head.

    Several where they are named alike. None when it shares no word with any, or, where the name must fit ``exactly``,
    not all words with one.
    """
    wanted = _words(target) - ANY_DOCUMENT or _words(target)
    names = {
        entry.source: wanted & (_words(entry.title) | _words(entry.source)) for entry in snapshot.named(sorted(wanted))
    }
    found = snapshot.documents(hit.chunk.source for hit in snapshot.search(target, LOOKED_AT).keyword)
    for source, document in found.items():
        names[source] = names.get(source, set()) | wanted & _words("\n".join(fields(document)))
    named = Counter(word for words in names.values() for word in words)
    # a word that few documents are named by says more than one that many are
    weights = {
        source: sum(1 / named[word] for word in words)
        for source, words in names.items()
        if words and (words == wanted or not exactly)
    }
    return tuple(sorted(source for source, weight in weights.items() if weight == max(weights.values())))


def of_documents(snapshot: Snapshot, sources: Sequence[str]) -> tuple[Support, ...]:
    """Return the key sentences of one document, or fewer of each of a few."""
    count = max(1, SUMMARY // len(sources))
    held = snapshot.documents(sources[:MAX_DOCUMENTS])
    return tuple(support for document in held.values() for support in of_document(document, count))


def of_document(document: Document, count: int = SUMMARY) -> tuple[Support, ...]:
    """Return ``count`` key sentences, as they were written: the most central one of each part of the document.

    LexRank (Erkan and Radev 2004): sentences vote for those that share their words, weighted by how rare the words
    are. One from each of ``count`` parts of equal length, because the most central ones of all stand close together
    and say the same.
    """
    spans = _substantial(document)
    if not spans:
        return ()
    ranks = _ranks(_likeness([document.text[start:end] for start, end in spans]))
    parts = np.array_split(np.arange(len(spans)), min(count, len(spans)))
    best = [int(part[ranks[part].argmax()]) for part in parts]
    return tuple(_support(document, *spans[index]) for index in best)


def _substantial(document: Document) -> list[tuple[int, int]]:
    """Return the bounds of the sentences that say something, sampled evenly from a very long document."""
    headings = {section.start for section in document.sections}
    spans = [span for span in sentences(document.text) if span[0] not in headings]
    long = [(start, end) for start, end in spans if len(_words(document.text[start:end])) >= SUBSTANTIAL]
    # The lines of a form or a table have many words too, but end like no sentence.
    spans = [span for span in long if ends_sentence(document.text[slice(*span)])] or long or spans
    return spans[:: len(spans) // COMPARED + 1]


def _support(document: Document, start: int, end: int) -> Support:
    """Cite a sentence in its paragraph; a summary says nothing else than the sentence, so it is supported."""
    low = document.text.rfind("\n", 0, start) + 1
    high = document.text.find("\n", end)
    high = high if high >= 0 else len(document.text)
    position = document.text.count("\n", 0, start)
    headings = document.headings_at(start)
    chunk = Chunk(document.source, document.fingerprint, position, low, high, headings, document.text[low:high])
    return Support(chunk, start, end, 1.0, None)


def _likeness(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return the cosines of the texts' tf-idf vectors, shape (n, n)."""
    counts = [Counter(_words(text)) for text in texts]
    vocabulary = {word: column for column, word in enumerate(sorted(set().union(*counts)))}
    matrix = np.zeros((len(texts), max(len(vocabulary), 1)))
    for row, count in enumerate(counts):
        for word, times in count.items():
            matrix[row, vocabulary[word]] = times
    matrix *= np.log((1 + len(texts)) / (1 + (matrix > 0).sum(axis=0))) + 1
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return np.asarray(matrix @ matrix.T)


def _ranks(likeness: NDArray[np.float64], damping: float = 0.85) -> NDArray[np.float64]:
    """Return the stationary votes of a walk over likeness; earlier sentences start ahead: news come first."""
    count = len(likeness)
    votes = likeness / np.maximum(likeness.sum(axis=1, keepdims=True), 1e-9)
    start = 1 / np.sqrt(np.arange(1, count + 1))
    start /= start.sum()
    ranks = start
    for _ in range(50):
        ranks = (1 - damping) * start + damping * ranks @ votes
    return ranks


def _words(text: str) -> set[str]:
    return {word.lower() for word in content_words(text)}
