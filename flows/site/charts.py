"""Charts as still pictures in the page: no script runs, they print, and every mark can be a link.

A page's context holds the Vega-Lite specification (plain values); it is drawn when the page is
written. Colours are the style sheet's variables, so charts follow light and dark.
"""

import re
from typing import Any

import altair
from markupsafe import Markup

#: Vega resolves links against an address; this one leads nowhere and is taken away again.
_BASE = "https://site.invalid/"
_OPENING = re.compile(r"<svg ([^<>]*)>")

SERIES_COLOURS = tuple(f"var(--series-{number})" for number in range(1, 7))
#: Bars and points of periods that are not whole; the pattern stands in ``charts.html.jinja``.
PARTIAL_FILL = "url(#hatched)"


def address(path: str) -> str:
    """Return a path of the site as the ``href`` of a mark."""
    return _BASE + path


def specification(chart: altair.TopLevelMixin) -> dict[str, Any]:
    """Return a chart as plain values, dressed as all charts of the site are."""
    spec: dict[str, Any] = chart.to_dict()
    spec["background"] = "transparent"
    spec["config"] = {
        "font": "sans-serif",
        "view": {"stroke": None},
        "axis": {
            "labelColor": "var(--ink)",
            "titleColor": "var(--soft)",
            "titleFontWeight": "normal",
            "domainColor": "var(--soft)",
            "tickColor": "var(--soft)",
            "gridColor": "var(--line)",
            "labelFontSize": 12,
            "titleFontSize": 12,
        },
        "legend": {
            "labelColor": "var(--ink)",
            "titleColor": "var(--soft)",
            "titleFontWeight": "normal",
            "labelFontSize": 12,
            "titleFontSize": 12,
        },
        "header": {"labelColor": "var(--ink)", "titleColor": "var(--soft)", "labelFontSize": 13},
        "text": {"color": "var(--ink)", "fontSize": 12},
        "title": {"color": "var(--ink)", "fontSize": 13, "anchor": "start", "fontWeight": 600},
        "range": {"category": list(SERIES_COLOURS)},
    }
    return spec


def drawn(spec: dict[str, Any], root: str, label: str) -> Markup:
    """Return the picture of a specification, with its links as seen from the page's folder.

    What documents say reaches the picture as text of the specification; Vega escapes it.
    """
    # The library brings a JavaScript engine, which takes a second to start.
    import vl_convert  # noqa: PLC0415

    picture = vl_convert.vegalite_to_svg(spec, vl_version=altair.SCHEMA_VERSION[:4].lstrip("v"))
    picture = picture.replace(_BASE, root).replace("xlink:href=", "href=")
    return Markup(  # noqa: S704 - Vega made it and escapes texts; the label is escaped here
        _OPENING.sub(
            lambda found: f'<svg role="group" aria-label="{Markup.escape(label)}" {found[1]}>',
            picture,
            count=1,
        )
    )
