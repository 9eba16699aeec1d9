"""How other sites embed a passage: a frame with its own page, as oEmbed describes it.

https://oembed.com – the frame shows corrections and withdrawals, which a copy would not.
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

from quotes.citations.card import HEIGHT, WIDTH
from quotes.citations.cited import ARCHIVE
from quotes.citations.linked_data import title

if TYPE_CHECKING:
    from quotes.models import Passage

USUAL_WIDTH = 600
CACHE_SECONDS = 3600
# Of the embed page, in pixels: what stands beside the words, padding, and the width of a letter and
# the height of a line in each size of type there.
REST, PADDING = 140, 56
WORDS, NAMES, SMALL = (9.6, 30), (8.6, 25), (7.8, 23)
# So much of a question is shown before it is unfolded.
QUESTION = 170


def oembed(
    passage: Passage,
    *,
    site: str,
    max_width: int | None = None,
    max_height: int | None = None,
    since: int | None = None,
) -> dict[str, Any]:
    """The answer for a passage, no larger than asked, in pixels.

    The frame shows the words of now; where an older version was linked to, it says ``since`` which.
    """
    width = min(USUAL_WIDTH, max_width or USUAL_WIDTH)
    height = _height(passage, width) + (SMALL[1] * 2 if since else 0)
    height = min(height, max_height or height)
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": title(passage),
        **_author(passage, site),
        "provider_name": ARCHIVE,
        "provider_url": f"{site}/",
        "cache_age": CACHE_SECONDS,
        "width": width,
        "height": height,
        "html": frame(passage, site=site, width=width, height=height, since=since),
    }
    if (max_width or WIDTH) >= WIDTH and (max_height or HEIGHT) >= HEIGHT:
        card = f"{site}{passage.get_absolute_url()}/v/{passage.version}/card.png"
        answer |= {"thumbnail_url": card, "thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}
    return answer


def frame(passage: Passage, *, site: str, width: int, height: int, since: int | None = None) -> str:
    """The HTML to paste; it may open links in a new window, and nothing else."""
    query = f"?since={since}" if since else ""
    url = f"{site}{passage.get_absolute_url()}/embed{query}"
    return frame_of(url, called=title(passage), width=width, height=height)


def frame_of(url: str, *, called: str, width: int, height: int) -> str:
    """The HTML to paste for any page that may stand in a frame."""
    return (
        f'<iframe src="{escape(url)}" width="{width}" '
        f'height="{height}" title="{escape(called)}" loading="lazy" frameborder="0" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )


def _author(passage: Passage, site: str) -> dict[str, str]:
    if passage.wording == "paraphrased":
        return {"author_name": passage.words_by}
    speaker = passage.speaker
    return {"author_name": speaker.name, "author_url": site + speaker.get_absolute_url()}


def _height(passage: Passage, width: int) -> int:
    """About as high as the page is: without a script no frame can follow its content."""
    question, source = passage.question, passage.source
    asked = f"asked by {question.asker} {question.text}"[:QUESTION] if question else ""
    facts = [passage.event.name, passage.said_in_words, source.byline, source.outlet.name]
    texts = [
        (passage.told, WORDS),
        (f"{passage.speaker.name}, {passage.role_as_printed}", NAMES),
        (f"{' · '.join(facts)} · as {passage.wording} by", SMALL),
        (asked, SMALL),
        (passage.note, SMALL),
    ]
    gaps = 14 * bool(passage.note) + 30 * bool(asked)
    return REST + gaps + sum(_high(text, width - PADDING, size) for text, size in texts)


def _high(text: str, width: int, size: tuple[float, int]) -> int:
    letter, line = size
    # A word that does not fit leaves some room at the end of a line.
    letters = max(10.0, width / letter - 3)
    return line * sum(math.ceil(len(each) / letters) for each in text.split("\n") if each)
