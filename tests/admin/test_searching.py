"""What the lists of passages, turns and versions find."""

import pytest
from django.urls import reverse

from quotes import editorial
from quotes.models import Identifier, Passage, PassageRevision, Turn
from tests import factories
from tests.conftest import rolled_back

pytestmark = pytest.mark.django_db


def found(client, model, typed):
    page = client.get(reverse(f"admin:quotes_{model._meta.model_name}_changelist"), {"q": typed})
    return list(page.context["cl"].queryset)


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    with rolled_back(django_db_blocker):
        yield say()


def say():
    speaker = factories.speaker("Sinéad O’Brien", slug="sinead")
    speaker.names.create(name="Шинейд О’Брайен")
    source = factories.source("L’Été à Genève")
    turn = factories.turn("The truth of the matter.", source=source, speaker=speaker)
    passage = factories.draft(turn=turn, speaker=speaker)
    factories.published("What others say.")
    return editorial.publish([passage], editor=None)[0]


@pytest.mark.parametrize("model", [Passage, Turn, PassageRevision])
@pytest.mark.parametrize(
    "typed",
    ["sinead", "SINÉAD", "obrien", "O'Brien", "OʼBrien", "o’brien sinead", "truth o'brien",
     "шинейд", "ШИНЕЙД", '"sinead obrien"', "l'ete", "geneve", "TRUTH"],
)  # fmt: skip
def test_names_are_found_however_they_are_spelt(editor, said, model, typed):
    [row] = found(editor, model, typed)
    assert row in (said, said.turn, said.revisions.get())


@pytest.mark.parametrize("model", [Passage, Turn, PassageRevision])
@pytest.mark.parametrize("typed", ["sinead lies", "o'connor", "…", "%", "_", "’", "'"])
def test_what_nobody_is_called_finds_nothing(editor, said, model, typed):
    assert found(editor, model, typed) == []


@pytest.mark.parametrize("model", [Passage, PassageRevision, Identifier])
@pytest.mark.parametrize(
    "written",
    ["{}.", "“{}”", "({}),", "{}", "…{}…", "https://a.example/q/{}/v/1", "a.example/q/{}.bib),"],
)
def test_a_pasted_id_is_found(editor, said, model, written):
    public_id = said.identifier_id
    for each in (public_id, public_id.upper(), f"{public_id[:4]}-{public_id[4:]}"):
        assert len(found(editor, model, written.format(each))) == 1


@pytest.mark.parametrize(
    "typed", ["ÉCONOMIE D’ÉTAT", "économie d'état", "d'État", "ЖЕЊШИНА", "ВОЙНА"]
)
def test_words_of_drafts_are_found_in_any_case_and_with_any_apostrophe(editor, typed):
    factories.draft("L’Économie d’État, женьшина, жењшина и война.")
    assert len(found(editor, Passage, typed)) == 1
    assert len(found(editor, Turn, typed)) == 1
