"""LangChain's own tests of retrievers, and what stands with a passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from langchain_tests.integration_tests import RetrieversIntegrationTests

from rag.factory import assemble
from rag.langchain import CiteseedRetriever
from rag.settings import Settings
from tests.fakes import FakeReadingModel
from tests.libraries import build

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

    from rag import Assistant

FILES = {f"{number}.md": f"# Owls {number}\n\nOwl number {number} sees in the dark." for number in range(5)}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    _, library = build(tmp_path_factory.mktemp("langchain"), FILES)
    return assemble(library, FakeReadingModel(), Settings())


@pytest.mark.anyio
class TestRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _over(self, assistant: Assistant) -> None:
        self._assistant = assistant

    @pytest.fixture
    def anyio_backend(self) -> str:
        return "asyncio"

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return CiteseedRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"assistant": self._assistant}

    @property
    def retriever_query_example(self) -> str:
        return "Which owl sees in the dark?"


def test_a_passage_lacks_its_place(assistant: Assistant) -> None:
    (found,) = CiteseedRetriever(assistant=assistant, k=1).invoke("owl number 3")
    held = assistant.library.open().document(found.metadata["source"])
    assert held.text[found.metadata["start"] : found.metadata["end"]] == found.page_content
    assert (found.metadata["title"], found.metadata["fingerprint"]) == (held.title, held.fingerprint)
    assert found.metadata["page"] is None
    assert 0 <= found.metadata["score"] <= 1
