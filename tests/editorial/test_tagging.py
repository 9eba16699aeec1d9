import pytest

from quotes import editorial
from quotes.editorial import NotPossibleError
from quotes.models import Passage, Topic, current_version
from tests import factories

pytestmark = pytest.mark.django_db


def topics_of(passage: Passage) -> list[Topic]:
    return list(Passage.objects.get(pk=passage.pk).topics.all())


def test_tagging_is_public_but_no_version() -> None:
    topic = factories.topic("Sanctions")
    passages = [factories.published(), factories.published()]
    before = current_version().number
    assert editorial.tag(passages, add=[topic], editor=None) == 2
    assert editorial.tag(passages, add=[topic], editor=None) == 0
    passage = Passage.objects.get(pk=passages[0].pk)
    assert list(passage.topics.all()) == [topic]
    assert (passage.version, passage.changed_in_version) == (1, before + 1)


def test_a_narrower_topic_takes_the_place_of_the_broader() -> None:
    broad = factories.topic("Sanctions")
    narrow = factories.topic("Circumvention", parent=broad)
    passage = factories.published(topics=[broad])
    editorial.tag([passage], add=[narrow], editor=None)
    assert topics_of(passage) == [narrow]
    editorial.tag([passage], add=[broad], editor=None)
    assert topics_of(passage) == [narrow]


def test_a_root_is_no_topic() -> None:
    factories.topic()
    with pytest.raises(NotPossibleError, match="only groups"):
        editorial.tag([factories.published()], add=[Topic.objects.get(slug="themes")], editor=None)


def test_one_change_leaves_one_row_of_history() -> None:
    passage = factories.published()
    rows = passage.history.count()
    editorial.tag([passage], add=[factories.topic(), factories.topic()], editor=None)
    assert passage.history.count() == rows + 1
    assert passage.history.first().topics.count() == 2


def test_tagging_a_draft_is_not_public() -> None:
    factories.published()
    before = current_version()
    assert editorial.tag([factories.draft()], add=[factories.topic()], editor=None) == 1
    assert current_version() == before
