"""Which picture is drawn by what: one line for each kind of drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hitoolkit.charts.drawing import draw as draw_groups
from hitoolkit.charts.expected_drawing import draw_expected
from hitoolkit.charts.expected_picture import ExpectedPicture
from hitoolkit.charts.funnel_drawing import draw_funnel
from hitoolkit.charts.funnel_picture import FunnelPicture
from hitoolkit.charts.multiples_drawing import draw_multiples
from hitoolkit.charts.multiples_picture import MultiplesPicture
from hitoolkit.charts.picture import Picture
from hitoolkit.charts.rank_drawing import draw_ranks
from hitoolkit.charts.rank_picture import RankPicture
from hitoolkit.charts.reach_drawing import draw_reach
from hitoolkit.charts.reach_picture import ReachPicture
from hitoolkit.charts.slope_drawing import draw_slope
from hitoolkit.charts.slope_index_drawing import draw_line
from hitoolkit.charts.slope_index_picture import SlopePicture as LinePicture
from hitoolkit.charts.slope_picture import SlopePicture
from hitoolkit.charts.trend_drawing import draw_trend
from hitoolkit.charts.trend_picture import TrendPicture
from hitoolkit.charts.unknown_drawing import draw_unknown
from hitoolkit.charts.unknown_picture import UnknownPicture

AnyPicture = (
    Picture | ExpectedPicture | FunnelPicture | LinePicture | MultiplesPicture
    | RankPicture | ReachPicture | SlopePicture | TrendPicture | UnknownPicture
)
#: All but the groups of people beside each other, which have a twin as bars.
KINDS: dict[str, tuple[Any, Callable[..., dict[str, Any]]]] = {
    "trend": (TrendPicture, draw_trend),
    "funnel": (FunnelPicture, draw_funnel),
    "rank": (RankPicture, draw_ranks),
    "slope_index": (LinePicture, draw_line),
    "slope": (SlopePicture, draw_slope),
    "multiples": (MultiplesPicture, draw_multiples),
    "unknown": (UnknownPicture, draw_unknown),
    "expected": (ExpectedPicture, draw_expected),
    "reach": (ReachPicture, draw_reach),
}


def draw(picture: AnyPicture, *, narrow: bool, bars: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    if picture.type in KINDS:
        return KINDS[picture.type][1](picture, narrow=narrow)
    assert isinstance(picture, Picture)
    return draw_groups(picture, narrow=narrow, bars=bars)


def restored(plain: dict[str, Any]) -> AnyPicture:
    """The picture again, from the plain dictionary that travels with a chart."""
    picture: AnyPicture = KINDS.get(plain["type"], (Picture, None))[0].from_dict(plain)
    return picture
