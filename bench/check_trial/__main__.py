"""Check the drafts of the trial and print what is found, by kind.

Four sets of documents (a company's notes, a club's minutes, a manual, a newspaper) and a draft of 25 sentences about
each: 13 were made false by hand, 12 say what the documents say in other words. The labels were decided before anything
was checked. Two sets were tuned on; the figures of the others count, and their sentences are never printed::

    python -m bench.check_trial                # rules and model, as the command judges
    python -m bench.check_trial --rules        # without the model
    python -m bench.check_trial --verbose      # each wrong verdict of the half that was tuned on
    python -m bench.check_trial --set company  # one set
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench.check_trial.drafts import HALVES, Line, load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.check_trial.drafts import Draft
    from rag.protocols import ClaimJudge
    from rag.verification.types import CheckedSentence

Judged = tuple[Line, str]
# Verdicts from the best to the worst: a line that is cut into two sentences gets the worse of theirs.
WORSE = ("no_claim", "supported", "partly", "not_found", "contradicted")


def main(arguments: list[str] | None = None) -> int:
    """Check the drafts, print the figures, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.check_trial", description="What does a check find?")
    parser.add_argument("--set", choices=tuple(HALVES), action="append", help="one of the sets")
    parser.add_argument("--rules", action="store_true", help="judge by rules alone")
    parser.add_argument("--verbose", action="store_true", help="print each wrong verdict of the half that is tuned on")
    chosen = parser.parse_args(arguments)
    # Before anything reads it: all models lie on the disk, and nothing may ask the network for newer ones.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    judge = _judge(rules=chosen.rules)
    halves: dict[str, list[Judged]] = {half: [] for half in dict.fromkeys(HALVES.values())}
    for name in chosen.set or HALVES:
        draft = load(name)
        judged = verdicts(draft, judge)
        halves[draft.half] += judged
        print(f"{name} ({draft.half}): {figures(judged)}")
        for line, verdict in judged if chosen.verbose and draft.half == "tuned on" else ():
            if (verdict in {"supported", "no_claim"}) != line.is_true:
                print(f"    {line.kind} | {verdict} | {line.text}")
    for half, judged in halves.items():
        if judged:
            print(f"\n{half}: {figures(judged)}")
            _print_kinds(judged)
    return 0


def _judge(*, rules: bool) -> ClaimJudge:
    from rag.models import open_claim_judge  # noqa: PLC0415 (reads the environment)
    from rag.verification.joint_judge import JointJudge  # noqa: PLC0415
    from rag.verification.rules import RuleJudge  # noqa: PLC0415

    return RuleJudge() if rules else JointJudge(open_claim_judge())


def verdicts(draft: Draft, judge: ClaimJudge) -> list[Judged]:
    """Return each line of a draft with its verdict, the whole draft checked as one text."""
    from bench.workloads.workshop import library_in  # noqa: PLC0415
    from index import sync  # noqa: PLC0415
    from rag.factory import assemble  # noqa: PLC0415
    from rag.models import open_reading_model  # noqa: PLC0415
    from rag.settings import Settings  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="citeseed-check-trial-") as folder:
        library = library_in(Path(folder))
        sync([draft.documents], library)
        with assemble(library, open_reading_model("bundled"), Settings(), judge=judge) as assistant:
            sentences = assistant.check(draft.text).sentences
    return [(line, _worst(line, sentences)) for line in draft.lines]


def _worst(line: Line, sentences: Sequence[CheckedSentence]) -> str:
    of_line = [each.verdict.value for each in sentences if each.start < line.end and each.end > line.start]
    return max(of_line, key=WORSE.index)


def figures(judged: Sequence[Judged]) -> str:
    """Return in words how many false lines were found, and how many true ones were marked."""
    false = [verdict for line, verdict in judged if not line.is_true]
    true = [verdict for line, verdict in judged if line.is_true]
    told = []
    if false:
        found, against = sum(verdict not in {"supported", "no_claim"} for verdict in false), false.count("contradicted")
        told.append(f"false found {found} of {len(false)} ({against} contradicted)")
    if true:
        marked, against = sum(verdict not in {"supported", "no_claim"} for verdict in true), true.count("contradicted")
        told.append(f"true marked {marked} of {len(true)} ({against} contradicted)")
    return ", ".join(told)


def _print_kinds(judged: Sequence[Judged]) -> None:
    kinds: dict[tuple[bool, str], list[Judged]] = defaultdict(list)
    for line, verdict in judged:
        kinds[line.is_true, line.kind].append((line, verdict))
    for (_, kind), each in sorted(kinds.items()):
        print(f"  {kind}: {figures(each)}")


if __name__ == "__main__":
    sys.exit(main())
