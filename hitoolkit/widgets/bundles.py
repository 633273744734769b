"""What a figure or a table of the toolkit shows of itself, as HTML and as a payload."""

from __future__ import annotations

from typing import Any

import pandas as pd

import hitoolkit as hi
from hitoolkit.errors import ParameterError
from hitoolkit.widgets.base import PAYLOAD


def bundle_of(thing: Any, name: str = "") -> dict[str, Any]:
    """The HTML and the payload of a figure; a table is drawn first. Raises ParameterError where it is neither."""
    if isinstance(thing, pd.DataFrame) and not hasattr(thing, "_repr_mimebundle_"):
        thing = hi.inequality_chart(thing)
    shown = thing._repr_mimebundle_() if hasattr(thing, "_repr_mimebundle_") and not isinstance(thing, type) else None
    bundle = shown[0] if isinstance(shown, tuple) else shown
    if not isinstance(bundle, dict) or (bundle.get(PAYLOAD) or {}).get("kind") not in ("figure", "table"):
        where = f' for "{name}"' if name else ""
        raise ParameterError(f"What was given{where} is neither a figure nor a table. Give a figure of hitoolkit, such "
                             "as hi.inequality_chart(table), or a protected table.")
    return bundle
