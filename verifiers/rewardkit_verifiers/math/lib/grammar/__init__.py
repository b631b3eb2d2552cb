"""The grammar of answers: from text to a value tree, under bounds that are checked first."""
