"""The address of a quote that a program is told opens the page at that quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openai
import pytest

from tests.e2e.conftest import IN_VIEW
from tests.harness.processes import GOLDEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Visitor
    from tests.harness.chat_process import Served

PHONE = {"width": 390, "height": 780}


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 860}, PHONE], ids=["wide", "phone"])
def test_the_address_of_an_annotation_opens_the_viewer_at_its_quote(
    chat: Served, open_page: Callable[..., Visitor], viewport: dict[str, int]
) -> None:
    asked: Any = [{"role": "user", "content": GOLDEN}]
    with openai.OpenAI(base_url=f"{chat.address}/v1", api_key="any", max_retries=0) as client:
        message = client.chat.completions.create(model="citeseed", messages=asked).choices[0].message
    assert message.annotations
    annotation = message.annotations[0]
    page = open_page(viewport=viewport).page
    page.goto(annotation.url_citation.url)
    page.wait_for_function(IN_VIEW, timeout=60_000)
    marked = "".join(page.locator("#viewer mark.now").all_text_contents())
    assert marked == annotation.model_dump()["quote"].replace("\n", "")
    assert page.locator("#messages .exchange").count() == 0
