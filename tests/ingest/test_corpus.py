"""Large archives from JSON lines: what goes in, what is refused, and that nothing goes in twice."""

import gzip
import json
import multiprocessing
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from quotes import editorial
from quotes.editorial import CitedChange, audit
from quotes.ingest import corpus
from quotes.ingest.corpus import batches
from quotes.models import CorpusLoad, Event, Interview, Passage, Source, Speaker
from quotes.text.ahead import EndedError
from tests.archives import Archive, kill, second_archive
from tests.effort import EFFORT

pytestmark = pytest.mark.django_db
LINE = {
    "speaker": "Roman Vassilenko",
    "role": "Deputy Foreign Minister",
    "date": "2023-06-08",
    "event": "Astana International Forum",
    "source_url": "https://www.specialeurasia.com/2023/06/14/interview/",
    "lang": "en",
    "text": "We are not a boxing ring.",
}


def line(**changes: Any) -> str:
    """A line like LINE; ``None`` takes a key out."""
    return json.dumps({k: v for k, v in {**LINE, **changes}.items() if v is not None})


def written(path: Path, *lines: str | bytes) -> Path:
    raw = [each if isinstance(each, bytes) else each.encode() for each in lines]
    path.write_bytes(b"".join(each + b"\n" for each in raw))
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "corpus.jsonl"


def load(file: Path, *arguments: str) -> str:
    """What the command says when it succeeds."""
    said = StringIO()
    call_command("load_corpus", str(file), *arguments, stdout=said)
    return said.getvalue()


def refusals(file: Path) -> list[str]:
    """What the command says of single lines when it fails."""
    said = StringIO()
    with pytest.raises(CommandError, match="lines were refused"):
        call_command("load_corpus", str(file), stdout=StringIO(), stderr=said)
    return said.getvalue().splitlines()


def test_a_line_becomes_a_published_passage_with_all_it_says(file: Path) -> None:
    load(written(file, line()))
    passage = Passage.public.get()
    assert (passage.text, passage.version, passage.wording, passage.language) == (
        "We are not a boxing ring.",
        1,
        "verbatim",
        "en",
    )
    assert (passage.speaker.name, passage.speaker.slug) == ("Roman Vassilenko", "roman-vassilenko")
    assert passage.role_as_printed == "Deputy Foreign Minister"
    assert (passage.source.url, passage.source.outlet.name, passage.source.kind) == (
        "https://www.specialeurasia.com/2023/06/14/interview/",
        "www.specialeurasia.com",
        "transcript",
    )
    assert passage.interview.title == "[Astana International Forum]"
    assert passage.interview.event.name == "Astana International Forum"
    assert (passage.interview.dates, passage.interview.earliest) == (
        "2023-06-08",
        date(2023, 6, 8),
    )


def test_what_is_loaded_is_registered_recorded_and_sound(file: Path) -> None:
    load(written(file, *(line(text=f"Sentence {n}.") for n in range(30))))
    passage = Passage.public.last()
    assert [event.kind for event in passage.identifier.events.all()] == ["published"]
    assert passage.latest_revision.printed["speaker"] == "Roman Vassilenko"
    assert passage.latest_revision.words.text == passage.text
    assert list(audit.faults()) == []


@pytest.mark.parametrize("sign", [" ", "\u200b", "\u00ad", "\u2060", "\u200f"])
def test_what_nobody_sees_at_the_ends_of_a_line_is_no_part_of_the_passage(
    tmp_path: Path, sign: str
) -> None:
    load(written(tmp_path / "ends.jsonl", line(text=f"{sign}Doors matter.{sign}")))
    passage = Passage.objects.get()
    assert (passage.text, passage.spans) == ("Doors matter.", [[1, 14]])


def test_turns_stand_in_their_source_in_the_order_of_the_lines(file: Path) -> None:
    other = line(source_url="https://example.org/b", text="Elsewhere.")
    load(written(file, line(text="One."), other, line(text="Two.")))
    load(written(file, line(text="One."), other, line(text="Two."), line(text="Three.")))
    first = Source.objects.get(url=LINE["source_url"])
    assert list(first.turns.values_list("position", "text")) == [
        (1, "One."),
        (2, "Two."),
        (3, "Three."),
    ]


