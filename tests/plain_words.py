"""How hard a text is to read, and the words that no sentence of ours may hold."""

from __future__ import annotations

import re

#: Words of false comfort or false certainty, of cause, and of blame.
BANNED = (
    r"significan\w*", r"no difference", r"no gap", r"equal\w*", r"(?:about|much) the same", r"caus\w+", r"due to",
    r"because of", r"leads? to", r"drives?", r"results? in", r"suffer\w*", r"fail(s|ed|ure)? to", r"refus\w+",
    r"non-?complian\w*",
    r"hard to reach", r"vulnerable", r"lifestyle", r"blame\w*", r"fault", r"prove[sdn]?", r"quintiles?",
    r"percentage points?", r"p-value",
)


def banned(text: str) -> list[str]:
    """The banned words in a text."""
    return [found.group(0) for word in BANNED for found in re.finditer(rf"\b{word}\b", text, re.IGNORECASE)]


def grade(text: str) -> float:
    """The Flesch-Kincaid school grade: 9 is a reader of about 14. A list after a colon counts as a new sentence."""
    sentences = [part for part in re.split(r"[.!?:;]+(?:\s|$)", text) if part.strip()]
    words = re.findall(r"[A-Za-z0-9'\u2019]+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", word))
    if count > 1 and (re.search(r"[^l]e$", word) or re.search(r"[^td]ed$", word)):
        count -= 1
    return max(count, 1)
