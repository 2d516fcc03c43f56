"""The grammar of days and times, the same for every language; the words come from the tables."""

from bot.parsing.grammar import clocks, days, lengths, moments, recurring, spans, stretches
from bot.parsing.parser import Grammar

GRAMMAR: Grammar = {
    **clocks.RULES,
    **spans.RULES,
    **lengths.RULES,
    **days.RULES,
    **moments.RULES,
    **stretches.RULES,
    **recurring.RULES,
}
