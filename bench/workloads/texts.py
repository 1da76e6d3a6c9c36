"""Make any number of documents by shuffling the sentences of ``seeds/``, and questions about them."""

from __future__ import annotations

import random
from pathlib import Path

from index import sentences
from index.loaders import load

ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = ROOT / "seeds"
QUESTIONS = (
    "why is Alibaba's plan considered risky?",
    "What is Alibaba's current goal?",
    "How much will be invested in artificial intelligence?",
    "Who said that the payback period is unclear?",
    "What do analysts think of artificial general intelligence?",
    "Which companies compete in cloud computing?",
    "What is the capital of Mongolia?",
    "When did the price of the shares rise?",
)
# A document of so many characters is cut into about so many chunks.
CHARACTERS, CHUNKS = 2500, 5
_SENTENCES_PER_PARAGRAPH = 4


def seed_sentences() -> list[str]:
    """Return every sentence of the seeds, in order."""
    texts = [load(path, path.name).text for path in sorted(SEEDS.iterdir()) if path.is_file()]
    return [text[low:high] for text in texts for low, high in sentences(text)]


def write_documents(folder: Path, number: int, characters: int = CHARACTERS) -> list[Path]:
    """Write ``number`` text files of about so many characters each; the same ones every time."""
    folder.mkdir(parents=True)
    known, chance = seed_sentences(), random.Random(7)
    paths = [folder / f"{place:05d}.txt" for place in range(number)]
    for place, path in enumerate(paths):
        path.write_text(document(place, characters, known, chance), encoding="utf-8")
    return paths


def document(place: int, characters: int, known: list[str], chance: random.Random) -> str:
    """Return a text of about so many characters: a title, then paragraphs of sentences drawn from ``known``."""
    paragraphs = [f"Document {place}"]
    while sum(map(len, paragraphs)) < characters:
        paragraphs.append(" ".join(chance.choices(known, k=_SENTENCES_PER_PARAGRAPH)))
    return "\n\n".join(paragraphs) + "\n"
