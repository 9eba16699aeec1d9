"""Nouns and tags as tables: out without formulas, in with a dry run, by the rules of the forms."""

import csv
import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quotes.admin.tables import runs
from quotes.models import (
    Event,
    Outlet,
    Passage,
    PassageRevision,
    Source,
    Speaker,
    SpeakerName,
    Topic,
    TopicAlias,
    current_version,
)
from quotes.text.controls import plain
from tests import factories
from tests.admin.forms import fields
from tests.admin.one_of_each import one_of_each

pytestmark = pytest.mark.django_db
NOUNS = ["speaker", "eventseries", "event", "outlet", "interview", "source", "topic", "passage"]
REASON = {"why_kind": "attribution", "why_reason": "The register says so."}


def page(name, *more):
    return reverse(f"admin:quotes_{name}_table{'_file' if more else ''}", args=more)


def table(*rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def workbook(*rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def exported(client, name, form="csv"):
    answer = client.get(page(name, form))
    assert answer.status_code == 200
    return answer.content


def cells(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def give(client, name, data, **more):
    return client.post(page(name), {"file": SimpleUploadedFile("table", data), **more})


def outcome(answer):
    assert answer.status_code == 200
    found = answer.context["outcome"]
    assert found is not None, answer.context["form"].errors
    return found


def refused(client, name, data, **more):
    """What stands against a table, as one text; nothing of it is done."""
    before = state()
    answer = give(client, name, data, **more)
    found = answer.context["outcome"]
    assert state() == before
    if found is None:
        return str(answer.context["form"].errors)
    assert found.errors
    assert "kept" not in fields_of(answer)
    return " ".join(error for row in found.rows for error in row.errors)


def fields_of(answer):
    return {name for name in ("kept",) if f'name="{name}"' in answer.content.decode()}


def confirm(client, name, shown, **more):
    return client.post(page(name), {"kept": shown.kept, "why_seen": "on", **more})


def bring_in(client, name, data, **more):
    shown = outcome(give(client, name, data, **more))
    assert not shown.errors, [row.errors for row in shown.rows]
    answer = confirm(client, name, shown)
    assert answer.status_code == 302
    assert answer["Location"] == reverse(f"admin:quotes_{name}_changelist"), told(client, answer)
    return shown


def told(client, answer):
    """The messages of the page behind a redirection."""
    return [str(each) for each in client.get(answer["Location"]).context["messages"]]


def state():
    models = (Speaker, SpeakerName, Event, Outlet, Topic, TopicAlias, Source, Passage)
    tags = list(Topic.objects.pairs(list(Passage.objects.values_list("pk", flat=True))))
    return [list(each._base_manager.order_by("pk").values()) for each in models], sorted(tags)


def test_what_goes_out_comes_in_and_changes_nothing(chief):
    rows = one_of_each(published=True)
    SpeakerName.objects.create(speaker=rows[Speaker], name="=Ада | x", language="ru")
    Speaker.objects.filter(pk=rows[Speaker].pk).update(description="=HYPERLINK(1)\n'+x")
    for name in NOUNS:
        for form in ("csv", "xlsx"):
            shown = outcome(give(chief, name, exported(chief, name, form)))
            assert shown.rows == [], (name, form)
            assert shown.unchanged > 0, (name, form)


@pytest.mark.parametrize("text", ["=1+1", "-", "＝1"])
def test_no_cell_is_a_formula_and_each_is_read_back(chief, text):
    speaker = factories.speaker("Ada")
    Speaker.objects.filter(pk=speaker.pk).update(description=text)
    data = exported(chief, "speaker")
    assert data.startswith("\ufeff".encode())
    [row] = [each for each in cells(data) if each["slug"] == speaker.slug]
    assert row["description"][0] == "'"
    sheet = openpyxl.load_workbook(io.BytesIO(exported(chief, "speaker", "xlsx"))).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "inlineStr"}
    head, own = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[:2]
    own[head.index("name")] = "Ada L."
    bring_in(chief, "speaker", table(head, own))
    speaker.refresh_from_db()
    assert (speaker.name, speaker.description) == ("Ada L.", text)


def test_a_dry_run_shows_each_row_with_its_differences_and_changes_nothing(editor):
    ada, bob = (
        factories.speaker("Ada Low", description="A mathematician."),
        factories.speaker("Bob"),
    )
    before, version = state(), current_version()
    shown = outcome(give(editor, "speaker", table(
        ["id", "name", "description", "other_names"],
        [ada.pk, "Ada Low", "A great mathematician.", "Ада [ru]"], [bob.pk, "Bob", "", ""],
        ["", "Cy", "", ""],
    )))  # fmt: skip
    assert [(row.number, row.kind) for row in shown.rows[:1]] == [(2, "changed")]
    changes = dict(shown.rows[0].changes)
    assert set(changes) == {"description", "other_names"}
    assert [part.text for part in changes["description"] if part.kind == "added"] == ["great "]
    assert shown.unchanged == 1
    # A new speaker needs a name for the index.
    assert "sort name" in shown.rows[1].errors[0].lower()
    assert (state(), current_version()) == (before, version)


def test_rows_are_entered_and_changed_by_id_or_slug(editor):
    ada = factories.speaker("Ada", slug="ada")
    SpeakerName.objects.create(speaker=ada, name="Ада", language="ru")
    SpeakerName.objects.create(speaker=ada, name="Adda")
    bring_in(editor, "speaker", table(
        ["slug", "name", "sort_name", "kind", "other_names"],
        ["ada", "Ada", "Ada", "Person", "Adda | Аделаида [ru]"],
        ["", "The Court", "Court, The", "body", ""], ["", "Cy", "Cy", "", ""],
    ))  # fmt: skip
    assert sorted(map(str, ada.names.all())) == ["Adda", "Аделаида"]
    court = Speaker.objects.get(name="The Court")
    assert (court.kind, court.slug) == ("body", "the-court")
    assert court.history.get().history_user == editor.user
    assert Speaker.objects.get(name="Cy").kind == "person"


def test_a_changed_slug_keeps_redirecting_and_still_names_its_row(editor):
    other = factories.speaker("Other", slug="other")
    bring_in(editor, "speaker", table(["id", "slug"], [other.pk, "another"]))
    bring_in(editor, "speaker", table(["slug", "description"], ["other", "A judge."]))
    other.refresh_from_db()
    assert (other.slug, other.description) == ("another", "A judge.")
    assert Speaker.objects.at("other") == other
    taken = factories.speaker("Third", slug="third")
    told = refused(editor, "speaker", table(["id", "slug"], [taken.pk, "other"]))
    assert "still leads there" in told


def test_what_readers_see_needs_right_and_reason(editor, chief):
    event = factories.published().interview.event
    data = table(["id", "organiser"], [event.pk, "The Society"])
    assert "chief editors change it" in refused(editor, "event", data, **REASON)
    assert "Give the reason" in refused(chief, "event", data)
    version = current_version()
    bring_in(chief, "event", data, **REASON)
    event.refresh_from_db()
    assert event.organiser == "The Society"
    assert current_version() > version
    assert event.history.first().history_change_reason == REASON["why_reason"]


def test_passages_that_print_it_get_a_version_once_that_was_seen(chief):
    passage = factories.published()
    data = table(
        ["id", "name", "why_kind", "why_reason"],
        [passage.speaker.pk, "Another Name", "attribution", "Misread."],
    )
    shown = outcome(give(chief, "speaker", data))
    assert shown.printing == 1
    again = chief.post(page("speaker"), {"kept": shown.kept})
    assert "print" in outcome(again).rows[0].errors[0]
    assert Speaker.objects.get(pk=passage.speaker.pk).name != "Another Name"
    assert confirm(chief, "speaker", shown).status_code == 302
    revision = PassageRevision.objects.filter(passage=passage).latest("number")
    assert (revision.number, revision.reason, revision.editor) == (2, "Misread.", chief.user)


def test_nothing_is_half_done(editor, chief):
    public, hidden = factories.published().interview.event, factories.event("Hidden")
    data = table(["id", "place"], [hidden.pk, "Oslo"], [public.pk, "Rome"])
    assert "chief" in refused(editor, "event", data, **REASON)
    # Something happens between dry run and confirmation.
    shown = outcome(give(chief, "event", data, **REASON))
    Event.objects.filter(pk=public.pk).update(place="Bonn")
    before = state()
    answer = confirm(chief, "event", shown)
    assert answer.status_code == 302
    assert "Row 3 has been changed" in told(chief, answer)[0]
    assert state() == before


def test_a_table_keeps_the_lock_for_a_few_rows_at_a_time(editor, monkeypatch):
    monkeypatch.setattr(runs, "STEP", 2)
    factories.topic("Law")
    places = [[name, name.lower(), "law"] for name in ("Bonn", "Nice", "Oslo", "Rome", "Wien")]
    data = table(["name", "slug", "parent"], *places)
    shown = outcome(give(editor, "topic", data))
    assert [row.kind for row in shown.rows] == ["new"] * 5
    # Somebody enters one of them while the second step waits.
    taken = iter([False, False, True])
    step = runs._import

    def interrupted(*args, **more):
        if next(taken):
            raise runs.TableError("Row 6 has been entered.")
        return step(*args, **more)

    monkeypatch.setattr(runs, "_import", interrupted)
    answer = confirm(editor, "topic", shown)
    assert told(editor, answer) == [
        "The rows up to number 5 are done, and the others are not. Row 6 has been entered."
    ]
    assert Topic.objects.filter(parent__name="Law").count() == 4
    monkeypatch.setattr(runs, "_import", step)
    bring_in(editor, "topic", data)
    assert Topic.objects.filter(parent__name="Law").count() == 5


def test_rows_that_name_each_other_are_written_together(editor, monkeypatch):
    monkeypatch.setattr(runs, "STEP", 1)
    above = factories.topic("Union")
    below = factories.topic("Council", above)
    rows = [above.pk, "nations", above.parent.slug], [below.pk, "assembly", "nations"]
    bring_in(editor, "topic", table(["id", "slug", "parent"], *rows))
    assert Topic.objects.get(slug="assembly").parent.slug == "nations"


def test_confirming_twice_enters_nothing_twice(editor):
    shown = bring_in(editor, "outlet", table(["name"], ["Courier"]))
    confirm(editor, "outlet", shown)
    assert Outlet.objects.filter(name="Courier").count() == 1


def test_what_was_shown_to_one_is_not_carried_out_by_another_or_forged(editor, chief):
    outlet = factories.outlet("Courier")
    shown = outcome(give(editor, "outlet", table(["id", "name"], [outlet.pk, "Herald"])))
    for client, name, kept in (
        (chief, "outlet", shown.kept), (editor, "speaker", shown.kept),
        (editor, "outlet", f"{shown.kept}x"), (editor, "outlet", ""),
    ):  # fmt: skip
        assert client.post(page(name), {"kept": kept, "why_seen": "on"}).status_code == 302
    assert Outlet.objects.get(pk=outlet.pk).name == "Courier"


def test_a_topic_may_stand_below_one_of_the_same_file(editor):
    factories.topic("Law")
    bring_in(editor, "topic", table(
        ["name", "slug", "parent", "is_root", "aliases"],
        ["Places", "places", "", "yes", ""], ["Oslo", "oslo", "places", "", "Kristiania | Christiania"],
    ))  # fmt: skip
    oslo = Topic.objects.get(slug="oslo")
    assert oslo.parent.name == "Places"
    assert {alias.name for alias in oslo.aliases.all()} == {"Kristiania", "Christiania"}
    assert "Which topic" in refused(editor, "topic", table(["name"], ["Bergen"]))
    assert "There is no topic “nope”" in refused(
        editor, "topic", table(["slug", "parent"], ["oslo", "nope"])
    )
    loop = table(["slug", "parent"], ["places", "oslo"])
    assert "below itself" in refused(editor, "topic", loop)


def test_passages_are_tagged_as_by_hand(editor):
    law, tax = factories.topic("Law"), factories.topic("Tax")
    vat = factories.topic("VAT", parent=tax)
    public, draft = factories.published(topics=[law]), factories.draft("Other words.")
    head = ["passage", "id", "topics"]
    version = current_version()
    bring_in(editor, "passage", table(head, ["", draft.pk, "tax"]))
    assert current_version() == version
    bring_in(editor, "passage", table(head, [public.identifier_id, "", "tax | vat"]))
    pairs = list(Topic.objects.pairs([public.pk, draft.pk]).order_by("passage"))
    assert sorted(pairs) == sorted([(public.pk, vat.pk), (draft.pk, tax.pk)])
    assert current_version().number == version.number + 1
    assert PassageRevision.objects.filter(passage=public).count() == 1
    root = table(head, [public.identifier_id, "", law.parent.slug])
    assert "only groups topics" in refused(editor, "passage", root)
    assert "no passage" in refused(editor, "passage", table(head, ["NOPE", "", "tax"]))
    twice = table(head, [public.identifier_id, "", "tax"], ["", public.pk, "law"])
    assert "same passage" in refused(editor, "passage", twice)


def test_only_who_may_see_and_change(client, reviewer, django_user_model):
    visitor = django_user_model.objects.create_user("v", is_staff=True)
    for name in NOUNS:
        assert client.get(page(name)).status_code == 302
        assert client.get(page(name, "csv")).status_code == 302
    client.force_login(visitor)
    for name in NOUNS:
        assert client.get(page(name)).status_code == 403
        assert client.get(page(name, "xlsx")).status_code == 403
        assert give(client, name, table(["id"], [1])).status_code == 403
    assert reviewer.get(page("speaker", "ods")).status_code == 404


def test_the_file_holds_what_the_list_is_filtered_to(editor):
    for code in ("NO", "KZ"):
        factories.outlet(f"News {code}", country=code)
    data = editor.get(page("outlet", "csv"), {"country__exact": "NO"}).content
    assert [row["name"] for row in cells(data)] == ["News NO"]
    assert editor.get(page("outlet", "csv"), {"nope": "1"}).status_code == 400


def bomb(size):
    """A workbook whose sheet unpacks to that many bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["id"]))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/worksheets/sheet2.xml", b" " * size)
    return out.getvalue()


def entities():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["id"]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name, b'<!DOCTYPE x [<!ENTITY a "a">]>' + content if "sheet1" in name else content
            )
    return out.getvalue()


def merged(book):
    book.active.merge_cells("A2:B2")


HOSTILE = {
    "empty": (b"", "is empty"),
    "only a mark": ("\ufeff".encode(), "is empty"),
    "a million columns": (b"," * 1_000_000, "is empty"),
    "a million names": (b"a," * 1_000_000, "columns"),
    "too many rows": (b"name\n" + b"x\n" * 5_001, "5,000 rows"),
    "a giant": (b"x" * 5_000_001, "5 MB"),
    "a long cell": (b"name\n" + b"x" * 40_000, "32,767"),
    "a very long cell": (b"name\n" + b"x" * 200_000, "CSV"),
    "another encoding": ("name\nТокаев".encode("utf-16"), "UTF-8"),
    "not text": (bytes(range(256)) * 9, "UTF-8"),
    "an open quotation mark": (b'name,slug\n"x,y\n', "CSV"),
    "a short row": (b"name,slug,country\nx,y\n", "2 cells"),
    "a long row": (b"name\nx,y\n", "more cells"),
    "NUL": (b"name\nx\0y\n", "NUL"),
    "unknown columns": (b"nmae\nx\n", "no column “nmae”"),
    "two of a name": (b"name,Name\nx,y\n", "Two columns"),
    "a column without name": (b"name,,slug\nx,y,z\n", "Column 2"),
    "old Excel": (b"\xd0\xcf\x11\xe0" + bytes(900), "old format"),
    "a broken archive": (b"PK\x03\x04" + bytes(900), "broken"),
    "another archive": (bomb(1)[:2_000], "broken"),
    "a formula": (workbook(["name"], ["=1+1"]), "A2 holds a formula"),
    "an error": (workbook(["name"], ["#REF!"]), "A2 holds an error"),
    "merged cells": (workbook(["name", "slug"], ["x", "y"], change=merged), "merged"),
    "two sheets": (workbook(["name"], change=lambda book: book.create_sheet()), "several sheets"),
    "a far column": (workbook(["name"], change=lambda b: b.active.cell(2, 16_384, "x")), "columns"),
    "a far row": (workbook(["name"], change=lambda b: b.active.cell(1_048_576, 1, "x")), "100,000"),
    "a bomb": (bomb(40_000_000), "unpacks"),
    "a closely packed one": (bomb(1_000_000), "unpacks"),
    "entities": (entities(), "entities"),
}  # fmt: skip


def test_a_bad_file_is_refused_with_what_to_do(editor):
    for case, (data, told) in HOSTILE.items():
        assert told in refused(editor, "outlet", data), case


BAD_ROWS = [
    (["x", "", "", ""], "no id “x”"),
    (["9" * 30, "", "", ""], "no id"),
    (["0", "", "", ""], "no id"),
    (["", "no slug!", "A", ""], "letters, numbers"),
    (["", "", "A\x1b", ""], "control"),
    (["", "", "A" * 400, ""], "at most"),
    (["", "", "A", "Norway"], "country"),
]


def test_a_bad_row_is_refused_with_what_to_do(editor):
    for row, expected in BAD_ROWS:
        said = refused(editor, "outlet", table(["id", "slug", "name", "country"], row))
        assert expected in said.lower(), row
    empty = table(["id", "slug", "name", "country"], ["", "", "", ""])
    assert outcome(give(editor, "outlet", empty)).rows == []


def test_separators_and_numbers_of_spreadsheets_are_read(editor):
    event = factories.event("Forum")
    bring_in(editor, "event", f"id;place\n{event.pk};Rome".encode())
    bring_in(editor, "event", workbook(["id", "dates"], [float(event.pk), 2024]))
    event.refresh_from_db()
    assert (event.place, event.dates) == ("Rome", "2024")


def test_too_many_changes_at_once_are_refused(editor):
    data = table(["name"], *([f"Outlet {number}"] for number in range(101)))
    assert "at most 100" in refused(editor, "outlet", data)


def test_the_list_leads_to_the_table(editor):
    factories.outlet("News")
    for name in NOUNS:
        listed = editor.get(reverse(f"admin:quotes_{name}_changelist")).content.decode()
        assert page(name) in listed
        assert editor.get(page(name)).status_code == 200
    assert plain("x") == "x"
    assert "kept" not in fields(editor, page("outlet"))
