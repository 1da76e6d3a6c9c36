"""What can go wrong at the command line itself; the message is one clear sentence with the next step."""


class UsageError(Exception):
    """The command line cannot be understood (exit code 2)."""


class CommandError(Exception):
    """A command cannot do its work (exit code 1)."""
