"""Show outcomes in notebooks: HTML in which each statement opens to its quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TEMPLATE = """\
<div>
  {%- if head %}<p><em>{{ head }}</em></p>{% endif %}
  {%- for statement in statements %}
    <details><summary>{{ statement.said }}</summary>
      {%- for text, place in statement.behind -%}
        <blockquote>{{ text }}{% if place %}<p><small>{{ place }}</small></p>{% endif %}</blockquote>
      {%- endfor -%}
    </details>
  {%- endfor %}
  {%- if foot %}<p><small>{{ foot }}</small></p>{% endif -%}
</div>"""


class Statement(NamedTuple):
    """What is said, and the texts behind it, each with its place."""

    said: str
    behind: Sequence[tuple[str, str]]


def shown(head: str, statements: Iterable[Statement], foot: str = "") -> str:
    """Return a heading, statements and a last line as HTML. Everything is shown as text."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 (outside of notebooks nobody needs it)

    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(_TEMPLATE)
    return template.render(head=head, statements=list(statements), foot=foot)
