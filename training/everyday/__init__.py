"""Tables of kinds, rules and words go in; groups of pairs about forms, records and notices come out."""
