"""Addresses as mail and chat programs leave them: with what stood behind them in the sentence."""

import re

# A mark as HTML or an address writes it, once more than was needed, or cut off in the middle.
ESCAPED = re.compile(
    r"(?:&(?:amp|gt|lt|quot|apos|nbsp|[lr][sd]quo|hellip|#\d{1,5})|%[0-9A-F]{2})\Z", re.IGNORECASE
)
LONGEST_ESCAPED = 8
# No sentence ends so: another directory, an empty part of an address, a control character.
NOT_PASTED = re.compile(r"/\.\.|/[^/]*/|[\x00-\x1f\x7f-\x9f]")


def without_ending(path: str) -> str:
    """``path`` up to its last letter or digit; every address of ours ends in one, or in a slash.

    As it is where no sentence can have left what stands behind that.
    """
    end = len(path)
    while end:
        if not path[end - 1].isalnum():
            end -= 1
        elif escaped := ESCAPED.search(path[max(0, end - LONGEST_ESCAPED) : end]):
            end -= len(escaped.group())
        else:
            break
    return path if NOT_PASTED.search(path, end) else path[:end]
