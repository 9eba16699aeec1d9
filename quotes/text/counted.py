"""Numbers of things in words: “1 passage”, “1,200 passages”."""


def counted(number: int, thing: str, things: str = "") -> str:
    """A number with its noun in singular or plural; ``things`` for irregular plurals."""
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"