def test_an_interview_is_an_event_at_a_date(file: Path) -> None:
    load(written(file, line(), line(date="2023-06-09"), line(date="2023-06-09", text="Again.")))
    assert Event.objects.count() == 1
    assert sorted(Interview.objects.values_list("dates", flat=True)) == ["2023-06-08", "2023-06-09"]


def test_without_a_date_the_year_counts_and_without_both_the_day_is_unknown(file: Path) -> None:
    load(written(file, line(date=None, year=1987), line(date=None)))
    assert sorted(Interview.objects.values_list("dates", flat=True)) == ["", "1987"]


@pytest.mark.parametrize(
    ("wording", "turn", "source"),
    [
        ("edited", "statement", "interview_article"),
        ("reported", "statement", "news_report"),
        ("paraphrased", "narration", "analysis"),
    ],
)
def test_a_line_may_say_its_wording(file: Path, wording: str, turn: str, source: str) -> None:
    load(written(file, line(wording=wording)))
    passage = Passage.public.get()
    assert (passage.wording, passage.turn.kind, passage.source.kind) == (wording, turn, source)


def test_without_a_url_the_outlet_is_unknown_and_the_interview_is_the_source(file: Path) -> None:
    load(written(file, line(source_url=None), line(source_url=None, text="More.")))
    source = Source.objects.get()
    assert (source.outlet.name, source.url, source.turns.count()) == ("unknown", "", 2)


def test_an_unnamed_speaker_is_one_anonymous_speaker_per_event(file: Path) -> None:
    lines = [
        line(speaker=speaker, event=event, text=f"{speaker} {event} {n}")
        for speaker in (None, "Reporter (unnamed)", "Ann Onymous")
        for event in ("Forum", "Congress")
        for n in (1, 2)
    ]
    load(written(file, *lines))
    named = Speaker.objects.values_list("name", "description")
    assert sorted(named) == [
        ("Ann Onymous", ""),
        ("Reporter (unnamed)", "Not named in the record of: Congress"),
        ("Reporter (unnamed)", "Not named in the record of: Forum"),
        ("Unnamed speaker", "Not named in the record of: Congress"),
        ("Unnamed speaker", "Not named in the record of: Forum"),
    ]


def test_names_that_differ_only_in_letters_no_address_has_stay_apart(file: Path) -> None:
    names = ["José Dias", "Jose Dias", "JOSE DIAS", "Владимир Путин", "蔡英文"]
    load(written(file, *(line(speaker=name, text=name) for name in names)))
    assert sorted(Speaker.objects.values_list("name", flat=True)) == sorted(names)


def test_a_speaker_of_the_archive_is_known_under_a_former_slug_too(file: Path) -> None:
    load(written(file, line()))
    speaker = Speaker.objects.get()
    speaker.slug = "vassilenko"
    editorial.save_noun(speaker, editor=None)
    load(written(file, line(), line(text="More.")))
    assert Passage.public.filter(speaker=speaker).count() == 2


def test_what_an_editor_renames_meanwhile_is_printed_as_renamed(file: Path) -> None:
    def rename(tally: corpus.Tally) -> None:
        speaker = Speaker.objects.get()
        speaker.name = "Roman Vasilenko"
        why = CitedChange("attribution", "The name was spelt wrong.")
        editorial.save_noun(speaker, editor=None, why=why)

    lines = [line(text=f"Sentence {n}.") for n in range(batches.LINES + 1)]
    corpus.load(written(file, *lines), on_batch=rename)
    last = Passage.public.get(text=f"Sentence {batches.LINES}.")
    assert last.latest_revision.printed["speaker"] == "Roman Vasilenko"


def test_words_keep_their_form_and_lose_the_space_around_them(file: Path) -> None:
    load(written(file, line(text="  Cafe\u0301\r\nand war \n")))
    passage = Passage.public.get()
    assert (passage.text, passage.turn.text) == ("Café\nand war", "  Café\nand war \n")


