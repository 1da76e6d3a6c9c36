"""Fill the HTML templates of this folder with values; every value is escaped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token

from rag.types import NOT_SUPPORTED
from ui.text.layout import count, known_as, length
from ui.text.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2.lexer import TokenStream

# What no HTML document may hold, even as a reference: the parser would replace or drop it.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff\U0001fffe\U0001ffff]"
)
# A line break beside a tag or a mark of Jinja, with the indentation around it.
_LAYOUT = re.compile(r"(?<![^>])\s*\n\s*|\s*\n\s*(?![^<])")


class _Compact(Extension):
    """Leave the layout of the templates out of the HTML, where a space between two words would be shown."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            is_html = token.type == "data"
            yield Token(token.lineno, token.type, _LAYOUT.sub("", token.value)) if is_html else token


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        extensions=[_Compact],
    )
    environment.filters |= {
        "count": count,
        "length_of": lambda characters: length(characters, 0),
        "visible": visible,
        "known_as": known_as,
    }
    environment.globals["NOT_SUPPORTED"] = NOT_SUPPORTED
    return environment


_ENVIRONMENT = _environment()


def html(template: str, macro: str, **values: object) -> str:
    """Return the HTML that a macro makes of its arguments.

    Parameters
    ----------
    template
        Name of a file of this folder, without its suffix.
    macro
        Of this file.
    values
        Text of documents, names and questions is escaped, and U+FFFD stands for characters that HTML cannot hold.

    Raises
    ------
    jinja2.UndefinedError
        When the macro uses a value that is missing.
    """
    made = getattr(_ENVIRONMENT.get_template(f"{template}.html").module, macro)(**values)
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", str(made))
