"""A chart that carries its words: wherever it is shown, its sentence, description, table and both sizes come along."""

from __future__ import annotations

from html import escape
from typing import Any, Self

import altair as alt
from altair.utils.schemapi import debug_mode

from hitoolkit.charts.canvas import is_narrow
from hitoolkit.charts.kinds import AnyPicture, draw, restored
from hitoolkit.charts.style import INK, SOFT
from hitoolkit.charts.summary import PAYLOAD, table_html
from hitoolkit.charts.svg import accessible_svg

KEPT = "hitoolkit_figure"
#: One drawing is shown, as wide as there is room for; without styles the wide one.
STYLE = (
    "<style>.hi-figure{container-type:inline-size;max-width:46rem;margin:0;padding:.75rem;background:#fff;"
    "color:" + INK + "}"
    ".hi-figure svg{display:block;width:100%;height:auto;overflow:visible}"
    ".hi-figure .hi-narrow{display:none;max-width:26rem}.hi-figure details{margin-top:.75rem}"
    ".hi-figure summary{cursor:pointer;font-weight:700;color:#12436D}"
    "@container (max-width:36rem){.hi-figure .hi-wide{display:none}.hi-figure .hi-narrow{display:block}}</style>"
)


class Figure(alt.LayerChart):
    """An Altair chart from one of the chart functions; `.properties()` and the like work as on any other."""

    @classmethod
    def of(cls, picture: AnyPicture, *, narrow: bool, bars: bool = False) -> Self:
        """Draw a picture; what is needed to show it elsewhere and at other sizes goes along as `usermeta`."""
        with debug_mode(False):  # our own layers need no check against the schema, layer by layer: it takes seconds
            return cls._of(picture, narrow, bars)

    @classmethod
    def _of(cls, picture: AnyPicture, narrow: bool, bars: bool) -> Self:
        drawing = draw(picture, narrow=narrow, bars=bars)
        words = picture.bars if bars else {"alt": picture.alt}
        return cls(
            **drawing, title=picture.title, description=words["alt"], background="transparent",
            autosize=alt.AutoSizeParams(type="none"), padding={"top": 40, "left": 8, "right": 8, "bottom": 8},
            view=alt.ViewBackground(stroke=None, fill=None),
            config=alt.Config(aria=False, font="Arial, sans-serif", title=alt.TitleConfig(
                anchor="start", fontSize=16, offset=12, color=INK, limit=drawing["width"])),
            usermeta={KEPT: {"picture": picture.as_dict(), "bars": bars}},
        )

    def payload(self) -> dict[str, Any]:
        """Everything a page needs to lay this figure out, worded and drawn at both widths."""
        kept = self.usermeta[KEPT]
        picture, bars = restored(kept["picture"]), kept["bars"]
        title = self.title if isinstance(self.title, str) else picture.title
        twin = None
        if picture.bars and not bars:
            twin = {"label": "See the same as bars", "svg": self._drawings(picture, True, twin=True)}
        own = picture.bars if bars else {"alt_title": picture.alt_title, "alt": picture.alt}
        return {
            "kind": "figure", "type": "bar" if bars else picture.type, "title": title, "subtitle": picture.subtitle,
            **own,
            "svg": self._drawings(picture, bars), "caption": picture.caption, "source": picture.source,
            "reading": [] if bars else picture.reading, "twin": twin, "table": picture.table,
            "synthetic": picture.synthetic,
        }

    def html(self, width: str) -> str:
        """This figure as HTML, drawn at one width ("wide" or "narrow") and without its twin: quick, to be redrawn."""
        kept = self.usermeta[KEPT]
        picture, bars = restored(kept["picture"]), kept["bars"]
        svg = self._drawings(picture, bars, widths=(width,), check=False)
        return figure_html({
            "title": self.title if isinstance(self.title, str) else picture.title, "subtitle": picture.subtitle,
            "svg": {"only": svg[width]}, "caption": picture.caption, "source": picture.source, "twin": None,
            "table": picture.table,
        })

    def _drawings(
        self, picture: AnyPicture, bars: bool, twin: bool = False, widths: tuple[str, ...] = ("wide", "narrow"),
        check: bool = True,
    ) -> dict[str, str]:
        drawings = {}
        for name in widths:
            narrow = name == "narrow"
            # The size this chart was made in is drawn as it is now, with whatever was changed on it since.
            own = not twin and is_narrow(float(self.width)) == narrow
            chart = self if own else Figure.of(picture, narrow=narrow, bars=bars)
            words = picture.bars if bars else {"alt_title": picture.alt_title, "alt": picture.alt}
            spec = chart.to_dict(validate=own and check)
            drawings[name] = accessible_svg(spec, name=f"twin-{name}" if twin else name,
                                            title=words["alt_title"], description=words["alt"])
        return drawings

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **_: Any) -> dict[str, Any]:
        payload = self.payload()
        return {"text/plain": payload["title"], "text/html": figure_html(payload), PAYLOAD: payload}


def figure_html(payload: dict[str, Any]) -> str:
    """The figure as HTML that needs nothing else: sentence, drawing, caption, source, and the table to open."""

    def both(svg: dict[str, str]) -> str:
        return "".join(f'<div class="hi-{name}">{drawing}</div>' for name, drawing in svg.items())

    def fold(label: str, inside: str) -> str:
        return f"<details><summary>{escape(label)}</summary>{inside}</details>"

    twin = fold(payload["twin"]["label"], both(payload["twin"]["svg"])) if payload["twin"] else ""
    return (
        f'{STYLE}<figure class="hi-figure">'
        f'<p style="font-size:1.25em;font-weight:700;margin:0">{escape(payload["title"])}</p>'
        f'<p style="color:{SOFT};margin:.25rem 0 1rem">{escape(payload["subtitle"])}</p>{both(payload["svg"])}'
        f'<figcaption style="margin-top:.75rem">{escape(payload["caption"])} '
        f'<span style="color:{SOFT}">{escape(payload["source"])}</span></figcaption>'
        f"{twin}{fold(payload['table']['title'], table_html(payload['table']))}</figure>"
    )
