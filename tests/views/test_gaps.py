"""Words that the report puts into a quotation, and words that we leave out: told apart everywhere."""

import csv
import io
import re
from html import unescape
from importlib import import_module
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core.management import call_command

from quotes import editorial
from quotes.editorial import CitedChange, save_turn
from quotes.models import Passage
from tests import factories
from tests.views.room import Room
from tests.views.test_statements import join

pytestmark = pytest.mark.django_db
WHY = CitedChange("typo", "A slip.")
UNTRUE = "the report interrupts the quotation"
ANSWER = "We kept the door open. Nobody minded. We would do it again."
NARRATION = "“We kept the door open. Nobody minded,” she said. “We would do it again.”"
FORMS = (".txt", ".md", ".html", ".bib", ".ris", ".csl.json", ".ap.txt")


def table_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


def elided(kind: str = "answer", text: str = ANSWER, **more):
    """A passage from which “Nobody minded” is left out."""
    wording = "reported" if kind == "narration" else "verbatim"
    turn = factories.turn(text, kind=kind, source=factories.source(default_wording=wording))
    start, end = text.index("We kept"), text.index(" Nobody")
    again = text.index("We would")
    spans = [[start, end], [again, again + len("We would do it again.")]]
    return factories.published(turn=turn, spans=spans, **more)


@pytest.fixture(
    params=[
        ("question", ANSWER),
        ("answer", ANSWER),
        ("statement", ANSWER),
        ("narration", NARRATION),
    ],
    ids=lambda pair: pair[0],
)
def passage(request, db):
    kind, text = request.param
    return elided(kind, text)


def test_pages_say_that_we_left_words_out(passage, read):
    for page in ("", "/v/1", "/history", "/embed"):
        html = unescape(read(f"{passage.get_absolute_url()}{page}").text)
        assert UNTRUE not in html
        assert "[…]" in html
        if page in ("", "/v/1"):
            assert "words of the speaker’s are left out by us" in html


def test_a_form_to_take_along_marks_what_is_left_out(passage, read):
    for suffix in FORMS:
        for version in ("", "/v/1"):
            text = unescape(read(f"{passage.get_absolute_url()}{version}{suffix}").text)
            words = "We kept the door open. […] We would do it again."
            assert words in text.replace("\\", ""), (suffix, version)


def test_json_says_what_stands_at_each_joint(passage, read):
    record = read(f"{passage.get_absolute_url()}.json").json()
    assert (record["spans_joined_at"], record["gaps"]) == ([23], ["elision"])
    assert record["text"] == "We kept the door open. We would do it again."


def test_tables_lists_and_feeds_mark_what_is_left_out(passage, read):
    [row] = csv.DictReader(io.StringIO(read("/search.csv").text.lstrip("\ufeff")))
    assert (row["spans_joined_at"], row["gaps"]) == ("23", "elision")
    for page in ("/search/", "/", "/feed.atom", passage.interview.get_absolute_url(),
                 "/search/?q=door", passage.speaker.get_absolute_url()):  # fmt: skip
        html = read(page).text
        assert "[…]" in html, page
        assert UNTRUE not in html, page
    oembed = read(f"/oembed?url=http://127.0.0.1:8000{passage.get_absolute_url()}").json()
    assert oembed["title"].endswith("“We kept the door open. […] We would do it again.”")


def test_a_dossier_tells_what_stands_at_each_joint(passage, read):
    address = f"?p={passage.identifier_id}"
    [row] = csv.DictReader(io.StringIO(read(f"/dossier.csv{address}").text.lstrip("\ufeff")))
    assert (row["spans_joined_at"], row["gaps"]) == ("23", "elision")
    [item] = read(f"/dossier.json{address}").json()["items"]
    assert (item["passage"]["spans_joined_at"], item["passage"]["gaps"]) == ([23], ["elision"])


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("door", "We kept the|door|open. […] We would do it again."),
        ("again", "We kept the door open. […] We would do it|again|."),
        ('"we would"', "We kept the door open. […]|We would|do it again."),
        ('"open we"', "We kept the door|open. […] We|would do it again."),
        ("open", "We kept the door|open|. […] We would do it again."),
    ],
)
def test_lines_and_their_tables_mark_what_is_left_out(passage, read, words, line):
    address = f"?q={quote(words)}&view=lines"
    for table in ("/search.csv", "/search/all.csv"):
        rows = table_of(read(f"{table}{address}"))
        assert line in ["|".join(row[n] for n in ("before", "keyword", "after")) for row in rows]
    html = unescape(re.sub("<[^>]+>", "|", read(f"/search/{address}").text))
    assert line.split("|") in [
        [part.strip() for part in row.split("|") if part.strip()][:3]
        for row in html.split("\n")
        if line.split("|")[1] in row
    ]


def test_a_statement_marks_gaps_in_its_columns_and_in_its_summary(passage, read):
    said = factories.turn(ANSWER, source=factories.source(interview=passage.interview))
    join(passage, factories.published(ANSWER, turn=said))
    html = unescape(read(f"/statements/{passage.identifier_id}/").text)
    cells = [re.sub("<[^>]+>", "", each) for each in re.findall("<td.*?</td>", html, re.DOTALL)]
    first, other = "".join(cells[0::2]), "".join(cells[1::2])
    columns = sorted((first, other), key=lambda column: "[…]" in column)
    assert "[…]" not in columns[0]
    assert "[…] We would do it again" in columns[1]


