"""Text that is safe to print on a terminal."""


def harmless(text: str) -> str:
    r"""Return text without control codes, which a completion may hold.

    Example:
        >>> harmless("a\x1b[2Jb")
        'a\\x1b[2Jb'
    """
    return "".join(c if c == "\n" or c.isprintable() else ascii(c)[1:-1] for c in text)
