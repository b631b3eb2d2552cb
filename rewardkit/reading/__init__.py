"""How a reply is read, for every family: reasoning set aside, end-of-turn tokens."""
