"""Forecasts what a number of people would need in workers and database, before anybody pays for it."""
