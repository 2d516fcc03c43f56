"""Nudges in channels, and what is said about them."""
