"""What a real language model writes is checked before it is shown: ``make test-llm``."""

from __future__ import annotations

import json
import sys
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from index.secret import Secret
from rag import Answer, NoAnswer, Settings, open_assistant
from rag.evaluation import load
from rag.models.openai_client import LEAST_BYTES, OpenAILanguageModel
from rag.protocols import Message
from tests.harness.processes import ROOT, citeseed
from tests.public import public
from tests.smollm.hearing import Heard, check, heard
from tests.smollm.server import CONTEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rag import Assistant

pytestmark = [pytest.mark.llm, pytest.mark.timeout(1800)]

GOLDEN = json.loads((ROOT / "tests/golden/seeds.json").read_text(encoding="utf-8"))
SEEDS = (
    *(golden["question"] for golden in GOLDEN["answered"]),
    "How much does Alibaba plan to invest over the next three years?",
    "What do Jasmine Lyu and Robert Lea say about the plan?",
    "How much has Alibaba's market valuation gained in 2025?",
    "Which US companies have dominated the AI race?",
    "Who attended the summit?",
    "What will Alibaba's AI investment focus on?",
    "What has Alibaba prioritized?",
    GOLDEN["refused"][0],
)
NEWS = 20
# Seconds that an answer may take: the slowest took 40 on two cores that did other work besides.
PATIENCE = 600.0


@contextmanager
def opened(library: Path, url: str) -> Iterator[Assistant]:
    settings = Settings(
        index=library,
        reader="generative",
        language_model="smollm2",
        language_model_url=url,
        language_model_context=CONTEXT,
        language_model_timeout=PATIENCE,
    )
    with open_assistant(settings=settings) as assistant:
        yield assistant


def asked(assistant: Assistant, questions: Sequence[str], screen: pytest.CaptureFixture[str]) -> list[Heard]:
    """Ask each question, check all that is heard, and tell on the screen what became of them."""
    answers = []
    for question in questions:
        told = heard(assistant, question)
        check(told, question, assistant.library.open())
        answers.append(told)
    outcomes = [told.outcome for told in answers]
    own = [outcome for outcome in outcomes if isinstance(outcome, Answer) and outcome.trace.reader == "generative"]
    said = [sentence for outcome in own for sentence in outcome.sentences]
    cited = sum(bool(sentence.citations) for sentence in said)
    refused = sum(isinstance(outcome, NoAnswer) for outcome in outcomes)
    with screen.disabled():
        sys.stdout.write(
            f"\n{len(outcomes)} questions: {len(own)} answered in the model's words ({cited} sentences cited, "
            f"{len(said) - cited} marked), {len(outcomes) - len(own) - refused} in the documents', {refused} refused\n"
        )
    # or else nothing is shown by it
    assert len(own) >= len(questions) // 4
    assert cited
    assert len(said) > cited
    warnings = {warning for outcome in outcomes for warning in outcome.trace.warnings}
    assert not any("refused the request" in warning or "did not finish" in warning for warning in warnings), warnings
    return answers


def test_twenty_questions_of_the_seeds(seeds_library: Path, smollm: str, capsys: pytest.CaptureFixture[str]) -> None:
    with opened(seeds_library, smollm) as assistant:
        *_, last = asked(assistant, SEEDS, capsys)
    assert isinstance(last.outcome, NoAnswer)


@pytest.mark.data("eval")
def test_twenty_questions_of_the_news(smollm: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    news = load(public("eval") / "multirc_news.json.gz")
    taken = news.documents[:NEWS]
    for number, document in enumerate(taken):
        (tmp_path / "news").mkdir(exist_ok=True)
        (tmp_path / "news" / f"{number}.txt").write_text(document.text, encoding="utf-8")
    made = citeseed("index", str(tmp_path / "news"), "--index", str(tmp_path / "library"), cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    known = {document.source for document in taken}
    questions = [each.text for each in news.questions if {evidence.source for evidence in each.evidence} <= known]
    with opened(tmp_path / "library", smollm) as assistant:
        asked(assistant, questions[:: len(questions) // NEWS][:NEWS], capsys)


def model(url: str) -> OpenAILanguageModel:
    return OpenAILanguageModel("smollm2", url, Secret(), context=CONTEXT, timeout=PATIENCE)


def test_the_server_counts_the_tokens_and_the_bound_is_above_them(smollm: str) -> None:
    article = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8")
    with closing(model(smollm)) as language_model:
        counted = language_model.count(article)
    assert len(article.split()) < counted < len(article.encode()) / LEAST_BYTES


def test_who_leaves_frees_the_server(smollm: str) -> None:
    """The server answers one at a time: what is asked next waits as long as the last one is still written."""
    long = (Message("user", "Tell me a long story about a fox."),)
    short = (Message("user", "Say yes."),)
    with closing(model(smollm)) as language_model:
        "".join(language_model.write(long, 1))  # read once, so that the prompt costs neither of the two
        start = time.monotonic()
        assert len("".join(language_model.write(long, 512)).split()) > 200
        whole = time.monotonic() - start
        left = language_model.write(long, 512)
        assert next(piece for piece in left if piece)
        left.close()
        start = time.monotonic()
        assert "".join(language_model.write(short, 4))
        assert time.monotonic() - start < whole / 2
