"""What the server stores of opened pages."""

from __future__ import annotations

import asyncio
from typing import Any

import gradio as gr
from gradio.state_holder import SessionState, StateHolder

from ui.web.gradio_blocks import MAX_REMEMBERED, Page


def test_no_part_is_kept_more_than_once() -> None:
    async def steps() -> None:  # in a loop, as else Gradio begins some that it does not close
        with Page() as page:
            typed, text = gr.Textbox(), gr.HTML()
            typed.submit(lambda said: said, typed, [typed, text])
        event, session = next(iter(page.fns.values())), SessionState(page)

        async def said(*values: Any) -> tuple[int, int]:
            await page.preprocess_data(event, ["typed"], session)
            await page.postprocess_data(event, list(values), session)
            return len(session.blocks_config.blocks), len(session.config_values)

        kept = await said("", "the first half")
        for _ in range(5):
            assert await said(gr.skip(), "all") == kept
            assert await said(gr.Textbox(lines=2), gr.skip()) == kept
            assert await said("", "the first half") == kept
        assert session[typed._id].lines == 2  # what was changed of a part is still known

    asyncio.run(steps())


def test_pages_are_forgotten_when_there_are_many() -> None:
    async def steps() -> None:
        with Page() as page:
            gr.HTML()
        sessions: Any = StateHolder()  # type: ignore[no-untyped-call]
        sessions.set_blocks(page)
        for number in range(MAX_REMEMBERED + 1):
            assert sessions[f"page {number}"] is sessions[f"page {number}"]
        assert len(sessions.session_data) == MAX_REMEMBERED

    asyncio.run(steps())
