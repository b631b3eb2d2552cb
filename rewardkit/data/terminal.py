"""Text that a terminal may show."""


def harmless(text: str) -> str:
    r"""Return text in which nothing can move the cursor: a completion may hold such codes.

    Example:
        >>> harmless("a\x1b[2Jb")
        'a\\x1b[2Jb'
    """
    return "".join(c if c == "\n" or c.isprintable() else ascii(c)[1:-1] for c in text)
