"""Topics proposed for a document's passages, from what the archive holds."""

from collections.abc import Callable
from functools import cached_property

from quotes.ingest.captures import Capture
from quotes.ingest.described import document_language
from quotes.ingest.splitters import Passage as Proposed
from quotes.ingest.topic_proposals import Tagged, TopicLabel, TopicProposals
from quotes.models import Passage, Topic

# Tagged passages to compare with: the newest, for all of a large archive would fill the memory.
MAX_TAGGED = 5_000
MOST_TOPICS = 5


class TopicsOfArchive:
    """The archive's topics and its newest tagged passages, read when they are first needed."""

    @cached_property
    def proposals(self) -> TopicProposals:
        """What topics are proposed by."""
        topics = Topic.objects.filter(parent__isnull=False).prefetch_related("aliases")
        labels = [
            TopicLabel(
                topic.slug, (topic.name, *(alias.name for alias in topic.aliases.all())),
                topic.scope_note,
            )
            for topic in topics
        ]  # fmt: skip
        passages = Passage.public.newest().prefetch_related("topics")[:MAX_TAGGED]
        tagged = [
            Tagged(str(each.pk), each.text, each.language, tuple(t.slug for t in each.topics.all()))
            for each in passages
        ]
        return TopicProposals(labels, [each for each in tagged if each.topics])

    def of(self, found: Capture) -> Callable[[Proposed], list[str]]:
        """Gives the slugs of the topics proposed for a passage of a document, best first."""
        language = document_language(found)
        return lambda passage: [
            each.slug for each in self.proposals.propose(passage.text, language, most=MOST_TOPICS)
        ]
