"""The index against a scan of the same passages, read by another and simpler program."""

import itertools
import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tantivy
from hypothesis import HealthCheck, given, settings, strategies as st

from quotes import editorial
from quotes.models import Passage, Wording
from quotes.search import catch_up, index
from quotes.search.catch_up import PreparingError
from quotes.search.compile import IndexFilters
from quotes.search.find import Found, Request, find
from quotes.search.index import Meta, Writer, directory
from quotes.search.query import parse
from quotes.search.schema import schema
from tests import factories
from tests.effort import EFFORT

pytestmark = pytest.mark.django_db
VOCABULARY = [
    "war",
    "peace",
    "sanction",
    "yurt",
    "corner",
    "ring",
    "boxing",
    "the",
    "to",
    "be",
    "or",
    "not",
]
QUERIES = st.lists(
    st.sampled_from([*VOCABULARY, '"boxing ring"', '"to be"', "-war", "OR", "cor*", '-"to be"']),
    max_size=4,
).map(" ".join)


def search(text: str = "", **more: object) -> Found:
    return find(Request(parse(text), **more))


def words_of(passage: Passage) -> str:
    return " ".join(re.findall(r"\w+", passage.text.lower()))


@pytest.fixture
def archive() -> list[Passage]:
    """Sixty passages of few words, by three speakers in two outlets, over three years."""
    chance = random.Random(7)
    speakers = [factories.speaker(f"Speaker {letter}") for letter in "ABC"]
    sources = []
    for year in ("2021", "2022-05", ""):
        source = factories.source(f"Paper {year or 'undated'}")
        source.interview.dates = year
        source.interview.save()
        sources.append(source)
    drafts = [
        factories.draft(
            f"{' '.join(chance.choices(VOCABULARY, k=chance.randint(1, 9)))}.",
            speaker=chance.choice(speakers),
            source=chance.choice(sources),
            wording=chance.choice(Wording.values),
        )
        for _ in range(60)
    ]
    return editorial.publish(drafts, editor=None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("boxing", ["boxing ring", "boxing match"]),
        ('"boxing ring"', ["boxing ring"]),
        ("“boxing  RING”", ["boxing ring"]),
        ("rings", ["boxing ring"]),
        ('"rings"', []),
        ("boxing -ring", ["boxing match"]),
        ("ring OR match", ["boxing ring", "boxing match"]),
        ("mat*", ["boxing match"]),
        ("-boxing", ["yurt"]),
        ("", ["boxing ring", "boxing match", "yurt"]),
        ("!!!", []),
    ],
)
def test_the_query_language_finds_what_it_says(text: str, found: list[str]) -> None:
    for words in ("boxing ring", "boxing match", "yurt"):
        factories.published(words)
    result = search(text)
    assert sorted(Passage.objects.get(pk=pk).text for pk in result.pks) == sorted(found)
    assert result.count == len(found)


def test_words_of_all_languages_are_found_however_they_are_typed() -> None:
    """Each query, typed as a loose word, a phrase and excluded, finds these passages and no other."""
    texts = {
        "hindi": "मेरा दिल यहाँ है", "hindi-other": "मेरी दाल यहाँ है", "hebrew": "שָׁלוֹם עולם צה״ל",
        "arabic": "هذا كِتَابٌ جميل", "tatweel": "هذا كتـــاب كبير", "thai": "รักประชาธิปไตยเสมอ",
        "thai-other": "รักประชาชนเสมอ", "khmer": "ខ្ញុំស្រលាញ់ភាសាខ្មែរណាស់", "uzbek": "Oʻzbekiston maʼnosi",
        "hawaii": "Aloha Hawai‘i", "name": "Mr O’Connor read the Qurʾan", "fbi": "The F.B.I. said so",
        "usc": "42 U.S.C. § 1983", "number": "It cost 10,000 crowns", "decimal": "It rose 3.5 points",
        "code": "We like C++ at AT&T", "korean": "한국 사람", "wide": "ＷＴＯ rules", "kana": "かぎがある",
        "vietnam": "Việt Nam", "german": "Die große Straße", "turkish": "Türkiye'nin sesi ıslak",
    }  # fmt: skip
    passages = {factories.published(text).pk: name for name, text in texts.items()}
    expected = {
        "दिल": "hindi", "दाल": "hindi-other", "שלום": "hebrew", "שָׁלוֹם": "hebrew", 'צה"ל': "hebrew",
        "كتاب": "arabic tatweel", "كِتاب": "arabic tatweel", "ประชาธิปไตย": "thai", "ประชา": "thai thai-other",
        "ភាសាខ្មែរ": "khmer", "O'zbekiston": "uzbek", "o`zbekiston": "uzbek", "Ozbekiston": "uzbek",
        "Hawaiʻi": "hawaii", "Hawaii": "hawaii", "O'Connor": "name", "OConnor": "name", "Qur'an": "name",
        "Quran": "name", "FBI": "fbi", "F.B.I": "fbi", "USC": "usc", "10000": "number", "10.000": "number",
        "10 000": "number", "000": "", "3.5": "decimal", "3,5": "decimal", "35": "", "C++": "code",
        "AT&T": "code", "\u1112\u1161\u11ab국": "korean", "WTO": "wide", "が": "kana", "か": "kana",
        "かき": "", "viet": "vietnam", "GROSSE": "german", "Türkiye": "turkish", "ISLAK": "turkish",
    }  # fmt: skip
    for typed, names in expected.items():
        quoted = f"«{typed}»"
        # The events of these passages have numbers in their names, which loose words find.
        for query in [quoted] if typed[0].isdigit() else [typed, quoted]:
            found = {passages[pk] for pk in search(query, rows=100).pks}
            assert (query, found) == (query, set(names.split()))
            rest = {passages[pk] for pk in search(f"-{query}", rows=100).pks}
            assert (query, rest) == (query, set(texts) - found)


