"""A quotation cut so that its sense turns: where it is printed as a sentence, words are missing."""

import pytest

from quotes.checking.reading import read
from quotes.checking.verdict import Comparison, Verdict, compare


def laid(quoted: str, original: str, language: str) -> Comparison:
    return compare(read(quoted), read(original, language=language), lambda _: 4.0)


@pytest.mark.parametrize(
    ("language", "quoted", "original"),
    [
        ("en", "More trams on the hill will come.", "No more trams on the hill will come."),
        ("en", "We will sell the old mill.", "I have never said we will sell the old mill."),
        ("de", "Alle Fischer bekommen das Geld.", "Nicht alle Fischer bekommen das Geld."),
        ("de", "Wir verkaufen die alte Mühle.", "Wir verkaufen die alte Mühle nicht."),
        ("de", "Ein Fischer kann davon leben.", "Kaum ein Fischer kann davon leben."),
        ("fr", "Tous les pêcheurs partiront.", "Pas tous les pêcheurs partiront."),
        ("es", "Vamos a cerrar las minas", "No vamos a cerrar las minas este año."),
        ("es", "Pescador perderá su barco aquí.", "Ningún pescador perderá su barco aquí."),
        ("it", "Venderemo il vecchio mulino.", "Non venderemo il vecchio mulino."),
        ("tr", "Köprü bu yıl kapanacak burada.", "Hiçbir köprü bu yıl kapanacak burada."),
        ("ru", "Все мельницы закроют этой зимой", "Не все мельницы закроют этой зимой."),
        ("ru", "Удастся починить старый мост.", "Вряд ли удастся починить старый мост."),
        ("uk", "Міст закриють цієї зими тут.", "Жоден міст закриють цієї зими тут."),
        ("kk", "Біз көпірді сатып жатырмыз", "Ешқашан біз көпірді сатып жатырмыз деген жоқ."),
        ("ar", "نبيع الطاحونة القديمة هذا العام", "لن نبيع الطاحونة القديمة هذا العام."),
        ("zh", "有一名渔民失去渔船和工作。", "没有一名渔民失去渔船和工作。"),
    ],
)
def test_a_denial_cut_off_a_sentence_is_missing(language: str, quoted: str, original: str):
    found = laid(quoted, original, language)
    assert found.verdict == Verdict.OMISSION
    [missing] = [each for each in found.differences if each.kind != "same"]
    assert (missing.kind, missing.signals) == ("missing", ("negation",))
    assert "".join(each.quoted for each in found.differences) == quoted
    assert "".join(each.original for each in found.differences) == original[slice(*found.span)]


@pytest.mark.parametrize(
    ("language", "quoted", "original"),
    [
        ("en", "Boats may land at the pier.", "As long as it is calm, boats may land at the pier."),
        ("en", "We will pay for the bridge.", "We will pay for the bridge, but only if they ask."),
        ("de", "Wir zahlen die neue Brücke.", "Wir zahlen die neue Brücke, es sei denn, es regnet."),
        ("fr", "Nous ouvrirons vingt écoles.", "Si les villes paient, nous ouvrirons vingt écoles."),
        ("fr", "La moitié des marins partent.", "La moitié des marins partent, à moins que tout change."),
        ("fr", "La moitié des marins restent.", "La moitié des marins restent, pourvu que le port vive."),
        ("es", "Compraremos tres barcos nuevos.", "Si llueve mucho, compraremos tres barcos nuevos."),
        ("it", "Restaureremo il vecchio ponte.", "Se la regione paga, restaureremo il vecchio ponte."),
        ("it", "La nave resta nel porto grande.", "La nave resta nel porto grande finché piove."),
        ("tr", "Yeni köprüyü yaz boyunca açacağız.", "Eğer herkes isterse, yeni köprüyü yaz boyunca açacağız."),
        ("ru", "Мы построим новый мост зимой.", "Если город заплатит, мы построим новый мост зимой."),
        ("uk", "Ми збудуємо новий міст узимку.", "Якщо місто заплатить, ми збудуємо новий міст узимку."),
        ("kk", "Біз жаңа көпір саламыз.", "Егер қала төлесе, біз жаңа көпір саламыз."),
        ("ar", "سنبني جسرا جديدا في الشتاء", "إذا وافق المجلس، سنبني جسرا جديدا في الشتاء."),
        ("zh", "我们会卖掉这座老磨坊。", "我们会卖掉这座老磨坊，除非市里付钱。"),
        ("zh", "我们会卖掉这座老磨坊。", "如果市里付钱，我们会卖掉这座老磨坊。"),
    ],
)  # fmt: skip
def test_a_condition_cut_off_a_sentence_is_missing(language: str, quoted: str, original: str):
    found = laid(quoted, original, language)
    assert found.verdict == Verdict.OMISSION
    [missing] = [each for each in found.differences if each.kind != "same"]
    assert (missing.kind, missing.signals) == ("missing", ("qualifier",))


@pytest.mark.parametrize(
    ("language", "quoted", "original"),
    [
        ("en", "more trams on the hill will come", "No more trams on the hill will come."),
        ("en", "[M]ore trams on the hill will come.", "No more trams on the hill will come."),
        ("en", "… More trams on the hill will come.", "No more trams on the hill will come."),
        ("en", "We will pay for the bridge …", "We will pay for the bridge if they ask."),
        ("it", "pescatore perderà la barca", "Nessun pescatore perderà la barca."),
        ("es", "compraremos tres barcos nuevos", "Si llueve, compraremos tres barcos nuevos."),
        ("zh", "我们会卖掉这座老磨坊", "如果市里付钱，我们会卖掉这座老磨坊，我说过。"),
    ],
)
def test_a_part_that_shows_it_is_one_is_told_alone(language: str, quoted: str, original: str):
    found = laid(quoted, original, language)
    assert found.verdict in (Verdict.EXACT, Verdict.TYPOGRAPHY)
    assert found.negated_by or any(found.left_off)


@pytest.mark.parametrize(
    ("language", "quoted", "original"),
    [
        ("en", "We kept the old mill open.", "No, we kept the old mill open."),
        ("en", "The mill will close in May.", "We do not have money and the mill will close in May."),
        ("en", "We shall sell the mill.", "If you ask me, we shall sell the mill."),
        ("en", "We sell the mill.", "We sell the mill, but let me thank you first."),
        ("en", "The fishers get a new pier.", "Not only the fishers get a new pier."),
        ("es", "Compraremos tres barcos nuevos.", "Sí, compraremos tres barcos nuevos."),
        ("fr", "Nous vendons le vieux moulin.", "Sans doute nous vendons le vieux moulin."),
        ("de", "Wir verkaufen die Mühle.", "Nein, wir verkaufen die Mühle."),
        ("zh", "常感谢各位渔民朋友来。", "我非常感谢各位渔民朋友来。"),
        ("en", "War is over for all of us.", "The war, we hear, is over. War is over for all of us."),
    ],
)  # fmt: skip
def test_what_denies_nothing_of_it_is_not_missing(language: str, quoted: str, original: str):
    assert laid(quoted, original, language).verdict in (Verdict.EXACT, Verdict.TYPOGRAPHY)


def test_another_difference_keeps_its_verdict():
    found = laid("More trams on that hill will come.", "No more trams on the hill will come.", "en")
    assert found.verdict == Verdict.ALTERED
    assert found.negated_by == "No"
