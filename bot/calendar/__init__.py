"""Reads people's calendars from addresses that anybody can type, and makes sure that none leads into our own
network.
"""
