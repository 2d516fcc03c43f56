"""The program that reads a stranger's iCalendar feed. It imports nothing of ours except itself; see `__main__`."""
