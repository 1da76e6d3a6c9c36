"""Texts of one content in six languages go in; how often their questions find them comes out."""
