"""What a number of people would take before anybody pays for it: a forecast, and its report."""
