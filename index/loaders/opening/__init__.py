"""The bytes of a file go in; clean text, members of archives and markup trees come out, within limits."""
