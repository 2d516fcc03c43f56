"""Nudges about check-ins, commitments, quarterly letters and reports."""
