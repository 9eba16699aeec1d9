"""What a speaker said on a topic, in order."""

import re

import pytest
from django.test import Client

from quotes import editorial
from tests import factories

pytestmark = pytest.mark.django_db
FERRY = "The ferry to the north shore will run on Sundays again from next spring."
LATER = "The ferry to the north shore will not run on Sundays again, neither this spring nor next."


class Archive:
    def __init__(self) -> None:
        self.roth = factories.speaker("Ines Roth")
        self.transport = factories.topic("Transport")
        self.ferries = factories.topic("Ferries", parent=self.transport)

    def said(self, text: str, dates: str, topic=None, make=factories.published, **more):
        talk = factories.interview(f"Talk {dates} {len(text)}", dates=dates)
        turn = factories.turn(
            text, source=factories.source(f"S {dates} {len(text)}", interview=talk)
        )
        return make(text, turn=turn, topics=[topic or self.ferries],
                    **{"speaker": self.roth} | more)  # fmt: skip


@pytest.fixture
def archive() -> Archive:
    return Archive()


ADDRESS = "/speakers/ines-roth/topics/transport/"


def shown(page: str) -> list[str]:
    return re.findall(r'<figure class="passage [^"]*" id="q-(\w+)"', page)


def test_statements_stand_in_the_order_of_speaking(archive: Archive, client: Client):
    last = archive.said("The bridge is closed for good.", "2024-02", archive.transport)
    unknown = archive.said("The road is dry.", "")
    first = archive.said(FERRY, "2022-05-01", role_as_printed="Harbour master")
    own_date = archive.said("The quay is sound.", "2024-03", said_on="2023-01-01")
    archive.said("Nobody asked.", "2023", factories.topic("Other"))
    archive.said(FERRY, "2021", speaker=factories.speaker("Ada Lund"))
    page = client.get(ADDRESS).text
    wanted = [first, own_date, last, unknown]
    assert shown(page) == [str(each.identifier_id) for each in wanted]
    assert "Harbour master" in page
    assert "4 quotations" in page


def test_near_repeats_are_linked_with_their_differences(archive: Archive, client: Client):
    before, after = archive.said(FERRY, "2022"), archive.said(LATER, "2023")
    archive.said("The harbour dues are an old quarrel of this town.", "2024")
    page = client.get(ADDRESS).text
    assert page.count("Nearly the same before") == 1
    assert page.count("Nearly the same later") == 1
    assert f'Nearly the same before: <a href="{before.get_absolute_url()}">' in page
    assert f'Nearly the same later: <a href="{after.get_absolute_url()}">' in page
    assert "<ins>not </ins>" in page


def test_drafts_and_withdrawn_words_are_not_there(archive: Archive, client: Client):
    archive.said("The bridge is closed for good.", "2024")
    page = client.get(ADDRESS).content
    archive.said(FERRY, "2022", make=factories.draft)
    assert client.get(ADDRESS).content == page
    gone = archive.said(FERRY, "2021")
    editorial.withdraw(gone, reason="Misattributed.", editor=None)
    assert gone.identifier_id not in client.get(ADDRESS).text


def test_nothing_said_is_no_page(archive: Archive, client: Client):
    archive.said(FERRY, "2022", make=factories.draft)
    archive.said("Elsewhere.", "2022", factories.topic("Other"))
    archive.said("Words of another.", "2022", speaker=factories.speaker("Ada Lund"))
    for address in (ADDRESS, "/speakers/nobody/topics/transport/", f"{ADDRESS[:-10]}nothing/"):
        assert client.get(address).status_code == 404


def test_former_addresses_lead_here(archive: Archive, client: Client):
    archive.said(FERRY, "2022")
    archive.ferries.slug = "boats"
    editorial.save_noun(archive.ferries, editor=None)
    response = client.get("/speakers/ines-roth/topics/ferries/")
    assert (response.status_code, response["Location"]) == (
        301, "/speakers/ines-roth/topics/boats/",
    )  # fmt: skip


def test_the_speaker_leads_to_each_topic(archive: Archive, client: Client):
    archive.said(FERRY, "2022")
    assert 'href="/speakers/ines-roth/topics/ferries/"' in client.get("/speakers/ines-roth/").text


def test_long_lists_are_paged(archive: Archive, client: Client):
    for number in range(22):
        archive.said(f"Pier number {number} is {'very ' * number}old.", f"20{number:02}")
    assert len(shown(client.get(ADDRESS).text)) == 20
    assert len(shown(client.get(f"{ADDRESS}?page=2").text)) == 2
    assert client.get(f"{ADDRESS}?page=3").status_code == 200


def test_counts_by_topic_are_those_of_the_pages_they_lead_to(client: Client) -> None:
    """Topics below count for those above, on the speaker's page and on the interview's."""
    above = factories.topic("Trade")
    below = factories.topic("Tariffs", parent=above)
    first = factories.published("We cut the tariffs.", topics=[below])
    for words in ("We trade.", "They trade too."):
        factories.published(words, speaker=first.speaker, source=first.source, topics=[above])
    page = client.get(first.speaker.get_absolute_url())
    counts = {topic.label: (topic.count, topic.url) for topic in page.context["topics"]}
    assert {label: count for label, (count, _) in counts.items()} == {"Trade": 3, "Tariffs": 1}
    for count, url in counts.values():
        assert client.get(url).context["page"].paginator.count == count
    page = client.get(first.interview.get_absolute_url())
    for topic in page.context["topics"]:
        assert client.get(topic.url).context["result"].count == topic.count
