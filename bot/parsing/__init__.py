"""Parses what people type: days, times, lengths, countries. Pure rules, but with libraries that the domain does not
use.
"""
