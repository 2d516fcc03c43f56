"""Cards and views of check-ins, commitments, pressure weeks, insights and letters."""
