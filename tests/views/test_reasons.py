"""Why a hit is one, and what is found for questions as people ask them."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from quotes.search.query import parse
from quotes.search.question_words import relaxations, telling
from tests import factories


def hits(client: Client, query: str) -> Any:
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    return response.context["result"].hits


@pytest.mark.django_db
def test_a_hit_without_the_words_says_what_they_match(client: Client) -> None:
    above = factories.topic("Harbours", slug="harbours")
    below = factories.topic("Pontoons", above, slug="pontoons")
    factories.published("Nothing of it.", speaker=factories.speaker("Ada Quay"), topics=[below])
    for word, reason in {
        "quay": "matches the speaker’s name",
        "pontoons": "matches the topic Pontoons",
        "harbours": "matches the topic Harbours",
        "quay pontoons": "matches the speaker’s name and matches the topic Pontoons",
    }.items():
        (hit,) = hits(client, word)
        assert hit.reason == reason
        assert reason in client.get("/search/", {"q": word}).content.decode()


@pytest.mark.django_db
def test_another_spelling_is_told(client: Client, opening_archive: None) -> None:
    found = hits(client, "Василенко")
    assert found
    assert {hit.reason for hit in found} == {"matches the speaker’s name (“Роман Василенко”)"}


@pytest.mark.django_db
def test_words_that_are_marked_need_no_reason(client: Client, opening_archive: None) -> None:
    for hit in hits(client, "sanctions"):
        assert bool(hit.reason) != bool(hit.found)


@pytest.mark.django_db
def test_a_question_finds_what_has_its_telling_words_and_says_so(
    client: Client, opening_archive: None
) -> None:
    response = client.get("/search/", {"q": "What did Vassilenko say about sanctions?"})
    plain = client.get("/search/", {"q": "Vassilenko sanctions"}).context["result"]
    result, content = response.context["result"], response.content.decode()
    assert result.count == plain.count > 0
    assert [hit.passage.pk for hit in result.hits] == [hit.passage.pk for hit in plain.hits]
    assert "No quotation has all words of" in content
    assert "<strong>Vassilenko</strong> and <strong>sanctions</strong>" in content
    # The box still has what was typed.
    assert 'value="What did Vassilenko say about sanctions?"' in content


@pytest.mark.django_db
def test_of_telling_words_as_few_as_possible_are_left_out(
    client: Client, opening_archive: None
) -> None:
    result = client.get("/search/?q=vassilenko+sanctions+zzzz").context["result"]
    assert result.told_words == ["vassilenko", "sanctions"]


@pytest.mark.django_db
def test_filters_hold_for_fewer_words_too(client: Client, opening_archive: None) -> None:
    address = "/search/?q=what+did+he+say+about+sanctions&wording=edited"
    result = client.get(address).context["result"]
    plain = client.get("/search/?q=sanctions&wording=edited").context["result"]
    assert result.count == plain.count > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"q": "what about sanctions"}, "No quotation has all words of <q>what about sanctions</q>."),
        ({"q": "what about sanctions", "wording": "edited"},
         "With these filters no quotation has all words of <q>what about sanctions</q>."),
        ({"q": "санкциям"}, "No quotation has <q>санкциям</q>."),
        ({"q": "санкции", "wording": "paraphrased"},
         "With these filters no quotation has <q>санкции</q>."),
    ],
)  # fmt: skip
def test_what_no_quotation_has_is_told_with_the_filters_that_it_lacks_under(
    client: Client, opening_archive: None, query: dict[str, str], told: str
) -> None:
    assert told in client.get("/search/", query).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ['"what did zzzz say"', "zzzz -sanctions", "zzzz OR yyyy", "zzzz", "sanctions zzzz"]
)
def test_what_was_typed_with_care_is_not_changed(
    client: Client, opening_archive: None, query: str
) -> None:
    response = client.get("/search/", {"q": query})
    assert response.context["result"].count == 0
    assert "No quotation has all words of" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["about a.b’--------", "what of ’’’ ’a’", "о l'l'l'l", "что ?? !!", "about 中国", "who *", "ё о",
     "about " + "sanctioning " * 12, "says of OR", "what of \u202e"],
)  # fmt: skip
def test_any_question_is_answered(client: Client, opening_archive: None, query: str) -> None:
    assert client.get("/search/", {"q": query}).status_code == 200


@pytest.mark.django_db
def test_programs_get_what_they_asked_for(client: Client, opening_archive: None) -> None:
    question = {"q": "what did vassilenko say about sanctions", "wording": "edited"}
    answers = [client.get(path, question).json() for path in ("/search.json", "/api/v1/passages")]
    assert [(answer["count"], answer["results"]) for answer in answers] == [(0, []), (0, [])]
    fewer = answers[0]["query"]["fewer_words"]
    assert fewer == answers[1]["query"]["fewer_words"]
    assert fewer["text"] == "vassilenko sanctions"
    # The page has as many, at the address told and at that of the question.
    told = client.get(fewer["url"].removeprefix(settings.SITE_URL))
    for page in (told, client.get("/search/", question)):
        result = page.context["result"]
        assert result.count == fewer["count"] > 0
        assert result.query.understood_as == fewer["understood_as"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["sanctions", "zzzz", '"what did zzzz say"', ""])
def test_programs_are_told_of_no_other_words_where_the_page_shows_none(
    client: Client, opening_archive: None, query: str
) -> None:
    answer = client.get("/search.json", {"q": query}).json()
    assert answer["query"]["fewer_words"] is None


def test_words_of_asking_are_told_in_several_languages() -> None:
    questions = {
        "Что сказал Василенко о санкциях?": ["Василенко", "санкциях?"],
        "Was sagte Merkel über Griechenland": ["Merkel", "Griechenland"],
        "¿Qué dijo Lula sobre Brasil?": ["Lula", "Brasil?"],
        "who is speaking": ["speaking"],
    }
    for question, words in questions.items():
        assert [word.typed for word in telling(parse(question))] == words


def test_more_words_come_before_fewer() -> None:
    sizes = [len(words) for words in relaxations(parse("the cat and dog met bird in Rome"))]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) >= 2


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("what does the minister think of sanctions", "sanctions"),
        ("zzzz on sanctions", "sanctions"),
        ("Vassilenko on zzzz", "Vassilenko"),
    ],
)
def test_a_single_word_stays_if_it_names_somebody_or_something(
    client: Client, opening_archive: None, question: str, kept: str
) -> None:
    result = client.get("/search/", {"q": question}).context["result"]
    assert result.count == client.get("/search/", {"q": kept}).context["result"].count > 0
    nothing = client.get("/search/", {"q": "zzzz about yyyy"}).context["result"]
    assert nothing.count == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "told", "searched"),
    [
        (
            "Что Василенко сказал о санкциях?",
            ["Василенко", "санкции or санкций"],
            "Василенко (санкции OR санкций)",
        ),
        ("Что Василенко говорил о шёлковом пути", None, "Василенко шелковый путь"),
        ("к вопросу шёлкового пути", None, "шелковый путь"),
        ("по санкциям", ["санкции or санкций"], "санкции OR санкций"),
        ("санкциями", ["санкции or санкций"], "санкции OR санкций"),
        ("Василенко санкциям", None, "Василенко (санкции OR санкций)"),
        ("об инвестициях", ["инвестиции"], "инвестиции"),
        ("о ядерном разоружении", None, "ядерное разоружение"),
        ("What is Vassilenko’s view of sanctions?", None, "Vassilenko sanctions"),
        ("Was sagte Wassilenko über sanctions", None, "Wassilenko sanctions"),
        ("Василенко Қытайға туралы", ["Василенко", "Қытай"], "Василенко Қытай"),
    ],
)
def test_names_are_recognised_in_any_form(
    client: Client, opening_archive: None, question: str, told: list[str] | None, searched: str
) -> None:
    result = client.get("/search/", {"q": question}).context["result"]
    plain = client.get("/search/", {"q": searched}).context["result"]
    assert result.count == plain.count > 0
    assert [hit.passage.pk for hit in result.hits] == [hit.passage.pk for hit in plain.hits]
    assert told is None or [word.lower() for word in result.told_words] == [
        word.lower() for word in told
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Sanktion", "Was sagte Merkel zu Sanktionen"),
        ("négociations", "Que dit Merkel de la négociation ?"),
        ("l’élargissement", "avis sur élargissements"),
        ("yaptırımlar", "Merkel yaptırım hakkında ne dedi"),
        ("sanciones", "¿Qué dijo Merkel sobre la sanción?"),
        ("العقوبات", "ماذا قال عن عقوبات"),
        ("عقوبات", "ماذا قال ميركل بالعقوبات"),
        ("Токаев", "Что сказали о Токаеве"),
        ("Токаев", "мнение Токаева"),
        ("Йодный", "про йодном"),
        ("Ёлочный", "о елочном"),
    ],
)
def test_names_are_recognised_in_the_languages_that_inflect(
    client: Client, name: str, asked: str
) -> None:
    topic = factories.topic(name, factories.topic("Root"), slug="named")
    speaker = factories.speaker("Merkel")
    factories.published("Nothing of it.", speaker=speaker, topics=[topic])
    factories.published("Of something else.", speaker=speaker)
    assert client.get("/search/", {"q": asked}).context["result"].count == 1


@pytest.mark.django_db
def test_all_forms_that_names_have_are_searched_for(client: Client, opening_archive: None) -> None:
    # “война в Украине” is one topic, “Украина” another.
    result = client.get("/search/", {"q": "Что Василенко сказал об Украине?"}).context["result"]
    plain = client.get("/search/", {"q": "Василенко (Украине OR Украина)"}).context["result"]
    assert (
        result.count
        == plain.count
        > client.get("/search/", {"q": "Василенко Украине"}).context["result"].count
        > 0
    )
    assert result.told_words == ["Василенко", "Украине or Украина"]


@pytest.mark.django_db
def test_the_form_of_a_name_keeps_what_has_the_word_as_typed(client: Client) -> None:
    topic = factories.topic("Токаев", factories.topic("Root"), slug="tokayev")
    factories.published("Nothing of it.", topics=[topic])
    factories.published("Мы ждали Токаева.", language="ru")
    assert client.get("/search/", {"q": "что сказали о Токаеве"}).context["result"].count == 2
