"""Marks of questions go in, figures with intervals come out."""
