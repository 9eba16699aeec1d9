"""An export made into an archive again is the same archive, to readers and to exporters."""

import filecmp
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from quotes import editorial
from quotes.copies.exporting import NAMES, export
from quotes.copies.importing import import_export
from quotes.editorial import NotPossibleError, audit
from quotes.models import Passage, PassageRevision, RegistryRecord, current_version
from tests import factories
from tests.copies import full
from tests.copies.conftest import Original

pytestmark = pytest.mark.django_db


def test_every_page_is_the_same_byte_by_byte(original: Original) -> None:
    import_export(original.folder)
    again = full.read(original.pages)
    assert {url for url in again if again[url] != original.pages[url]} == set()
    statuses = {status for status, *_ in again.values()}
    assert statuses == {200, 301, 302, 404, 410}
    assert len(again) > 250


def test_the_export_of_an_import_is_the_same_byte_by_byte(
    original: Original, tmp_path: Path
) -> None:
    import_export(original.folder)
    export(tmp_path / "again")
    same, differing, missing = filecmp.cmpfiles(
        original.folder, tmp_path / "again", NAMES, shallow=False
    )
    assert (set(same), differing, missing) == (NAMES, [], [])


def test_a_zip_file_is_the_same_export(original: Original, tmp_path: Path) -> None:
    import_export(original.folder)
    export(tmp_path / "one.zip")
    export(tmp_path / "other.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()


def test_a_zip_file_can_be_imported(original: Original, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for path in original.folder.iterdir():
            packed.write(path, path.name)
    import_export(tmp_path / "packed.zip")
    assert full.passages() == original.passages


def test_an_imported_archive_is_sound_and_goes_on_with_the_changes(original: Original) -> None:
    before = current_version()
    import_export(original.folder)
    assert list(audit.faults()) == []
    call_command("verify_archive", checkpoint=original.folder / "checkpoint.txt", verbosity=0)
    after = current_version()
    assert after.number == original.change
    assert after.archive_id != before.archive_id


def test_editors_can_go_on_in_an_imported_archive(original: Original) -> None:
    import_export(original.folder)
    source = Passage.public.first().source
    new = factories.published("Said later.", source=source)
    editorial.revise(new, {"note": "A note."}, why=full.WHY, editor=None)
    old = Passage.public.exclude(pk=new.pk).first()
    editorial.withdraw(old, reason="An error.", editor=None)
    assert list(audit.faults()) == []


def test_what_was_withdrawn_before_cannot_come_back_without_its_words(original: Original) -> None:
    import_export(original.folder)
    withdrawn = Passage.objects.filter(state="withdrawn").first()
    with pytest.raises(NotPossibleError, match="not in the export"):
        editorial.reinstate(withdrawn, reason="Why not.", editor=None)


def test_records_and_change_numbers_do_not_depend_on_the_engine(original: Original) -> None:
    """What one engine writes otherwise than the other would show in the hashes."""
    import_export(original.folder)
    lines = (original.folder / "records.jsonl").read_text("utf-8").split("\n")[:-1]
    found = [
        *PassageRevision.objects.values_list("record", flat=True),
        *RegistryRecord.objects.values_list("record", flat=True),
    ]
    assert sorted(found) == sorted(lines)
