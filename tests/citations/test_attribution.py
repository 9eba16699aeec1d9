import pytest

from quotes.citations.attribution import quotation
from quotes.models import Passage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]
SITE = "https://record.example"


def passage(identifier: str) -> Passage:
    return Passage.public.for_display().get(identifier=identifier)


def test_a_quotation_closes_and_reopens_its_marks_where_it_was_interrupted() -> None:
    words, attribution = quotation(passage("srmtshn4"), site=SITE).split("\n")
    assert words == (
        "“In the traditional Kazakh home, there are no corners,” “Therefore, the need to take sides "
        "or choose a corner, as one might in a boxing ring, runs contrary to our national "
        "mentality.”"
    )
    assert attribution.startswith("— Roman Vassilenko, Kazakh Deputy Foreign Minister, ")
    assert attribution.endswith("quoted in The Astana Times. https://record.example/q/srmtshn4")


def test_a_paraphrase_stands_without_quotation_marks() -> None:
    text = quotation(passage("zkq0wzfq"), site=SITE)
    assert text.startswith("Deputy Minister Vassilenko put that as multilateralism")
    assert "“" not in text
