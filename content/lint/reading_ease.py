"""How easily a text reads: Flesch's formula, with the constants of a language and Pyphen's syllables.

R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948). Other languages have constants of
their own, German those of T. Amstad (1978). A text without an end counts as one sentence.
"""

import re
from dataclasses import dataclass
from functools import cache

import pyphen

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"[.?!…:](?=[”\"’)\s]|$)")


@dataclass(frozen=True, slots=True)
class Formula:
    """The constants of one language; `language` is Pyphen's name of it."""

    language: str
    base: float
    a_sentence: float
    a_syllable: float

    def ease(self, text: str) -> float:
        """About 0 (hard) to 120 (easy); 60 and more is plain. 120 for a text without words."""
        words = words_of(text)
        if not words:
            return 120.0
        sentences = max(1, len(_END.findall(text)))
        syllables = sum(len(_hyphens(self.language).positions(word)) + 1 for word in words)
        return self.base - self.a_sentence * len(words) / sentences - self.a_syllable * syllables / len(words)


def words_of(text: str) -> list[str]:
    """The words of a text, without digits and marks."""
    return _WORD.findall(text)


@cache
def _hyphens(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=language)
