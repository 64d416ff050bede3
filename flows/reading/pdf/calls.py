"""The functions of PDFium that are called for every line or drawing of a page.

They are pypdfium2's own, bound a second time: handles are plain addresses here, so that no
object is made for each argument and answer, and a call costs half. PDFium runs in one thread
at a time anyway, so they keep the interpreter's lock.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw

_HANDLE = ctypes.c_void_p
_INT = ctypes.c_int


def address(handle: Any) -> int:  # any of PDFium's pointer types
    """Return the address that a handle of pypdfium2 stands for."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:  # C types
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


page_object = _bound(raw.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
object_type = _bound(raw.FPDFPageObj_GetType, _INT, _HANDLE)
text = _bound(raw.FPDFText_GetText, _INT, _HANDLE, _INT, _INT, ctypes.c_char_p)
unicode = _bound(raw.FPDFText_GetUnicode, ctypes.c_uint, _HANDLE, _INT)
count_rects = _bound(raw.FPDFText_CountRects, _INT, _HANDLE, _INT, _INT)
rect = _bound(raw.FPDFText_GetRect, _INT, _HANDLE, _INT, *[_HANDLE] * 4)
char_box = _bound(raw.FPDFText_GetCharBox, _INT, _HANDLE, _INT, *[_HANDLE] * 4)
char_origin = _bound(raw.FPDFText_GetCharOrigin, _INT, _HANDLE, _INT, *[_HANDLE] * 2)
char_matrix = _bound(raw.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
font_size = _bound(raw.FPDFText_GetFontSize, ctypes.c_double, _HANDLE, _INT)
text_object = _bound(raw.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
font = _bound(raw.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
font_name = _bound(
    raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _HANDLE, ctypes.c_char_p, ctypes.c_size_t
)
font_flags = _bound(raw.FPDFFont_GetFlags, _INT, _HANDLE)
