"""Load data sets: documents, questions, and the places of the evidence."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from index import Document
from index.named_files import read_named
from rag.errors import QuestionError, RagError
from rag.query import validation as question_rules
from rag.types import Turn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GZIP = b"\x1f\x8b"
# Bytes of a file at most: far more than any data set of questions has.
MAX_FILE_SIZE = 1_000_000_000
# Seed of a sample, so that samples of one size are the same.
SEED = 20
# What a data set may say of itself and its parts without changing any figure.
NOTES = frozenset(
    "answerability description domain id language licence name origin question_type source turn type url".split()
)
# What no document of ours contains, replaced one for one so that offsets hold.
_UNTIDY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class DataError(RagError):
    """A file of evaluation data cannot be used; the message says where it is wrong."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote that answers a question.

    Parameters
    ----------
    source
        Of the document it stands in.
    quote
        Verbatim.
    places
        (start, end) of each of its occurrences there; at least one.
    """

    source: str
    quote: str
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its known answer.

    Parameters
    ----------
    position
        In the file, from 0.
    text
        As asked.
    answerable
        Whether the documents answer it.
    answers
        Any of which would be right; may be empty.
    evidence
        Empty where it is not answerable.
    history
        The turns before it, oldest first.
    rewrite
        How a person would ask it without the history; None where nobody said.
    """

    position: int
    text: str
    answerable: bool
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    history: tuple[Turn, ...]
    rewrite: str | None


@dataclass(frozen=True, slots=True)
class DataSet:
    """Documents and questions about them.

    Parameters
    ----------
    name
        Of the file, without its suffixes.
    documents
        At least one; their sources are the ids of the file.
    questions
        At least one.
    """

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]

    @property
    def digest(self) -> str:
        """Hexadecimal sha256 of the documents: what their library is made of."""
        sums = "\n".join(f"{document.source}\0{document.fingerprint}" for document in self.documents)
        return hashlib.sha256(sums.encode()).hexdigest()

    def knows(self, question: Question) -> bool:
        """Tell whether evidence for a question of another data set stands in these documents too."""
        return any(evidence.quote in document.text for evidence in question.evidence for document in self.documents)

    def sample(self, size: int | None) -> DataSet:
        """Return the data set with at most ``size`` of its questions, drawn at random but always the same ones."""
        if size is None or size >= len(self.questions):
            return self
        chosen = random.Random(SEED).sample(self.questions, size)  # noqa: S311 (no secret)
        return replace(self, questions=tuple(sorted(chosen, key=lambda question: question.position)))


def load(path: Path) -> DataSet:
    """Read a data set from a JSON file, compressed with gzip or not.

    Raises
    ------
    DataError
        When it cannot be read, is no data set, or holds no documents or no questions.
    """
    content = _Part(path.name, _parsed(path))
    content.only("documents", "questions")
    documents = tuple(_document(part) for part in content.filled("documents"))
    texts = {document.source: document.text for document in documents}
    if len(texts) < len(documents):
        sources = [document.source for document in documents]
        twice = next(source for source in sources if sources.count(source) > 1)
        raise DataError(f"{path.name}: two documents have the id '{twice}'; give each its own.")
    asked = tuple(_question(part, number, texts) for number, part in enumerate(content.filled("questions")))
    return DataSet(path.name.removesuffix(".gz").removesuffix(".json"), documents, asked)


def _parsed(path: Path) -> object:
    try:
        data = read_named(path, MAX_FILE_SIZE)
        return json.loads(gzip.decompress(data) if data.startswith(GZIP) else data)
    except FileNotFoundError:
        raise DataError(f"There is no file {path}; name a data set (a .json or .json.gz file).") from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"{path} is damaged: it cannot be decompressed ({error}). Get it anew.") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); name a .json or .json.gz file.") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path} is not JSON ({error}); name a data set (a .json or .json.gz file).") from error