def test_the_summary_of_a_statement_marks_what_is_left_out(passage, read):
    shorter = factories.source(interview=passage.interview, default_wording="paraphrased")
    said = factories.turn("The door was open.", kind="narration", source=shorter)
    join(passage, factories.published("The door was open.", turn=said))
    html = unescape(read(f"/statements/{passage.identifier_id}/").text)
    words = "“We kept the door open. […] We would do it again.”"
    assert f'content="{words}, as 2 documents report it."' in html


def test_a_history_tells_that_words_were_left_out(read):
    turn = factories.turn(ANSWER, kind="answer")
    passage = factories.published(ANSWER, turn=turn)
    again = ANSWER.index("We would")
    spans = [[0, ANSWER.index(" Nobody")], [again, len(ANSWER)]]
    editorial.revise(passage, {"spans": spans}, why=WHY, editor=None)
    html = read(f"{passage.get_absolute_url()}/history").text
    assert "<del>Nobody minded.</del><ins>[…]</ins> We would" in html
    taken = html.partition("Taken from the source in</dt>")[2]
    assert "<del>1</del><ins>2</ins> <del>piece</del><ins>pieces</ins>" in taken


def test_an_account_tells_of_words_of_the_account(read):
    text = "The minister said the door was open, which pleased all, and would stay so."
    turn = factories.turn(text, kind="narration", source=factories.source(kind="news_report"))
    spans = [[0, 35], [text.index("and would"), len(text)]]
    passage = factories.published(turn=turn, spans=spans, wording="paraphrased")
    html = read(passage.get_absolute_url()).text
    assert "words of the account are left out by us" in html
    assert UNTRUE not in html
    assert "door was open […] and would" in read(f"{passage.get_absolute_url()}.txt").text


def test_what_the_report_puts_between_parts_two_sentences_everywhere(room: Room, read):
    passage = room.report
    words = "“We kept the door open,” “Nobody had asked.”"
    address = passage.get_absolute_url()
    assert f": {words} · On Record</title>" in unescape(read(address).text)
    for page in ("/history", "/v/1", "/embed", ".bib", ".ris", ".csl.json"):
        assert words in unescape(read(f"{address}{page}").text), page
    line = table_of(read("/search.csv?q=nobody+asked&view=lines&wording=reported"))[0]
    assert (line["before"], line["keyword"]) == ("We kept the door open,” “", "Nobody")
    html = unescape(read(f"/statements/{room.first.identifier_id}/").text)
    assert re.search('<span class="joint"[^>]*> </span>Nobody had asked', html)


def test_what_the_report_puts_between_is_still_told_so(room: Room, read):
    html = read(room.report.get_absolute_url()).text
    assert f"{UNTRUE}; nothing the speaker said is left out there by us" in html
    assert f"{UNTRUE}; nothing" in read(f"{room.report.get_absolute_url()}/v/1").text
    assert read(f"{room.report.get_absolute_url()}.json").json()["gaps"] == ["interruption"]


def test_where_nobody_can_tell_the_page_says_no_more_than_that(read):
    text = "They said “open” and I told them “shut”. That was all."
    turn = factories.turn(text, kind="answer")
    spans = [
        [text.index("open"), text.index("open") + 4],
        [text.index("shut"), text.index("shut") + 4],
    ]
    passage = factories.published(turn=turn, spans=spans)
    html = read(passage.get_absolute_url()).text
    assert "words between are left out here" in html
    assert UNTRUE not in html
    assert "“open” […] “shut”" in read(f"{passage.get_absolute_url()}.txt").text


def test_a_version_with_other_words_at_the_gap_claims_nothing(room: Room, read):
    report = room.report
    editorial.revise(report, {"spans": [[1, 8], [36, 53]]}, why=WHY, editor=None)
    older = read(f"{report.get_absolute_url()}/v/1").text
    assert UNTRUE not in older
    assert "words between are left out here" in older
    assert read(f"{report.get_absolute_url()}.json").json()["gaps"] == ["elision"]


def test_a_version_whose_gap_did_not_change_is_cited_as_before(room: Room, read):
    report = room.report
    before = read(f"{report.get_absolute_url()}/v/1.txt").text
    turn = report.turn
    turn.text = turn.text.replace("We kept", "We have kept")
    save_turn(turn, editor=None, why=WHY)
    assert read(f"{report.get_absolute_url()}/v/1.txt").text == before


def test_the_kind_of_the_turn_decides_and_is_heeded_when_it_changes(read):
    passage = elided("answer", '"We kept the door open." Nobody minded. "We would do it again."')
    turn = passage.turn
    turn.kind = "narration"
    save_turn(turn, editor=None, why=WHY)
    passage.refresh_from_db()
    assert passage.gaps != ["elision"]


def test_a_migrated_archive_knows_its_gaps(room: Room):
    passage = elided()
    Passage.objects.update(gaps=[])
    import_module("quotes.migrations.0007_gaps_and_places_in_the_log").find_gaps(apps, None)
    gaps = dict(Passage.objects.exclude(gaps=[]).values_list("pk", "gaps"))
    assert gaps == {room.report.pk: ["interruption"], passage.pk: ["elision"]}


def test_a_copy_tells_the_gaps_that_it_cannot_see(room: Room, tmp_path):
    elided()
    call_command("export_archive", str(tmp_path / "copy"), verbosity=0)
    rows = (tmp_path / "copy" / "passages.jsonl").read_text("utf-8")
    assert rows.count('"interruption"]') == rows.count('"elision"]') == 1
