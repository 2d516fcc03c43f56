"""Nudges before and after a ride-along, and offers from a private calendar."""
