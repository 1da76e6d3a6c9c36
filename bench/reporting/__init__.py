"""Measured times go in; rows, tables and charts come out."""
