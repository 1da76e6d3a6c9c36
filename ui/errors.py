"""The errors of the interface. Each message is one clear sentence with the next step."""


class UsageError(Exception):
    """The command line cannot be understood (exit code 2)."""


class CommandError(Exception):
    """A command cannot do its work (exit code 1)."""


class FetchError(CommandError):
    """An address cannot be fetched, or may not be."""


class ConversationError(Exception):
    """A conversation does not exist, or cannot be stored."""


class EndedError(Exception):
    """The chat ends, and a change of its documents with it."""
