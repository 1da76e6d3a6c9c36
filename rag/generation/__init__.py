"""A question and its evidence go in, the cited sentences of the answer come out, with or without a language model."""
