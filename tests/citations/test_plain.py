import pytest

from quotes.citations.plain import citation, quotation
from quotes.models import Passage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]
SITE = "https://record.example"


def passage(identifier: str) -> Passage:
    return Passage.public.for_display().get(identifier=identifier)


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        (
            "khms7xrr",
            "Roman Vassilenko, Deputy Minister of Foreign Affairs of the Republic of Kazakhstan. "
            "17th World Policy Conference, Abu Dhabi, between 13 and 15 December 2024. "
            "“[Roman Vassilenko at the 17th World Policy Conference: transcript]”, "
            "World Policy Conference / Ifri. "
            "On Record, version 1, https://record.example/q/khms7xrr/v/1",
        ),
        (
            "srmtshn4",
            "Roman Vassilenko, Kazakh Deputy Foreign Minister. "
            "17th World Policy Conference, Abu Dhabi, between 13 and 15 December 2024. "
            "Quoted in The Astana Times, “Kazakhstan Reiterates Commitment to Multilateral "
            "Cooperation at World Policy Conference”, The Astana Times. "
            "On Record, version 1, https://record.example/q/srmtshn4/v/1",
        ),
        (
            "zkq0wzfq",
            "Roman Vassilenko, Deputy Minister of Foreign Affairs of Kazakhstan. "
            "Astana International Forum 2023, Astana, 7 June 2023. As paraphrased by AVIM, "
            "“[Meeting of foreign journalists with Deputy Minister Roman Vassilenko on the eve of "
            "the Astana International Forum]”, AVIM. "
            "On Record, version 1, https://record.example/q/zkq0wzfq/v/1",
        ),
    ],
)
def test_a_citation_names_source_and_record_with_wording_and_version(
    identifier: str, expected: str
) -> None:
    assert citation(passage(identifier), site=SITE) == expected


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
