"""What was filled into the forms of a PDF file, and typed onto its pages: it is no part of what is printed there."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, NamedTuple

from index.loaders.opening.decoding import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pypdfium2 import PdfDocument, PdfPage

_HIDDEN = 2
_PASSWORD = 1 << 13
# Fields of one page that are read, and letters of one value.
_MAX, _LONGEST = 2_000, 20_000


class Field(NamedTuple):
    """A value and its box, in points of the file: upwards from the lower left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def fields(document: PdfDocument, page: PdfPage) -> Iterator[Field]:
    """Yield the values of the form fields of a page and the texts typed onto it; a box to tick is "[x]" or "[ ]"."""
    from pypdfium2 import raw  # noqa: PLC0415

    form = document.formenv
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        try:
            text = "" if raw.FPDFAnnot_GetFlags(note) & _HIDDEN else _said(form, note)
            box = raw.FS_RECTF()
            if text and raw.FPDFAnnot_GetRect(note, box):
                yield Field(text, box.left, box.top, box.right, box.bottom)
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _said(form: object, note: object) -> str:
    from pypdfium2 import raw  # noqa: PLC0415

    kind = raw.FPDFAnnot_GetSubtype(note)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _text(lambda *place: raw.FPDFAnnot_GetStringValue(note, b"Contents", *place))
    if kind != raw.FPDF_ANNOT_WIDGET or form is None:
        return ""
    match raw.FPDFAnnot_GetFormFieldType(form, note):
        case raw.FPDF_FORMFIELD_CHECKBOX | raw.FPDF_FORMFIELD_RADIOBUTTON:
            return "[x]" if raw.FPDFAnnot_IsChecked(form, note) else "[ ]"
        case raw.FPDF_FORMFIELD_TEXTFIELD if raw.FPDFAnnot_GetFormFieldFlags(form, note) & _PASSWORD:
            return ""
        case raw.FPDF_FORMFIELD_TEXTFIELD | raw.FPDF_FORMFIELD_COMBOBOX | raw.FPDF_FORMFIELD_LISTBOX:
            return _text(lambda *place: raw.FPDFAnnot_GetFormFieldValue(form, note, *place))
        case _:
            return ""


def _text(read: Callable[..., int]) -> str:
    length = min(read(None, 0), 2 * _LONGEST)
    if length <= 2:
        return ""
    letters = ctypes.create_string_buffer(length)
    read(ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)), length)
    return " ".join(clean(letters.raw.decode("utf-16-le", "replace").rstrip("\0")).split())
