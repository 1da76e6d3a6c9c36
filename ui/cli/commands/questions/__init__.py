"""Commands that ask a library: a question, a search, a text to check, a table, a data set of questions."""
