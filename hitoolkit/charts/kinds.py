"""Which picture is drawn by what: one line for each kind of drawing."""

from __future__ import annotations

from typing import Any

from hitoolkit.charts.drawing import draw as draw_groups
from hitoolkit.charts.funnel_drawing import draw_funnel
from hitoolkit.charts.funnel_picture import FunnelPicture
from hitoolkit.charts.picture import Picture
from hitoolkit.charts.slope_drawing import draw_slope
from hitoolkit.charts.slope_picture import SlopePicture
from hitoolkit.charts.trend_drawing import draw_trend
from hitoolkit.charts.trend_picture import TrendPicture

AnyPicture = Picture | TrendPicture | FunnelPicture | SlopePicture


def draw(picture: AnyPicture, *, narrow: bool, bars: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    if isinstance(picture, TrendPicture):
        return draw_trend(picture, narrow=narrow)
    if isinstance(picture, FunnelPicture):
        return draw_funnel(picture, narrow=narrow)
    if isinstance(picture, SlopePicture):
        return draw_slope(picture, narrow=narrow)
    return draw_groups(picture, narrow=narrow, bars=bars)


def restored(plain: dict[str, Any]) -> AnyPicture:
    """The picture again, from the plain dictionary that travels with a chart."""
    kinds: dict[str, type[AnyPicture]] = {"trend": TrendPicture, "funnel": FunnelPicture, "slope": SlopePicture}
    return kinds.get(plain["type"], Picture).from_dict(plain)
