"""Which picture is drawn by what: one line for each kind of drawing."""

from __future__ import annotations

from typing import Any

from hitoolkit.charts.drawing import draw as draw_groups
from hitoolkit.charts.picture import Picture
from hitoolkit.charts.trend_drawing import draw_trend
from hitoolkit.charts.trend_picture import TrendPicture

AnyPicture = Picture | TrendPicture


def draw(picture: AnyPicture, *, narrow: bool, bars: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    if isinstance(picture, TrendPicture):
        return draw_trend(picture, narrow=narrow)
    return draw_groups(picture, narrow=narrow, bars=bars)


def restored(plain: dict[str, Any]) -> AnyPicture:
    """The picture again, from the plain dictionary that travels with a chart."""
    return TrendPicture.from_dict(plain) if plain["type"] == "trend" else Picture.from_dict(plain)
