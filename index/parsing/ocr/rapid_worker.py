"""The process that runs rapidocr: a PGM picture on standard input, its words as JSON on standard output.

The only user of ``rapidocr``.
"""

from __future__ import annotations

import io
import json
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from index.loaders.pdf.scans import Word
from index.parsing.sandbox import confine
from index.parsing.worker import streams

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Found = tuple[str, float, Sequence[tuple[float, float]]]

# Lines whose heights differ by less stand in the same paragraph: their letters are of one size.
_ALIKE = 1.25


def main(det: str, cls: str, rec: str) -> None:
    """Read a picture, and write its words."""
    pictures, said = streams()
    engine = _engine(det, cls, rec)
    confine()
    picture = _opened(pictures.read())
    found = engine(picture)
    lines = list(zip(found.txts or (), found.word_results or (), strict=False))
    said.write(json.dumps(list(words_of(lines))).encode())
    said.flush()


def words_of(lines: Sequence[tuple[str, Sequence[Found]]]) -> Iterator[Word]:
    """Yield the words of lines, each with its text and the boxes of what it is made of.

    Signs that stand together in the text of the line, such as those of Chinese, are one word.
    """
    heights = [_height(found) for _, found in lines]
    paragraph = 0
    for number, (text, found) in enumerate(lines):
        if number and not 1 / _ALIKE < heights[number] / max(heights[number - 1], 1) < _ALIKE:
            paragraph += 1
        word: list[Found] = []
        at = 0
        for part, after in pairwise((*found, None)):
            assert part is not None
            at = max(text.find(part[0], at), at) + len(part[0])
            word.append(part)
            if after is None or text[at : at + 1].isspace():
                yield _word(word, paragraph, number)
                word = []


def _word(parts: Sequence[Found], paragraph: int, line: int) -> Word:
    across = [float(x) for _, _, box in parts for x, _ in box]
    down = [float(y) for _, _, box in parts for _, y in box]
    text = "".join(part[0] for part in parts)
    return Word(text, min(across), min(down), max(across), max(down), paragraph, line)


def _height(found: Sequence[Found]) -> float:
    """Return the height of a line without its tilt: that of its middle word."""
    down = [float(y) for _, y in found[len(found) // 2][2]] if found else [0.0]
    return max(down) - min(down)


def _engine(det: str, cls: str, rec: str) -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415 (1 s to import)

    return RapidOCR(
        params={
            "Det.model_path": det,
            "Cls.model_path": cls,
            "Rec.model_path": rec,
            "Global.return_word_box": True,
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        }
    )


def _opened(data: bytes) -> Any:
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    with Image.open(io.BytesIO(data), formats=("PPM",)) as picture:
        return np.asarray(picture.convert("RGB"))


if __name__ == "__main__":
    main(*sys.argv[1:])
