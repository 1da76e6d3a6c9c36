"""The errors of answering, as a tree.

::

    RagError                 anything below; the message is one clear sentence with the next step
    ├── QuestionError        the question is empty, too long or not text (usage, exit code 2)
    ├── SettingsError        an unknown key or an impossible value in flags, environment or citeseed.toml (exit code 2)
    └── ModelError           a reading or language model cannot be found, checked or run
        └── LanguageModelError   the language model does not answer, or not in a way that can be used
"""


class RagError(Exception):
    """Base of every error that ``rag`` raises on purpose."""


class QuestionError(RagError):
    """The question cannot be asked: empty, too long, or not text."""


class SettingsError(RagError):
    """An unknown setting, or an impossible value."""


class ModelError(RagError):
    """A model cannot be found, checked or run."""


class LanguageModelError(ModelError):
    """The language model does not answer, or its answer cannot be used. The message is the reason, as a clause."""
