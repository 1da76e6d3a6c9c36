"""Pictures of pages with lines printed on them, as a scanner makes them."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

LINES = ["The ferry to Skerry Island leaves at noon.", "It carries forty people and one horse."]


def page(kind: str, *pages: list[str]) -> bytes:
    """Return pages with lines printed on them, as a picture or a PDF file of pictures."""
    drawn = []
    for lines in pages:
        sheet = Image.new("L", (1600, 700), "white")
        for place, line in enumerate(lines):
            ImageDraw.Draw(sheet).text((100, 100 + 70 * place), line, font=ImageFont.load_default(46), fill=0)
        drawn.append(sheet)
    file = io.BytesIO()
    drawn[0].save(file, kind, resolution=300, save_all=len(drawn) > 1, append_images=drawn[1:])
    return file.getvalue()
