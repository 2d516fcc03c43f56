"""Rules about the weekly check-in and what grows from it: commitments, insights, letters."""
