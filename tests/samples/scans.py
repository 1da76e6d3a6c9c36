"""Scans for tests: pages of text as pictures, a little tilted and blurred, as a flat-bed scanner leaves them."""

from __future__ import annotations

import io
import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence

# A sheet of A4 at 300 dots an inch, its margins, and the letters of its text and of its headings.
WIDTH, HEIGHT, DPI = 2480, 3508, 300
_LEFT, _TOP, _CHARACTERS = 300, 320, 76
_SIZE, _LINE, _HEAD = 46, 72, 72
_TILTS = (0.6, -0.4, 1.1, -0.9, 0.3, -1.2, 0.8, -0.2, 1.0, -0.7)

HANDBOOK = (
    """The Sandholm Canal Association
The association was founded in 1911 by eleven lock keepers and a baker. It looks after the canal between Sandholm and
the sea, which is 23 kilometres long and has nine locks. Its office is in the old toll house, where the minutes of every
meeting are kept in oak boxes. Whoever wants to read them asks the archivist.

This handbook tells members and visitors how the canal is used. It was printed for the first time in 1954 and is revised
every six years.""",
    """Locks
A lock is worked by two people, one at each gate. The paddles are raised slowly, and no boat is left alone in the
chamber. Ropes are held, never tied. The deepest lock is that at Brandt's mill: it lifts a boat 4.7 metres.

The locks are open from seven in the morning until eight in the evening. From November to March they close at four. A
lock keeper who finds ice on the gates may close a lock without notice.""",
    """Mooring
A visitor may moor for three nights at the same place. After that the boat moves on by at least two kilometres. The fee
is 14 crowns a night, paid at the toll house or to the lock keeper. Members pay nothing.

Boats longer than 18 metres moor at the timber quay alone. Nobody moors below the bridge at Aldersund, where the current
pulls towards the weir.""",
    """Speed and right of way
The highest speed on the canal is six kilometres an hour, and four past moored boats. A boat that leaves a lock goes
first. Loaded barges have right of way over all other boats, since they cannot stop.

Rowing boats keep to the towpath's side. After dark every boat shows a white light that is seen all around.""",
    """Fishing
Members fish without a licence from the towpath. Visitors buy a day ticket for 9 crowns from the bakery in Sandholm.
Nobody fishes inside a lock or within thirty metres of a weir.

Pike are returned to the water between the first of March and the end of May. The largest pike was caught in 1978 by
Ragnhild Osk: it weighed 16 kilograms and hangs in the toll house.""",
    """The towpath
The towpath belongs to people on foot. Bicycles may use it at walking pace, and horses only to tow. Dogs are kept on a
lead between the mill and the second lock, where swans nest.

The path is mown in June and in September. Anybody who finds a hole in it marks it with a stick and tells the keeper of
the nearest lock.""",
    """Water
The canal is fed by the Elver stream and by a pump at the third lock. The pump moves 310 litres in a second and runs at
night, when current is cheap. In a dry summer the committee may order that boats share the locks.

Drinking water is drawn at the toll house and at Brandt's mill. The water of the canal is not fit to drink.""",
    """Fire and accidents
Fires are lit in stoves alone. On the quay nothing burns, not even a lamp of oil. Every boat carries a bucket and a
blanket of wool.

Whoever sees an accident rings the bell at the nearest lock, three strokes and again three. The doctor of the canal is
Dr. Henrike Vaal, in the house with the green door at Aldersund.""",
    """Members
A member pays 85 crowns a year, due on the first of February. Whoever joins after July pays half. Members work on the
canal for two days in a year, or pay 40 crowns for each day that they miss.

A member who has not paid by the end of May is struck off the list. The treasurer is Tobias Rehn.""",
    """Meetings
The general meeting is held on the last Sunday of April in the hall of the mill. Twenty members are needed for a vote.
The committee has seven members, who are elected for three years.

A proposal reaches the secretary four weeks before the meeting. What is decided there holds from the first of June, when
the new notices are nailed to the gates.""",
)
"""Ten pages, each a heading with two paragraphs."""


@dataclass(frozen=True)
class Sheet:
    """A scanned page, and where each of its lines stands: the words and the (x, y) of both ends, in pixels."""

    picture: Image.Image
    lines: tuple[tuple[str, tuple[float, float], tuple[float, float]], ...]


def sheets(pages: Sequence[str], blur: float = 1.2) -> list[Sheet]:
    """Return pages of text as pictures; the first line of a page is its heading."""
    return [_sheet(text, _TILTS[place % len(_TILTS)], blur) for place, text in enumerate(pages)]


def scan(pages: Sequence[Sheet]) -> bytes:
    """Return pictures as a PDF file, as scanners write them."""
    first, *rest = (page.picture for page in pages)
    file = io.BytesIO()
    first.save(file, "PDF", resolution=DPI, save_all=True, append_images=rest)
    return file.getvalue()


def _sheet(text: str, degrees: float, blur: float) -> Sheet:
    picture = Image.new("L", (WIDTH, HEIGHT), 250)
    draw, lines, down = ImageDraw.Draw(picture), [], _TOP
    heading, _, body = text.partition("\n")
    for paragraph, size in ((heading, _HEAD), *((each, _SIZE) for each in body.split("\n\n"))):
        font = ImageFont.load_default(size)
        for line in textwrap.wrap(" ".join(paragraph.split()), _CHARACTERS):
            draw.text((_LEFT, down), line, font=font, fill=25)
            middle = down + size / 2
            left, right = (_turned(across, middle, degrees) for across in (_LEFT, _LEFT + font.getlength(line)))
            lines.append((line, left, right))
            down += _LINE
        down += _LINE
    picture = picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=250).filter(ImageFilter.GaussianBlur(blur))
    return Sheet(picture, tuple(lines))


def _turned(across: float, down: float, degrees: float) -> tuple[float, float]:
    """Return where a point lies when its page is turned about its middle, against the clock."""
    angle, middle = math.radians(degrees), (WIDTH / 2, HEIGHT / 2)
    x, y = across - middle[0], down - middle[1]
    return middle[0] + x * math.cos(angle) + y * math.sin(angle), middle[1] - x * math.sin(angle) + y * math.cos(angle)
