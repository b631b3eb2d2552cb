"""What the judge verifiers share: whether a reply states a reference, hedges, numbers in words."""
