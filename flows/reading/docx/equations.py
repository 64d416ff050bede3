"""Equations, written in one line as one types them: ``a/b``, ``x^2``."""

from flows.reading.docx.names import Element, m

#: What stands between the parts of an element: numerator and denominator, base and power.
_JOINTS = {m("f"): "/", m("sSup"): "^"}
_TEXT = m("t")


def equation_text(node: Element) -> str:
    """Return the letters and figures of an equation, in reading order."""
    if node.tag == _TEXT:
        return node.text or ""
    parts = [text for child in node if (text := equation_text(child))]
    return _JOINTS.get(node.tag, "").join(parts)
