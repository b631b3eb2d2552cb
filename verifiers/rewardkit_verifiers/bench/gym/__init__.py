"""The measure of `puzzle/reasoning_gym` on the tasks of an installed reasoning-gym."""
