"""Dates and times as rules: the schedule, wall clocks, zones, the fiscal calendar, times as people type them."""
