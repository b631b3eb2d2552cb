"""Words and wording of texts, compared."""
