"""The tables of an engine go in; one generation comes out, to be searched and to be compared with what was written."""
