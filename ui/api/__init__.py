"""Requests of programs go in, answers in the form of their protocol come out: OpenAI, MCP, Gradio, downloads."""
