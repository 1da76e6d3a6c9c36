"""What can go wrong in the interface itself; the message is one clear sentence with the next step."""


class UsageError(Exception):
    """The command line cannot be understood (exit code 2)."""


class CommandError(Exception):
    """A command cannot do its work (exit code 1)."""


class ConversationError(Exception):
    """A conversation is not there, or cannot be kept."""


class EndedError(Exception):
    """The chat ends, and a change of its documents with it."""
