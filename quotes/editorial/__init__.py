"""What editors do to published things: the only way to change what a reader may have cited.

Every function runs in one transaction that locks the archive's version first, writes revisions
where printed strings change, and moves the version on, so that index, caches and feeds follow.
"""

from quotes.editorial.authorship import own_nouns, own_work
from quotes.editorial.corrections import (
    CitedChange,
    ReasonNeededError,
    printed_fields,
    printing,
    revise,
    save_noun,
    save_turn,
)
from quotes.editorial.drafting import save_draft
from quotes.editorial.merging import merge_nouns, merge_passages
from quotes.editorial.publishing import (
    publish,
    reinstate,
    send_to_review,
    take_from_review,
    why_not_reinstated,
    withdraw,
)
from quotes.editorial.rearranging import (
    insert_turn,
    join_turns,
    move_turn,
    split_draft,
    split_turn,
)
from quotes.editorial.reviewing import (
    assign,
    may_review,
    publish_reviewed,
    reviewers,
    send_back,
    why_not_reviewed_by,
)
from quotes.editorial.tagging import tag, tag_new
from quotes.editorial.version import (
    NotPossibleError,
    RefusedError,
    archive_change,
    locked_archive,
    touch,
    touch_reports,
    utterance_change,
)

__all__ = [
    "CitedChange",
    "NotPossibleError",
    "ReasonNeededError",
    "RefusedError",
    "archive_change",
    "assign",
    "insert_turn",
    "join_turns",
    "locked_archive",
    "may_review",
    "merge_nouns",
    "merge_passages",
    "move_turn",
    "own_nouns",
    "own_work",
    "printed_fields",
    "printing",
    "publish",
    "publish_reviewed",
    "reinstate",
    "reviewers",
    "revise",
    "save_draft",
    "save_noun",
    "save_turn",
    "send_back",
    "send_to_review",
    "split_draft",
    "split_turn",
    "tag",
    "tag_new",
    "take_from_review",
    "touch",
    "touch_reports",
    "utterance_change",
    "why_not_reinstated",
    "why_not_reviewed_by",
    "withdraw",
]
