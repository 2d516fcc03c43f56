"""From one time to another: "3-4pm", "von 9 bis 10:30", "15時〜16時"."""

from datetime import timedelta

from bot.parsing.frame import Frame
from bot.parsing.parser import Grammar, rule
from bot.parsing.values import Clock, Moment

LONGEST_MINUTES = 12 * 60  # a meeting; a longer span is a misreading


def span(_: Frame, first: Clock, second: Clock) -> Moment | None:
    """From one time to another: "3-4pm" shares its half of the day, "11-1pm" does not; "15-4" is a question."""
    if first.reason or second.reason:
        return Moment(clock=Clock(0, reason="time"))
    begins = [first.at]
    if not first.sure and first.hour <= 12:
        halves = (Clock(first.hour % 12, first.minute, sure=True), Clock(first.hour % 12 + 12, first.minute, sure=True))
        begins = [half.at for half in halves] if second.sure else [first.at]
    ends = [second.at]
    if not second.sure and second.hour <= 12 and first.hour <= 12:
        ends = [Clock(second.hour % 12, second.minute, True).at, Clock(second.hour % 12 + 12, second.minute, True).at]
    lengths = {
        (end.hour * 60 + end.minute) - (begin.hour * 60 + begin.minute): begin for begin in begins for end in ends
    }
    fits = [length for length in lengths if 0 < length <= LONGEST_MINUTES]
    if not fits:
        return Moment(clock=Clock(0, reason="time"))
    begin = lengths[min(fits)]
    return Moment(clock=Clock(begin.hour, begin.minute, sure=True), length=timedelta(minutes=min(fits)))


RULES: Grammar = {
    "half_range": (
        # One of the two is clearly a time, or a word says that a span begins.
        rule("from|between first:either to|-|~|and second:either", span),
        rule("first:clock to|-|~|until second:either", span),
        rule("first:bare to|-|~ second:clock", span),
        rule("first:either to second:either until_after", span),
    ),
    "span": (
        rule("said:half_range", lambda _, said: said),
        rule("at said:half_range", lambda _, said: said),
    ),
    "bare_span": (rule("first:either to|-|~ second:either", span),),
}
