"""Whether two value trees say the same, by the cheapest method that is sound."""
