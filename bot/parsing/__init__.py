"""Parses what people type: days, times, lengths, countries. Pure rules, but using libraries that the domain does
not.
"""