def test_beginnings_of_words_in_all_languages_are_found() -> None:
    texts = [
        "दिल्ली बड़ी है",
        "दाल",
        "Oʻzbekistonda",
        "U.S.S.R. then",
        "שָׁלוֹמִי",
        "C++ here",
        "10,500 men",
    ]
    passages = {factories.published(text).pk: text for text in texts}
    for number, typed in enumerate(["दि*", "दा*", "o'zb*", "USS*", "שלו*", "C+*", "10,5*"]):
        assert {passages[pk] for pk in search(typed).pks} <= {texts[number]}, typed
    assert [search(typed).count for typed in ("दि*", "o'zb*", "USS*", "שלו*")] == [1, 1, 1, 1]


def test_stop_words_are_words() -> None:
    factories.published("To be, or not to be: that is the question.")
    factories.published("To have or to be.")
    assert search('"to be or not to be"').count == 1


def test_a_speaker_is_found_under_every_spelling() -> None:
    speaker = factories.speaker("Roman Vassilenko")
    speaker.names.create(name="Роман Василенко", language="ru")
    factories.published("Words.", speaker=speaker)
    assert search("василенко").count == 1


def test_drafts_and_withdrawn_passages_are_not_found() -> None:
    factories.draft("secret")
    passage = factories.published("open secret")
    assert search("secret").count == 1
    editorial.withdraw(passage, reason="An error.", editor=None)
    assert search("secret").count == 0


def test_the_best_wording_of_an_utterance_stands_first() -> None:
    interview = factories.interview()
    reported = factories.published(
        "The only side is cooperation.",
        source=factories.source(interview=interview),
        wording="reported",
    )
    verbatim = factories.published(
        "The only side we should take is, I would say, the side of cooperation.",
        source=factories.source(interview=interview),
    )
    assert search("side").pks == [reported.pk, verbatim.pk]
    utterance = interview.utterances.create()
    for passage in (reported, verbatim):
        utterance.members.create(passage=passage, state="confirmed")
    editorial.touch_reports(utterance.public_report_ids)
    assert search("side").pks == [verbatim.pk, reported.pk]


def test_undated_passages_sort_last_either_way(archive: list[Passage]) -> None:
    for sort in ("newest", "oldest"):
        dates = [Passage.objects.get(pk=pk).said for pk in search(sort=sort, rows=100).pks]
        assert all(not date for date in itertools.dropwhile(bool, dates))
    assert dates[0] == "2021"


def test_ranges_of_days_match_where_they_overlap(archive: list[Passage]) -> None:
    in_2022 = IndexFilters(after=_day(2022, 5, 31), before=_day(2022, 12, 31))
    assert search(index_filters=in_2022).facets["year"].keys() == {2022}
    assert search(index_filters=IndexFilters(after=_day(2022, 6, 1))).count == 0
    assert 0 not in search(index_filters=IndexFilters(before=_day(2030, 1, 1))).facets["year"]


