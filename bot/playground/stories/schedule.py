"""The slots that the story's week should have, in each recipient's local time, given what they chose."""

from bot.playground.stories.evidence import Expected
from bot.playground.team import AUCKLAND, BERLIN, KOLKATA, NEW_YORK, SAO_PAULO

CHICAGO = "America/Chicago"  # where Ben works this week
MON, TUE, WED, THU, FRI = "Mon 19 Oct", "Tue 20 Oct", "Wed 21 Oct", "Thu 22 Oct", "Fri 23 Oct"
NEXT_MON = "Mon 26 Oct"  # after the end of summer time in Europe
ALL = (MON, TUE, WED, THU, FRI, NEXT_MON)


def _at(time: str, *days: str) -> tuple[str, ...]:
    return tuple(f"{day} {time}" for day in days)


EXPECTED = (
    Expected("prompt_channel", "#sales", BERLIN, _at("09:00", *ALL)),
    # The first comes with Start, or as soon as somebody on a team asks for it, and counts for that day.
    Expected("prompt_person", "nora", BERLIN, _at("08:01", MON) + _at("08:30", *ALL[1:])),
    Expected("prompt_person", "maria", BERLIN, _at("08:02", MON) + _at("08:30", *ALL[1:])),
    Expected("prompt_person", "tom", BERLIN, _at("08:05", MON) + _at("08:15", *ALL[1:])),  # his choice
    # Her choice; Tuesday is Dussehra.
    Expected("prompt_person", "priya", KOLKATA, _at("11:35", MON) + _at("12:00", *ALL[2:])),
    Expected("prompt_person", "james", NEW_YORK, _at("08:00", MON) + _at("08:30", *ALL[1:])),
    Expected("prompt_person", "ben", CHICAGO, _at("07:10", MON) + _at("08:30", *ALL[1:])),
    Expected("prompt_person", "ana", SAO_PAULO, _at("09:10", MON) + _at("08:30", *ALL[1:])),
    Expected("prompt_person", "kiri", AUCKLAND, _at("08:00", TUE) + _at("08:30", FRI)),  # paused in between
    Expected("prompt_person", "lea", BERLIN, _at("08:50", WED) + _at("08:30", THU, FRI, NEXT_MON)),
    Expected("prompt_later", "priya", KOLKATA, _at("13:10", MON)),  # an hour after she asked for it
    Expected("ridealong_brief", "maria", BERLIN, _at("14:30", MON, THU)),  # half an hour before
    Expected("ridealong_brief", "tom", BERLIN, _at("14:30", MON)),
    Expected("ridealong_brief", "priya", KOLKATA, _at("18:00", THU)),
    Expected("reflection_leader", "maria", BERLIN, _at("15:45", MON, THU)),  # at the planned end
    Expected("reflection_salesperson", "tom", BERLIN, _at("15:45", MON)),
    Expected("reflection_salesperson", "priya", KOLKATA, _at("19:15", THU)),
    Expected("ridealong_reveal", "maria", BERLIN, _at("16:20", MON)),  # as soon as both had written
    Expected("ridealong_reveal", "tom", BERLIN, _at("16:20", MON)),
    Expected("commitment_follow_up", "tom", BERLIN, _at("15:45", NEXT_MON)),  # a week after the call
    Expected("checkin", "nora", BERLIN, _at("15:00", FRI)),
    Expected("checkin", "maria", BERLIN, _at("15:00", FRI)),
    Expected("checkin", "lea", BERLIN, _at("15:00", FRI)),
    Expected("checkin", "james", NEW_YORK, _at("14:00", FRI)),  # his choice
    Expected("checkin_reminder", "james", NEW_YORK, _at("09:00", NEXT_MON)),  # Nora and Maria had answered
    Expected("checkin_reminder", "lea", BERLIN, _at("09:00", NEXT_MON)),
    Expected("digest", "#leaders", BERLIN, _at("16:00", NEXT_MON)),
)
