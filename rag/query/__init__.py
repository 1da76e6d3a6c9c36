"""A typed question and a conversation go in, a valid question, its intent and the forms to search with come out."""
