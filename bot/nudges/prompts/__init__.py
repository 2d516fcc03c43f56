"""Nudges that bring daily prompts to people, and the summary of a programme."""
