"""Errors whose message is meant for the person at the keyboard: what is wrong and the mend, no traceback."""


class UsageError(Exception):
    """The call, a setting or an input file cannot be used as it is."""
