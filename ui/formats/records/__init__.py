"""The types of the JSON that programs get: of answers, and of reports on a library."""
