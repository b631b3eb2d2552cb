"""A reward behind HTTP: the server, the protocols that it speaks, and a client."""
