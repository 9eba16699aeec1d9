"""Links to some of the words of a passage: marked in their version, or said not to be there."""

import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User

from quotes import editorial
from quotes.editorial.expunging import expunge
from quotes.models import Passage
from tests import factories

pytestmark = pytest.mark.django_db
FIRST = "We kept the door open. The door is oak.\n\nNobody came, nobody left."
WHY = editorial.CitedChange("source_correction", "As printed.")


def marked(html: str) -> list[str]:
    """What is marked in the quotation itself."""
    words = html[html.index("<blockquote") : html.index("</blockquote>")]
    return re.findall(r"<mark[^>]*>(.*?)</mark>", words)


def place(text: str, words: str) -> str:
    start = text.index(words)
    return f"{start}-{start + len(words)}"


@pytest.fixture
def corrected() -> tuple[Passage, str, str]:
    """A passage whose second sentence was added to, and the words of both versions."""
    now = FIRST.replace("is oak", "was of oak")
    turn = factories.turn(f"{FIRST} {now}")
    passage = factories.published(turn=turn, spans=[[0, len(FIRST)]])
    spans = {"spans": [[len(FIRST) + 1, len(turn.text)]]}
    return editorial.revise(passage, spans, why=WHY, editor=None), FIRST, now


def test_exactly_the_words_at_the_place_are_marked(corrected, read, settings):
    passage, first, _ = corrected
    path = f"{passage.get_absolute_url()}/v/1"
    for words in ("door open", "We", "left.", first):
        answer = read(f"{path}?words={place(first, words)}")
        assert (answer.status_code, " ".join(marked(answer.text))) == (200, " ".join(words.split()))
        assert f'<link rel="canonical" href="{settings.SITE_URL}{path}">' in answer.text
        assert answer.text.count('id="words"') == 1
    assert read(f"{path}?words=0-2")["ETag"] != read(path)["ETag"]


def test_an_older_version_says_whether_the_current_one_has_the_words(corrected, read):
    passage, first, now = corrected
    path = f"{passage.get_absolute_url()}/v"
    kept = read(f"{path}/1?words={place(first, 'nobody left')}").text
    there = f"{path}/2?words={place(now, 'nobody left')}#words"
    assert f'href="{there}"' in kept
    assert marked(read(there.split("#")[0]).text) == ["nobody left"]
    for words in ("door is oak", "The door"):
        page = read(f"{path}/1?words={place(first, words)}").text
        assert ("no longer has them" in page) == (words == "door is oak")
    # Where they stand more than once, the page does not say which ones they are now.
    page = read(f"{path}/1?words={place(first, 'door')}").text
    assert f'href="{path}/2?text=door"' in page
    assert "no longer has them" not in page
    assert "no longer has them" not in read(f"{path}/2?words={place(now, 'of oak')}").text


def test_words_lead_to_their_place_and_to_no_other(corrected, read):
    passage, first, now = corrected
    path = passage.get_absolute_url()
    for page, number, text in (("", 2, now), ("/v/1", 1, first)):
        answer = read(f"{path}{page}?{urlencode({'text': 'nobody  left'})}")
        if not page:
            assert answer["Location"] == f"{path}/v/2?text=nobody++left"
            answer = read(answer["Location"])
        expected = f"{path}/v/{number}?words={place(text, 'nobody left')}#words"
        assert (answer.status_code, answer["Location"]) == (302, expected)
    several = read(f"{path}/v/1?text=door").text
    assert marked(several) == []
    assert re.findall(r"/v/1\?words=(\d+-\d+)#words", several) == ["12-16", "27-31"]
    gone = read(f"{path}/v/2?text=is+oak").text
    assert marked(gone) == []
    assert f'href="{path}/v/1?text=is+oak"' in gone
    assert "No version of this quotation has them" in read(f"{path}/v/2?text=is+an+oak").text


@pytest.mark.parametrize(
    "query",
    ["words=1-2", "words=0-4000", "words=x", "words=0-2&words=3-7", "words=%00", "words=2-0",
     "words=" + "9" * 400, "text=" + "door+" * 300, "text=a&text=b", "text=%ed%a0%80%00"],
)  # fmt: skip
def test_what_names_no_words_is_refused_with_what_to_do(query, corrected, read):
    answer = read(f"{corrected[0].get_absolute_url()}/v/1?{query}")
    assert answer.status_code == 400
    assert "Select the words on the page" in answer.text
    assert f'href="{corrected[0].get_absolute_url()}/v/1">Open the same page' in answer.text


def test_a_place_needs_a_version(corrected, read):
    path = corrected[0].get_absolute_url()
    answer = read(f"{path}?words=0-2")
    assert answer.status_code == 400
    assert f"{path}/v/2?words=" in answer.text
    assert read(f"{path}?words=&text=").status_code == 200


def test_another_spelling_of_the_identifier_keeps_the_words(corrected, read):
    path = corrected[0].get_absolute_url()
    typed = path.replace("/q/", "").upper()
    assert read(f"/q/{typed}/v/1?words=0-2")["Location"] == f"{path}/v/1?words=0-2"
    assert read(f"/q/{typed}?text=door")["Location"] == f"{path}?text=door"


def test_words_that_were_removed_or_withdrawn_are_not_shown(corrected, read):
    passage, first, _ = corrected
    asked = [f"words={place(first, 'is oak')}", "text=is+oak", "words=0-4000"]
    chief = User.objects.create(username="chief")
    expunge([passage.identifier_id], reason="Order 7.", editor=chief, versions=[1])
    path = passage.get_absolute_url()
    for query in asked:
        answer = read(f"{path}/v/1?{query}")
        assert (answer.status_code, "is oak" in answer.text) == (410, False)
    assert "/v/1?text" not in read(f"{path}/v/2?text=is+oak").text
    editorial.withdraw(passage, reason="Doubts.", editor=None)
    for query in asked:
        assert read(f"{path}/v/2?{query}").status_code == read(f"{path}?{query}").status_code == 410
