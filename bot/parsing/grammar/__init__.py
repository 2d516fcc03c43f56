"""The grammar of days and times, the same for every language; the words come from the tables."""

from bot.parsing.grammar import clocks, days, lengths, moments, recurring, spans, spoken_clocks, stretches
from bot.parsing.parser import Grammar

GRAMMAR: Grammar = {
    **clocks.RULES,
    **spoken_clocks.RULES,
    **spans.RULES,
    **lengths.RULES,
    **days.RULES,
    **moments.RULES,
    **stretches.RULES,
    **recurring.RULES,
}
