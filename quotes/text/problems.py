"""What is wrong with something that was sent. Pure."""

from typing import NamedTuple


class Problem(NamedTuple):
    """What is wrong with one parameter or field, in a sentence that says what to do."""

    parameter: str
    message: str
