"""Texts and questions go in; our keyword index and two others come out, side by side."""
