"""How a text is cut into words for search. The rules are data, so that the browser's engine applies the very same ones."""

import re

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
FILLER = frozenset(
    "a about after all also am an and any anyone anything are around as at be because been being but by can cannot cant could did"
    " do does doesnt doing dont else ever for from get gets getting give go goes going gonna got had has have having he her hers"
    " hes him his how i id if ill im in into is isnt it its ive just keep know let like long lot made make makes many may me mean"
    " might much my myself near need needs no not now of off ok on one only or other our out over own people person please put"
    " really said say see she shes should so some someone something stay still take takes taking tell than that thats the their"
    " them then there these they theyre thing things think this those to too try trying u until up us very vs want wants was"
    " way we well were what whats when where wheres which while who whos why will with without wont would year years yes yet you"
    " your youre".split()
)
"""Words that say nothing about what is looked for. A query of nothing else is searched as it stands."""
ENDINGS: tuple[tuple[str, str, int], ...] = (
    ("ies", "y", 2), ("sses", "ss", 1), ("ches", "ch", 1), ("shes", "sh", 1), ("xes", "x", 1), ("ss", "ss", 0), ("us", "us", 0),
    ("is", "is", 0), ("s", "", 2),
)  # fmt: skip
"""Plural endings: ending, what replaces it, the fewest letters before it. The first that fits is applied."""
SUFFIXES: tuple[tuple[str, str, int], ...] = (
    ("ational", "", 4), ("ations", "", 4), ("ation", "", 4), ("ement", "", 4), ("ment", "", 4), ("ness", "", 4),
    ("ings", "", 3), ("ing", "", 3), ("ively", "", 4), ("ive", "", 4), ("ions", "", 4), ("ion", "", 4), ("edly", "", 4),
    ("ed", "", 3), ("ers", "", 4), ("er", "", 4), ("ly", "", 4), ("e", "", 3),
)  # fmt: skip
"""Other endings, applied after the plural ones."""


def tokens(text: str) -> list[str]:
    """The words of a text, small letters, without apostrophes, filler words kept."""
    return _WORD.findall(text.lower().replace("\u2019", "'").replace("'", ""))


def stem(word: str) -> str:
    """A word without its endings: treatments, treating and treatment are all 'treat'."""
    word = _cut(_cut(word, ENDINGS), SUFFIXES)
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiouls" else word


def _cut(word: str, endings: tuple[tuple[str, str, int], ...]) -> str:
    for ending, replacement, least in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word.removesuffix(ending) + replacement
    return word


def stems(text: str) -> list[str]:
    """The stems of a text without its filler words; with them if it has no others."""
    words = tokens(text)
    telling = [word for word in words if word not in FILLER]
    return [stem(word) for word in telling or words]
