"""Pictures for tests: each kind over a long time, a short one, and with as little as possible."""

from bot.domain.pictures import BarsPicture, Picture, PlanePicture, StreakPicture, StripPicture, WeeksPicture
from bot.domain.prompts.streaks import DayMark

ROWS = ("Mostly led", "Both", "Mostly managed", "Mostly rescued deals")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TICKS = ((0, "1 Jun"), (9, "3 Aug"))
WEEK = (DayMark.DONE, DayMark.FROZEN, DayMark.OPEN, DayMark.DONE, DayMark.DONE, DayMark.OFF, DayMark.OFF)
PICTURES: dict[str, Picture] = {
    "half a year of weeks": WeeksPicture(ROWS, tuple(week % 4 if week % 5 else None for week in range(26)), TICKS),
    "two weeks": WeeksPicture(ROWS, (2, 0), ((0, "16 Nov"),)),
    "no week": WeeksPicture(ROWS, (), ()),
    "half a year of days": StreakPicture(DAYS, WEEK * 26, TICKS),
    "a week of days": StreakPicture(DAYS, WEEK, ()),
    "half a year of people": BarsPicture("People", tuple(5 + week if week % 6 else None for week in range(26)), TICKS),
    "two weeks of people": BarsPicture("People", (7, None), ((0, "16 Nov"),)),
    "no people": BarsPicture("People", (), ()),
    "half a year of a team": StripPicture(("Tom $Weber$", "Lea"), ((0, 1, 2, 3) * 6 + (5, 0), (0,) * 26), TICKS),
    "a week of one": StripPicture(("Tom Weber",), ((1,),), ((0, "16 Nov"),)),
    "a path": PlanePicture("Lead", "Manage", ((30, 70), (40, 60), (60, 55)), ("1 Jul", "1 Aug", "20 Nov")),
    "a point": PlanePicture("Lead", "Manage", ((0, 100),), ("20 Nov",)),
}
