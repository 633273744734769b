"""Widgets: ways to take part, each live in a notebook and still wherever nothing runs.

    predict       write down what you expect of each group, then look
    vote          vote, talk, vote again
    explore       choose measure, groups, place and time, and see the chart and its finding
    share         how a measure moves with the share of people of unknown group
    switch        the same thing seen two ways, after a guess which is which
    funnel_game   pick the service that will be worst next year, then look

    base.py       what all widgets share: one look, one way to hear and to answer, the still twin
    asked.py      what a protected table asks and answers, group by group
    guesses.py    guesses: refused, gathered, and set beside the figures in words
    markup.py     pieces of HTML
    browser/      what runs in the browser: base.js and base.css for all, and a file for each widget
"""

from hitoolkit.widgets.explore import explore
from hitoolkit.widgets.funnel_game import funnel_game
from hitoolkit.widgets.predict import predict
from hitoolkit.widgets.share import share
from hitoolkit.widgets.switch import switch
from hitoolkit.widgets.vote import vote

__all__ = ["explore", "funnel_game", "predict", "share", "switch", "vote"]
