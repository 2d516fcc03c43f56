"""Reads people's calendars from addresses that anybody may type, and makes sure that none leads into our own
network.
"""
