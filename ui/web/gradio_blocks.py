"""A Gradio page that keeps little memory on the server, and whose endpoints have defaults for every client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.api.gradio.client import defaults

if TYPE_CHECKING:
    from gradio.block_function import BlockFunction
    from gradio.state_holder import SessionState

# Of opened pages, whose last outputs Gradio remembers; one that it forgets loses nothing, since its browser has all.
MAX_REMEMBERED = 100


class Page(gr.Blocks):
    """A page that holds each of its parts once for every browser that opened it.

    Gradio 6.31 makes a part anew, under another number, when an event leaves it as it is or changes more than its
    value, and keeps those that it replaced, with what they showed, as long as the session.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.state_session_capacity = MAX_REMEMBERED

    async def preprocess_data(
        self,
        block_fn: BlockFunction,
        inputs: list[Any],
        state: SessionState | None,
        explicit_call: bool = False,  # noqa: FBT001, FBT002  (as Gradio has it)
    ) -> list[Any]:
        """Return the inputs of an event; those left out have the defaults that its function gives them.

        Gradio's own clients fill in the defaults before they ask. Over plain HTTP nobody does.
        """
        missing = len(block_fn.inputs) - len(inputs)
        left_out = defaults(block_fn)[-missing:] if missing > 0 else ()
        values: list[Any] = await super().preprocess_data(block_fn, [*inputs, *left_out], state, explicit_call)
        return values

    async def postprocess_data(
        self, block_fn: BlockFunction, predictions: list[Any] | dict[Any, Any], state: SessionState | None
    ) -> list[Any]:
        """Return what the outputs of an event are to show, and forget the parts that were replaced."""
        shown = await super().postprocess_data(block_fn, predictions, state)
        if state is not None:
            for number in state.blocks_config.blocks.keys() - self.blocks.keys():
                del state.blocks_config.blocks[number]
                state.config_values.pop(number, None)
        return shown
