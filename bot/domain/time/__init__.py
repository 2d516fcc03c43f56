"""Rules about dates and times: the schedule, wall clocks, zones, the fiscal calendar, zones as people type them."""
