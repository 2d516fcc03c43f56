"""Undoes what Slack does to typed text, and splits it into tokens that know their positions. Pure."""

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from enum import Enum

MOST = 400  # characters that are read; nobody needs more to type a day
CJK = r"\u3005\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7af"
PIECE = re.compile(rf"(?<![0-9]):[a-z0-9_+-]*[a-z][a-z0-9_+-]*:|[0-9]+|[{CJK}]+|[^\W\d_{CJK}]+|\S")
DASHES = "‐‑‒–—―−－"
TILDES = "〜～"
LETTERS = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "đ": "d", "ı": "i", "œ": "oe", "’": "'", "‘": "'", "`": "'"})
KEPT = frozenset("½¼¾ºª¹²³")  # mean something other than plain letters and digits: "5ª" is Thursday, "5a" is early
ORDINALS = frozenset("ºª")
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|([^>]*))?>")
CHANNEL = re.compile(r"<#([A-Z0-9]+)(?:\|([^>]*))?>")
LINK = re.compile(r"<[^>|]*\|([^>]+)>|<([^>|]+)>")
SIGNS = str.maketrans(dict.fromkeys(DASHES, "-") | dict.fromkeys(TILDES, "~"))


class Kind(Enum):
    """The kind of a token."""

    WORD = "word"
    DIGITS = "digits"
    SIGN = "sign"
    EMOJI = "emoji"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign. `text` is as typed; `plain` is the same in lower case, without accents.

    `start` and `end` are positions in the typed text; `glued` means that there is no space before it.
    """

    text: str
    plain: str
    kind: Kind
    start: int
    end: int
    _: KW_ONLY
    glued: bool

    @property
    def is_cjk(self) -> bool:
        """Whether it is written in a script that puts no spaces between words."""
        return bool(re.match(rf"[{CJK}]", self.text))

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def as_typed(text: str, names: Mapping[str, str] | None = None) -> str:
    """A text from Slack as the person typed it: `&`, not `&amp;`, and nothing in angle brackets: people, channels,
    links. Somebody without a name, as in a message, gets the one in `names`, by user id.

    Source: https://docs.slack.dev/messaging/formatting-message-text
    """
    known = names or {}
    named = MENTION.sub(lambda mention: f"@{mention[2] or known.get(mention[1], mention[1])}", text)
    named = CHANNEL.sub(lambda channel: f"#{channel[2] or channel[1]}", named)
    return html.unescape(LINK.sub(lambda link: link[1] or link[2], named))


def fold(text: str) -> str:
    """Lower case without accents, with full-width characters made narrow: "Às" is "as", "１５" is "15"."""
    folded = text.casefold().translate(LETTERS).translate(SIGNS)
    if folded.isascii():
        return folded
    spread = "".join(sign if sign in KEPT else unicodedata.normalize("NFKD", sign) for sign in folded)
    plain = "".join(sign for sign in spread if not "\u0300" <= sign <= "\u036f")
    return unicodedata.normalize("NFC", plain)


def tokens_of(text: str) -> list[Token]:
    """The tokens of the first MOST characters of `text`, in order."""
    plain, places = [], []
    for place, sign in enumerate(text[:MOST]):
        for letter in _folded(sign):
            plain.append(letter)
            places.append(place)
    joined = "".join(plain)
    tokens: list[Token] = []
    for match in PIECE.finditer(joined):
        start, end = places[match.start()], places[match.end() - 1] + 1
        glued = bool(tokens) and tokens[-1].end == start
        tokens.append(Token(text[start:end], match[0], _kind(match[0]), start, end, glued=glued))
    return tokens


def _folded(sign: str) -> str:
    if unicodedata.category(sign) in {"Cf", "Mn"} and not "\u3099" <= sign <= "\u309a":
        return ""
    return fold(sign) if not sign.isspace() else " "


def _kind(piece: str) -> Kind:
    if len(piece) > 2 and piece[0] == piece[-1] == ":":
        return Kind.EMOJI
    if piece.isascii() and piece.isdigit():
        return Kind.DIGITS
    is_word = (piece[0].isalpha() or piece[0] == "々") and piece not in ORDINALS
    return Kind.WORD if is_word else Kind.SIGN
