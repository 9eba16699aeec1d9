"""Index folders that nothing reads any more are cleared, and nothing else."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from quotes.search import index
from quotes.search.other_indexes import other_indexes
from tests import factories

pytestmark = pytest.mark.django_db
LEFT = [
    "schema1-analysis1-tantivy0.22.0",
    "schema5-analysis2-tantivy0.27.0rc1.damaged",
    "schema12-analysis10-tantivy0.27.0",
]
FOREIGN = ["notes", "schema", "lost+found", "my-schema1-analysis1-tantivy0.22.0"]


def test_a_rebuild_clears_the_folders_of_other_releases_and_damaged_ones(settings) -> None:
    place = Path(settings.SEARCH_INDEX_DIR)
    factories.published("Found again.")
    for name in (*LEFT, *FOREIGN, f"{index.directory().name}.damaged"):
        (place / name).mkdir(parents=True)
        (place / name / "words.store").write_text("removed words")
    assert len(other_indexes()) == len(LEFT) + 1
    call_command("reindex", verbosity=0)
    kept = {path.name for path in place.iterdir() if path.is_dir()}
    assert kept == {index.directory().name, *FOREIGN}
    assert other_indexes() == []
    assert Client().get("/search.json?q=found").json()["count"] == 1


def test_where_there_is_no_index_there_is_nothing_to_clear() -> None:
    assert other_indexes() == []