def test_a_facet_ignores_its_own_selection(archive: list[Passage]) -> None:
    speaker = archive[0].speaker_id
    everything = search().facets
    narrowed = search(index_filters=IndexFilters(include={"speaker": (speaker,)}))
    assert narrowed.facets["speaker"] == everything["speaker"]
    assert sum(narrowed.facets["wording"].values()) == narrowed.count


def test_a_topic_is_found_under_the_topics_above_it() -> None:
    above = factories.topic("Foreign policy")
    below = factories.topic("Multivector policy", parent=above)
    factories.published(topics=[below])
    assert search(index_filters=IndexFilters(include={"topic": (above.pk,)})).count == 1


def test_pages_neither_skip_nor_repeat_a_hit(archive: list[Passage]) -> None:
    whole = search("war OR peace OR ring", rows=100)
    paged = [
        pk
        for first in range(0, whole.count, 7)
        for pk in search("war OR peace OR ring", first=first, rows=7).pks
    ]
    assert paged == whole.pks
    assert len(set(paged)) == whole.count


DATES = (
    "", "1998", "2021", "2021-12-31", "2022-01-01", "2022-05", "2022-05-03/2023-02-01", "2022~",
    "[..2021-06-07]", "[2022-12-13..]", "[2021-12-30..2022-01-02]",
)  # fmt: skip


@pytest.mark.parametrize("sort", ["newest", "oldest", "changed"])
def test_rows_in_order_of_days_are_the_same_whether_years_were_counted_or_not(sort: str) -> None:
    chance, drafts = random.Random(11), []
    speakers = [factories.speaker(f"Speaker {letter}") for letter in "AB"]
    for dates in DATES:
        source = factories.source(interview=factories.interview(dates=dates))
        drafts += [
            factories.draft(chance.choice(VOCABULARY), source=source, speaker=speaker)
            for speaker in chance.choices(speakers, k=chance.randrange(1, 6))
        ]
    editorial.publish(drafts, editor=None)
    filters: list[dict[str, Any]] = [
        {}, {"include": {"speaker": (speakers[0].pk,)}}, {"exclude": {"speaker": (speakers[0].pk,)}},
        {"include": {"year": (2021, 0)}}, {"after": _day(2021, 12, 30)},
    ]  # fmt: skip
    for text, some in itertools.product(("", "war OR peace OR ring"), filters):
        asked = {"sort": sort, "index_filters": IndexFilters(**some)}
        plain = search(text, rows=100, values=0, **asked)
        assert plain.count == len(plain.pks)
        for first, rows in itertools.product((0, 1, 7, 20), (1, 5, 40)):
            found = search(text, first=first, rows=rows, **asked)
            until = first + rows
            assert (found.pks, found.count) == (plain.pks[first:until], plain.count)
            assert found.keys == plain.keys[first:until]


@settings(
    max_examples=60 * EFFORT,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=QUERIES, data=st.data())
def test_counts_rows_and_facets_agree_for_any_query(
    archive: list[Passage], text: str, data: st.DataObject
) -> None:
    kept = data.draw(st.sampled_from(["speaker", "outlet", "wording", "year"]))
    plain = search(text, rows=100)
    assert plain.count == len(plain.pks) == len(set(plain.pks))
    for name in ("speaker", "event", "outlet", "wording", "language", "year"):
        assert sum(plain.facets[name].values()) == plain.count
    for value, count in plain.facets[kept].items():
        narrowed = search(text, rows=100, index_filters=IndexFilters(include={kept: (value,)}))
        assert narrowed.count == len(narrowed.pks) == count
        rest = search(text, rows=100, index_filters=IndexFilters(exclude={kept: (value,)}))
        assert set(rest.pks) == set(plain.pks) - set(narrowed.pks)


@settings(
    max_examples=60 * EFFORT,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=4))
def test_exact_phrases_found_equal_a_scan(archive: list[Passage], words: list[str]) -> None:
    phrase = " ".join(words)
    scan = {p.pk for p in archive if f" {phrase} " in f" {words_of(p)} "}
    assert set(search(f'"{phrase}"', rows=100).pks) == scan
    assert set(search(f'-"{phrase}"', rows=100).pks) == {p.pk for p in archive} - scan


@settings(
    max_examples=60 * EFFORT,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    words=st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=3),
    within=st.integers(0, 4),
)
def test_near_words_found_equal_a_scan(
    archive: list[Passage], words: list[str], within: int
) -> None:
    found = set(search(f'"{" ".join(words)}"~{within}', rows=100).pks)
    assert found == {p.pk for p in archive if _stand_near(words_of(p).split(), words, within)}


