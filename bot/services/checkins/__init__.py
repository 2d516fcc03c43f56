"""Use cases of check-ins and what grows from them: commitments, pressure weeks, insights, letters."""
