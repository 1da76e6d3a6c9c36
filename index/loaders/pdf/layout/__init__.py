"""The glyphs of a page go in; pieces of lines, columns and paragraphs in reading order come out."""
