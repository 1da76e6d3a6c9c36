"""Prepare the training pool once: sentences, mined negatives, siblings. ``python -m training.prepare``."""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path

from training.pool.counterfactuals import STOP, WORD
from training.pool.data import POOL, SIBLINGS, data_folder, human_exchanges, read_pool, save_pool
from training.pool.negatives import mine
from training.pool.siblings import find_siblings

log = logging.getLogger("training.prepare")


def prepare(folder: Path, base: Path | None = None, paragraphs: int | None = None) -> None:
    """Write ``pool.jsonl.gz`` and ``siblings.json`` into a folder.

    Parameters
    ----------
    folder
        Made when missing.
    base
        Folder of the embedder; None for the installed package's.
    paragraphs
        Take only so many, for a trial.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pool = read_pool(data_folder("train"))[:paragraphs]
    log.info("%d paragraphs, %d questions", len(pool), sum(len(paragraph.questions) for paragraph in pool))
    wanted = {
        word.lower()
        for paragraph in pool
        for question in paragraph.questions
        for word in WORD.findall(question.text)
        if word.islower() and len(word) > 3
    } - STOP
    siblings = find_siblings([paragraph.text for paragraph in pool], wanted, base)
    log.info("%d of %d words have siblings", len(siblings), len(wanted))
    written = human_exchanges(data_folder("train"))
    siblings = {word: written.get(word, []) + siblings.get(word, []) for word in sorted({*siblings, *written})}
    log.info("%d words were exchanged by people", len(written))
    (folder / SIBLINGS).write_text(json.dumps(siblings), encoding="utf-8")
    mine(pool, base)
    save_pool(pool, folder / POOL)
    log.info("wrote %s", folder / POOL)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".training"), help="folder for prepared data and checkpoints")
    parser.add_argument("--base", type=Path, default=None, help="folder of the embedder")
    parser.add_argument("--paragraphs", type=int, default=None, help="take only so many, for a trial")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    prepare(given.work, given.base, given.paragraphs)


if __name__ == "__main__":
    main()
