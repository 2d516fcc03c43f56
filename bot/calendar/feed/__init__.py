"""The program that reads an iCalendar feed of a stranger. It imports nothing of ours but itself; see `__main__`."""
