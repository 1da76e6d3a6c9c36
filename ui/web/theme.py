"""Colours and fonts of Gradio's own parts, chosen to agree with ``static/base.css``; nothing is loaded for them."""

from __future__ import annotations

import gradio as gr

_PAPER, _PAPER_DARK = "#fbfaf7", "#161815"
_CARD, _CARD_DARK = "#ffffff", "#1e211d"
_LINE, _LINE_DARK = "#e2dfd6", "#343831"
_INK, _INK_DARK = "#21241f", "#e6e7e1"
_QUIET, _QUIET_DARK = "#5d6259", "#a4a99e"
_SEED, _SEED_DARK = "#2c6148", "#8fcdaa"


def build_theme() -> gr.themes.Base:
    """Return the theme, light and dark."""
    theme = gr.themes.Base(
        font=("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif"),
        font_mono=("ui-monospace", "SFMono-Regular", "Consolas", "Liberation Mono", "monospace"),
        text_size="md",
        radius_size="md",
    )
    return theme.set(
        body_background_fill=_PAPER,
        body_background_fill_dark=_PAPER_DARK,
        body_text_color=_INK,
        body_text_color_dark=_INK_DARK,
        body_text_color_subdued=_QUIET,
        body_text_color_subdued_dark=_QUIET_DARK,
        background_fill_primary=_CARD,
        background_fill_primary_dark=_CARD_DARK,
        background_fill_secondary=_PAPER,
        background_fill_secondary_dark=_PAPER_DARK,
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_shadow="none",
        border_color_primary=_LINE,
        border_color_primary_dark=_LINE_DARK,
        border_color_accent=_SEED,
        border_color_accent_dark=_SEED_DARK,
        color_accent=_SEED,
        input_background_fill=_CARD,
        input_background_fill_dark=_CARD_DARK,
        input_border_color=_LINE,
        input_border_color_dark=_LINE_DARK,
        input_placeholder_color=_QUIET,
        input_placeholder_color_dark=_QUIET_DARK,
        button_secondary_background_fill=_CARD,
        button_secondary_background_fill_dark=_CARD_DARK,
        button_secondary_background_fill_hover=_PAPER,
        button_secondary_background_fill_hover_dark="#272b26",
        button_secondary_border_color=_LINE,
        button_secondary_border_color_dark=_LINE_DARK,
        button_secondary_text_color=_INK,
        button_secondary_text_color_dark=_INK_DARK,
        button_border_width="1px",
        loader_color=_SEED,
        loader_color_dark=_SEED_DARK,
    )
