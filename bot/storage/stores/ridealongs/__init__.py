"""Stores of ride-alongs: the calls, the series of two people, their record, and coaching moments."""
