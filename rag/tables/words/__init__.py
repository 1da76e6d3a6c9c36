"""Words of a question and of a table go in; whether they are the same, and what they ask for, comes out."""