class _Part:
    """A part of the file, and where it stands: whatever is wrong is said with its place."""

    def __init__(self, where: str, value: object) -> None:
        self.where = where
        if not isinstance(value, dict):
            raise DataError(f"{where} must be a JSON object, not {_kind(value)}.")
        self._fields: Mapping[str, Any] = value

    def only(self, *known: str) -> None:
        unknown = sorted(set(self._fields) - set(known) - NOTES)
        if unknown:
            raise DataError(f"{self.where} has the unknown key '{unknown[0]}'; known keys: {', '.join(known)}.")

    def fault(self, name: str, says: str) -> DataError:
        return DataError(f"{self.where}: '{name}' {says}.")

    def get(self, name: str, kind: type, *, optional: bool = False) -> Any:
        value = self._fields.get(name)
        if value is None and optional:
            return None
        if name not in self._fields:
            raise self.fault(name, "is missing")
        if not isinstance(value, kind):
            raise self.fault(name, f"must be {_kind(kind())}, not {_kind(value)}")
        return value

    def text(self, name: str) -> str:
        text = cleaned(self.get(name, str))
        if not text.strip():
            raise self.fault(name, "is empty")
        return text

    def filled(self, name: str) -> list[_Part]:
        parts = self.parts(name)
        if not parts:
            raise DataError(f"{self.where} holds no {name}; nothing can be measured with it.")
        return parts

    def parts(self, name: str, *, optional: bool = False) -> list[_Part]:
        values = self.get(name, list, optional=optional) or []
        return [_Part(f"{self.where}: {name}[{number}]", value) for number, value in enumerate(values)]


def cleaned(text: str) -> str:
    """Return the text with what no document may contain replaced by spaces, its length unchanged."""
    return _UNTIDY.sub(" ", text)


def _document(part: _Part) -> Document:
    part.only("id", "title", "text")
    source, text = part.text("id"), part.text("text")
    title = (
        cleaned(part.get("title", str, optional=True) or "").strip() or text.split("\n", 1)[0].strip()[:100] or source
    )
    fingerprint = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()
    return Document(source, title, text, (), (), fingerprint)


def _question(part: _Part, position: int, texts: Mapping[str, str]) -> Question:
    part.only("question", "answerable", "answers", "evidence", "history", "rewrite")
    answerable: bool = part.get("answerable", bool)
    answers = part.get("answers", list, optional=not answerable) or []
    if not all(isinstance(answer, str) for answer in answers):
        raise part.fault("answers", "must be a list of texts")
    evidence = tuple(_evidence(each, texts) for each in part.parts("evidence", optional=not answerable))
    if not answerable and (answers or evidence):
        raise part.fault("answerable", "is false, but there are answers or evidence")
    rewrite = part.get("rewrite", str, optional=True)
    return Question(
        position=position,
        text=_askable(part, "question", part.text("question")),
        answerable=answerable,
        answers=tuple(answers),
        evidence=evidence,
        history=tuple(_turn(each) for each in part.parts("history", optional=True)),
        rewrite=None if rewrite is None else _askable(part, "rewrite", cleaned(rewrite)),
    )


def _askable(part: _Part, name: str, text: str) -> str:
    try:
        return question_rules.cleaned(text)
    except QuestionError as error:
        raise part.fault(name, f"cannot be asked: {str(error).rstrip('.')}") from None


def _evidence(part: _Part, texts: Mapping[str, str]) -> Evidence:
    part.only("doc_id", "quote")
    source, quote = part.text("doc_id"), part.text("quote")
    if source not in texts:
        raise part.fault("doc_id", f"names the document '{source}', which is not in the file")
    places = tuple(match.span() for match in re.finditer(re.escape(quote), texts[source]))
    if not places:
        raise part.fault("quote", f"does not stand verbatim in the document '{source}'")
    return Evidence(source, quote, places)


def _turn(part: _Part) -> Turn:
    part.only("role", "text")
    role = part.text("role")
    if role not in ("user", "assistant"):
        raise part.fault("role", f"is '{role}', but must be user or assistant")
    return Turn("user" if role == "user" else "assistant", cleaned(part.get("text", str)))


_KINDS: Mapping[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def _kind(value: object) -> str:
    return _KINDS[type(value)]
