"""Forecasts the workers and database that a number of people would need, before anybody pays for it."""
