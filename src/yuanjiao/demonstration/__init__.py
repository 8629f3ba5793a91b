"""The demonstration academy: lectures made from text, a believable year, sign-ins for every role.

Everything it makes is marked as demonstration, follows from a seed and a date, and is built in stages
that can be interrupted and started again.
"""
