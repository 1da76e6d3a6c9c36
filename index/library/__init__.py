"""A folder on disk goes in; a library to search, to change and to verify comes out."""
