"""Chosen sentences go in; numbered passages, verbatim quotes and warnings about them come out."""
