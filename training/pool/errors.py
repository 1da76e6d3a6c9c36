"""What is wrong with training data."""


class DataError(Exception):
    """The data folder is not named, not there or not readable; the message says which and what to do."""
