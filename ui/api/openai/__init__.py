"""Requests in OpenAI's form go in; completions and responses in OpenAI's form come out."""
