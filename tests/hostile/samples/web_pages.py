"""Hostile web pages."""

from __future__ import annotations

MB = 1_000_000


def unclosed_attributes() -> bytes:
    return b"<a foo='" * (MB // 8)


def nested() -> bytes:
    return b"<div>" * 100_000 + b"At the bottom."


def unclosed_comment() -> bytes:
    return b"<p>Words before a comment.</p><!--" + b"-" * MB


def many_comments() -> bytes:
    return b"<!-- " * (MB // 5)


def nested_tables() -> bytes:
    return b"<table><tr><td>" * 60_000


def nested_lists() -> bytes:
    return b"<ul><li>" * 100_000


def attributes() -> bytes:
    return b"<p " + b"a=b " * (MB // 4) + b">After the attributes."


def misnested() -> bytes:
    return b"<p></b></i>" * 90_000


def formatting() -> bytes:
    return b"<b><i><u><a>" * 80_000


def angles() -> bytes:
    return b"<" * MB


def doctypes() -> bytes:
    return b"<!DOCTYPE[" * (MB // 10)


PAGES = (
    unclosed_attributes, nested, unclosed_comment, many_comments, nested_tables, nested_lists, attributes, misnested,
    formatting, angles, doctypes,
)  # fmt: skip