BAD = [
    (
        b"{",
        "not JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))",
    ),
    (b"[" * 50_000, "not JSON (maximum recursion depth exceeded"),
    (b'{"text": "\xff"}', "not UTF-8"),
    (b'["a"]', "not a JSON object with keys such as “text”"),
    (line(text=None), "“text” is missing or empty"),
    (line(text=" \n"), "“text” is missing or empty"),
    (line(text="\u200b \ufeff"), "“text” is missing or empty"),
    (line(text=5), "“text” is not a text"),
    (line(speaker=["a"]), "“speaker” is not a text"),
    (line(text="a\x0bb"), "“text” holds the character U+000B, which can be neither stored nor"),
    (line(text="a\ud800b"), "“text” holds the character U+D800, which can be neither stored nor"),
    (line(event="a\x00b"), "“event” holds the character U+0000, which can be neither stored nor"),
    (line(speaker="a" * 201), "“speaker” is longer than 200 characters"),
    (line(text="a" * 10_000_000), "longer than 200,000 bytes"),
    (line(date="8 June 2023"), "“8 June 2023” is not a date the archive can keep."),
    (line(date="2023-02-30"), "“2023-02-30” names a day that is not in the calendar"),
    (line(date=20230608), "“date” is not a text"),
    (line(date=None, year=True), "“year” is not a year"),
    (line(date=None, year=99999), "“99999” is not a date the archive can keep."),
    (line(source_url="javascript:alert(1)"), "“source_url” is not an address of the web"),
    (line(source_url="https://[::1"), "“source_url” is not an address of the web"),
    (line(lang="English, mostly"), "“lang” is not a language code such as en"),
    (line(wording="literal"), "“wording” is not one of verbatim, edited, reported, paraphrased"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD, ids=range(len(BAD)))
def test_a_bad_line_is_named_and_the_others_are_in(
    file: Path, bad: str | bytes, reason: str
) -> None:
    [refusal] = refusals(written(file, line(text="Before."), bad, line(text="Behind.")))
    assert refusal.startswith(f"Line 2: {reason}")
    assert sorted(Passage.public.values_list("text", flat=True)) == ["Before.", "Behind."]


def test_a_bad_line_of_a_later_batch_is_named_by_its_number_in_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LINES", 2)
    lines = [line(text=f"Sentence {n}.") for n in range(9)]
    lines[5] = lines[8] = "{"
    refused = refusals(written(file, *lines))
    assert [refusal.partition(":")[0] for refusal in refused] == ["Line 6", "Line 9"]
    assert Passage.public.count() == 7
    assert list(audit.faults()) == []


def test_a_load_whose_helping_process_is_killed_says_how_to_go_on(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end_it(tally: corpus.Tally) -> None:
        for process in multiprocessing.active_children():
            process.kill()
            process.join()

    monkeypatch.setattr(batches, "LINES", 2)
    written(file, *(line(text=f"Sentence {n}.") for n in range(9)))
    with pytest.raises(EndedError):
        corpus.load(file, on_batch=end_it)
    assert Passage.public.count() in (2, 4)
    load(file)
    assert Passage.public.count() == 9


def test_empty_lines_a_byte_order_mark_and_a_missing_last_line_end_do_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + line(text="One.").encode() + b"\r\n\n" + line().encode())
    assert "2 passages" in load(file)


def test_a_gzip_file_is_read_whatever_its_name(file: Path) -> None:
    file.write_bytes(gzip.compress(f"{line(text='One.')}\n{line(text='Two.')}\n".encode()))
    assert "2 passages" in load(file)


def test_the_same_lines_are_not_loaded_again_from_a_copy_packed_or_not(
    file: Path, tmp_path: Path
) -> None:
    load(written(file, line(text="One."), line(text="Two.")))
    copy = tmp_path / "copy.jsonl.gz"
    copy.write_bytes(gzip.compress(file.read_bytes()))
    assert "0 lines after 2 loaded earlier, 0 passages" in load(copy)
    assert Passage.public.count() == 2


def test_a_larger_limit_goes_on_where_the_smaller_one_ended(file: Path) -> None:
    written(file, *(line(text=f"Sentence {n}.") for n in range(7)))
    load(file, "--limit", "3")
    assert Passage.public.count() == 3
    load(file, "--limit", "2")
    load(file, "--limit", "5")
    load(file)
    assert list(Passage.public.order_by("pk").values_list("text", flat=True)) == [
        f"Sentence {n}." for n in range(7)
    ]


def test_lines_put_at_the_end_are_loaded_alone(file: Path) -> None:
    file.write_bytes(line(text="One.").encode())
    load(file)
    load(written(file, line(text="One."), line(text="Two.")))
    assert Passage.public.count() == 2


@pytest.mark.parametrize("changed", [0, 1, 5, 8])
def test_a_file_changed_where_it_was_loaded_is_refused(file: Path, changed: int) -> None:
    lines = [line(text=f"Sentence {n}.") for n in range(9)]
    load(written(file, *lines))
    lines[changed] = line(text="Corrected.")
    with pytest.raises(CommandError, match="some of them are different now"):
        load(written(file, *lines))
    assert Passage.public.count() == 9


def test_another_file_is_loaded_beside_the_first(file: Path) -> None:
    load(written(file, line(text="One.")))
    load(written(file, line(text="Two.")))
    assert Passage.public.count() == 2


def test_a_second_process_at_the_same_file_stops(file: Path) -> None:
    def other(tally: corpus.Tally) -> None:
        CorpusLoad.objects.update(lines_done=batches.LINES + 5)

    lines = [line(text=f"Sentence {n}.") for n in range(batches.LINES + 1)]
    with pytest.raises(corpus.NotLoadableError, match="Another process is loading this file"):
        corpus.load(written(file, *lines), on_batch=other)
    assert Passage.public.count() == batches.LINES


def test_a_run_that_goes_on_still_tells_of_lines_refused_earlier(file: Path) -> None:
    refusals(written(file, "{", line()))
    with pytest.raises(CommandError, match="1 of 3 lines were refused"):
        load(written(file, "{", line(), line(text="More.")))


def test_a_file_that_is_missing_is_a_sentence(file: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        load(file)


def test_a_gzip_file_without_its_end_is_a_sentence_and_the_rest_follows(file: Path) -> None:
    chance = random.Random(1)
    words = [" ".join(str(chance.random()) for _ in range(20)) for _ in range(2 * batches.LINES)]
    whole = gzip.compress("".join(f"{line(text=text)}\n" for text in words).encode())
    file.write_bytes(whole[: len(whole) * 3 // 4])
    with pytest.raises(CommandError, match="is cut off: the end of the gzip file is missing"):
        load(file)
    assert Passage.public.count() == batches.LINES
    file.write_bytes(whole)
    load(file)
    assert Passage.public.count() == 2 * batches.LINES


def test_a_damaged_gzip_file_is_a_sentence(file: Path) -> None:
    packed = bytearray(gzip.compress(f"{line()}\n".encode() * 100))
    packed[30:60] = b"\xff" * 30
    file.write_bytes(packed)
    with pytest.raises(CommandError, match="is damaged"):
        load(file)


def test_a_limit_below_one_is_a_sentence(file: Path) -> None:
    with pytest.raises(CommandError, match="give a whole number from 1 up"):
        load(written(file, line()), "--limit", "0")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with second_archive(tmp_path) as archive:
        yield archive


def test_a_load_killed_again_and_again_ends_whole_and_without_doubles(
    archive: Archive, file: Path
) -> None:
    lines = [line(text=f"Sentence {n}.", event=f"Event {n % 200}") for n in range(1_500)]
    written(file, *lines)
    chance = random.Random(1)
    for _ in range(2 * EFFORT):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "load_corpus", str(file)],
            cwd=settings.BASE_DIR,
            env=archive.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        time.sleep(chance.uniform(0.5, 1.5))
        kill(process)
    archive.manage("load_corpus", str(file))
    assert "1500 passages, 1500 records: sound." in archive.manage("verify_archive").stdout
    count = "print(len(set(Passage.public.values_list('text', flat=True))))"
    assert archive.manage("shell", "-v0", "-c", count).stdout.strip() == "1500"
    assert (
        "agree" in archive.manage("reindex").stdout + archive.manage("reindex", "--verify").stdout
    )