def _stand_near(text: list[str], words: list[str], within: int) -> bool:
    places = [[i for i, other in enumerate(text) if other == word] for word in words]
    return any(
        len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) < len(words) + within
        for chosen in itertools.product(*places)
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("question:yurt", 1),
        ("question:yurts", 1),
        ('question:"a yurt"', 1),
        ('question:"yurts"', 0),
        ("question:yu*", 1),
        ("yurt", 0),
        ("round question:yurt", 1),
        ("-question:yurt", 1),
    ],
)
def test_questions_are_searched_when_asked_for(text: str, count: int) -> None:
    question = factories.turn("What is a yurt?", kind="question")
    factories.published("A round house.", source=question.source, answers=question)
    factories.published("Other words.")
    assert search(text).count == count


def _day(*ymd: int) -> int:

    return date(*ymd).toordinal()


def bring_up_to_date() -> None:
    with index.write_lock(wait_seconds=1):
        catch_up.catch_up()


def interrupt_at_commit(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the index catch up, and stop it before its commit of this number."""
    commit, commits = Writer.commit, itertools.count(1)

    def commit_until(writer: Writer, meta: Meta) -> None:
        if next(commits) == number:
            raise KeyboardInterrupt
        commit(writer, meta)

    with monkeypatch.context() as patched:
        patched.setattr(Writer, "commit", commit_until)
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date()


def test_an_interrupted_catch_up_misses_nothing_that_changes_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passages = [factories.published(f"Words number {number}.") for number in range(6)]
    assert search("words").count == 6
    monkeypatch.setattr(catch_up, "CHUNK", 2)
    monkeypatch.setattr(catch_up, "MAX_IN_FOREGROUND", 1)
    for passage in passages:
        editorial.tag([passage], add=[factories.topic()], editor=None)
    interrupt_at_commit(2, monkeypatch)
    editorial.withdraw(passages[0], reason="An error.", editor=None)
    bring_up_to_date()
    assert search("words").count == 5


def test_an_interrupted_first_build_misses_nothing_either(monkeypatch: pytest.MonkeyPatch) -> None:
    passages = [factories.published(f"Words number {number}.") for number in range(6)]
    monkeypatch.setattr(catch_up, "CHUNK", 2)
    monkeypatch.setattr(catch_up, "MAX_IN_FOREGROUND", 1)
    monkeypatch.setattr(catch_up, "MAX_PER_COMMIT", 1)
    interrupt_at_commit(3, monkeypatch)
    editorial.withdraw(passages[0], reason="An error.", editor=None)
    bring_up_to_date()
    assert search("words").count == 5


def test_however_often_it_is_written_the_index_stays_in_few_pieces() -> None:
    chance = random.Random(1)
    for turn in range(24):
        with index.writing() as writer:
            for pk in range(turn * 1_000 + 1, turn * 1_000 + 1_001):
                words = " ".join(f"word{chance.randrange(9_999)}" for _ in range(50))
                writer.add(tantivy.Document.from_dict({"pk": pk, "exact": words}, schema()))
            writer.commit(Meta("an archive"))
    found = index.reader().snapshot(fresh=True)
    assert found
    assert found.searcher.num_segments < 12


@pytest.mark.parametrize("where", ["index", "parent"])
def test_something_else_in_place_of_the_index_is_no_fault_of_ours(
    tmp_path: Path, settings: Any, where: str
) -> None:
    factories.published("Words.")
    if where == "parent":
        settings.SEARCH_INDEX_DIR = tmp_path / "file"
        settings.SEARCH_INDEX_DIR.write_text("not a directory")
        with pytest.raises(PreparingError):
            search("words")
    else:
        path = directory()
        path.parent.mkdir(parents=True)
        path.write_text("not an index")
        assert search("words").count == 1


def test_a_passage_taken_out_of_an_utterance_ranks_alone_again() -> None:
    interview = factories.interview()
    reported = factories.published(
        "The only side.", source=factories.source(interview=interview), wording="reported"
    )
    verbatim = factories.published(
        "The only side, I would say, is this one.", source=factories.source(interview=interview)
    )
    utterance = interview.utterances.create()
    for passage in (reported, verbatim):
        utterance.members.create(passage=passage, state="confirmed")
    editorial.touch_reports(utterance.public_report_ids)
    assert search("side").pks == [verbatim.pk, reported.pk]
    before = utterance.public_report_ids
    utterance.members.filter(passage=verbatim).delete()
    editorial.touch_reports(before | utterance.public_report_ids)
    assert search("side").pks == [reported.pk, verbatim.pk]
