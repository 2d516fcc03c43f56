"""A language that nobody speaks: English with accents, 40 % longer. Text that stays plain is not from the library.

Days, times and lists are written in Greek, so that none of their letters are plain either.
"""

import re

from content.messages import changed

LOCALE = "en-XA"  # what Unicode calls such a language
WRITES = "el"
LONGER = 0.4

_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "áƀçđéƒĝĥíĵķļɱñóþʠŕšŧúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĻṀÑÓÞǪŔŠŦÚṼŴẊÝŽ"
)
# What has to stay as it is for Slack or a person: commands, mentions, links, addresses, emoji.
_AS_IT_IS = re.compile(r"`[^`]*`|<[^<>]*>|https?://\S+|/(?:secondchair|ridealong|selfcheck)\b[\w -]*|:[a-z_]+:")
_CODE = re.compile(r"(`[^`]*`)")
_VOWEL = re.compile(r"[áéíóúý]", re.IGNORECASE)


def accented(text: str) -> str:
    """A sentence in the language, its facts left as they are; a text that is no sentence is accented as it stands."""
    pieces = _CODE.split(text)  # what is between ` and ` is kept, with the facts in it
    try:
        return "".join(piece if piece.startswith("`") else changed(piece, _longer) for piece in pieces)
    except ValueError:  # a plural spans what is kept, or it is no sentence
        return _whole(text)


def _whole(text: str) -> str:
    try:
        return changed(text, _longer)
    except ValueError:
        return _longer(text)


def _longer(text: str) -> str:
    kept = [match.group() for match in _AS_IT_IS.finditer(text)]
    pieces = [_long(piece) for piece in _AS_IT_IS.split(text)]
    return "".join(piece + end for piece, end in zip(pieces, [*kept, ""], strict=True))


def _long(piece: str) -> str:
    """Vowels are doubled, and what is still missing goes at the end of the last word."""
    wanted = round(len(piece) * LONGER)
    longer = _VOWEL.sub(lambda vowel: vowel.group() * 2, piece.translate(_ACCENTED), count=wanted)
    body = longer.rstrip(" .,:;?…”")
    lacks = len(piece) + wanted - len(longer) if re.search(r"\w", piece) else 0
    return f"{body}{'ñ' * lacks}{longer[len(body) :]}"
