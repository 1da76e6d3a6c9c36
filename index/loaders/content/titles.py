"""Tell the title of a document from what a program writes in its place."""

from __future__ import annotations

import re

_SUFFIXES = (
    "docx?|docm|dotx?|pdf|tex|dvi|pptx?|ppsx?|pptm|xlsx?|xlsm|csv|indd|qxd|exe|rtf|od[tpsg]|e?ps|cdr|pub|html?|mhtml?|xml|"
    "md|txt|wp[ds]|lwp|ai|psd|fm|pmd|p65|vsdx?|tmp|bat|zip|jpe?g|png|gif|tiff?|bmp|asp|php|jsp"
)
_NO_TITLE = re.compile(
    rf"""
    untitled.*|no\ title|(?:ohne|kein)\ titel|unbenannt.*|sans\ titre.*|sin\ t[íi]tulo.*|senza\ titolo.*
    |sem\ t[íi]tulo.*|zonder\ titel.*|naamloos.*|无标题.*|無題.*
    | \W*(?:anonymous|unknown|unspecified|none|null|nil|n/?a|title|titel|document|dokument|documento)\W*
    # The first file of a program that was given no name, and what a program says of itself.
    | (?:document|dokument|documento|presentation|präsentation|présentation|presentación|book|mappe|classeur|libro
        |slide|folie|sheet|tabelle|layout|drawing|zeichnung)[ _-]*\d+
    | microsoft\ (?:word|excel|powerpoint|office)\b.* | (?:microsoft\ )?powerpoint[ -](?:presentation|präsentation)
    | présentation\ powerpoint | (?:word|latex|tex)\ (?:document|output\b.*) | acrobat\ web\ capture.* | about:blank
    # Made by scanners and cameras.
    | full\ page\ \w+\ print | scan(?:ned)?[ _-]?(?:document|image)?[ _-]?[\d_-]* | (?:img|dsc|doc|scn)[ _-]?\d[\d_-]*
    # A file, with its folder or without it; an address; a mark of a template that nobody filled in.
    | .*\.(?:{_SUFFIXES}) | (?:[a-z]:\\|\\\\|/|~/|file:|https?://)\S* | [%$<{{\[]+\s*\w+\s*[%$>}}\]]+ | %\d
    # Nothing but signs and digits.
    | [\W\d_]+
    """,
    re.IGNORECASE | re.VERBOSE,
)


def meant(title: str) -> str:
    """Return a title that a file says, unless a program made it up."""
    return "" if _NO_TITLE.fullmatch(title.strip()) else title
