"""Calls of ``gradio_client`` and plain calls of its paths go in, records come out."""
