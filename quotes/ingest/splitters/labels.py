"""Labels that say who speaks: “Name:”, “**Name:**”, “### Name”, “Q -”, “HON. NAME.-”. Pure.

Its form, and the other lines like it, show whether a line is a label. Words such as “Question”, and
names in capitals or after a title, nearly always are; a single capitalised word only if it comes
again.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quotes.ingest.splitters.pieces import SENTENCE_ENDED, Piece
from quotes.ingest.splitters.results import Kind
from quotes.text.names import name_key
from quotes.text.words import word_set

SEPARATOR = re.compile(
    r"\s?(?P<sign>[.．]\s?[-–—―]+:?|[.．]\s?[:：](?:\s?[-–—])?|[:：︰﹕](?:\s?[-–—―](?=\s))?)"
    r"(?P<bold>\*\*|__)?(?=\s|\Z|[^\W\d]|[“«\"„「『(\[…—–*¿¡])"
)
TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?"
DECORATION = re.compile(
    rf"(?:[>•▪]\s*)*(?P<heading>\#{{1,6}}\s+)?(?:{TIME}\s*[-–—|]?\s*)?(?P<bold>\*\*|__)?\s*"
)
# Name and time alone on a line, as machines write them.
TIMED = re.compile(rf"(?P<name>\D{{2,60}}?)[\s,|·•-]+{TIME}\Z")
# A letter for question or answer, and what may stand behind it. P, D and F (pregunta, domanda,
# Frage) need a dash or colon: with a point they may as well be initials.
LETTER = re.compile(
    r"(?P<letter>[QARВОСПСҚЖ问問答سج]|[PDF](?=\.?\s?[-–—―:：]\s))"
    r"(?!\.\s?(?:[^\W\d_]\.\s?)*[A-ZÀ-ÞА-ЯЁ][\w-]+\s?[:：])"  # “С. П. Дронов:”
    r"\.?\s?\d{0,3}(?:\s?[:：)]|\.(?=\s)|\s?[-–—―](?=\s))\s*"
)
BARE_LETTER = re.compile(r"(?P<letter>[QA])(?:[ \t\u00a0]{1,}|\Z)(?=[A-ZÀ-Þ“\"(\[—–…]|\Z)")
ASKING_LETTERS = "QPDFВСПС问問س"
ASKING = word_set(
    "q question questions questioner interviewer reporter journalist host moderator press media "
    "audience questioning frage reporterin journalistin interviewerin moderatorin "
    "moderation frager "
    "pregunta periodista entrevistador entrevistadora moderador moderadora pergunta jornalista "
    "domanda giornalista intervistatore conduttore intervieweur journaliste animateur présentateur "
    "modérateur modératrice вопрос корр корреспондент журналист ведущий ведущая интервьюер "
    "модератор "
    "сұрақ тілші журналист жүргізуші модератор запитання питання журналіст кореспондент soru "
    "muhabir sunucu moderatör gazeteci savol muxbir سؤال السؤال المذيع المذيعة الصحفي الصحفية "
    "المحاور المحاورة المراسل مذيع صحفي محاور 问 問 问题 問題 記者 记者 主持人 採訪者 采访者 "
    "訪問者 提问者 提問者 質問 聞き手 記者 司会 司會 司会者 질문 기자 사회자 진행자 pytanie "
    "dziennikarz vraag interviewster presentator fråga sual müxbir"
)
ANSWERING = word_set(
    "a answer answers r réponse reponse antwort respuesta resposta risposta ответ жауап відповідь "
    "cevap yanıt javob cavab جواب الجواب إجابة الإجابة 答 答案 回答 答え 답 답변 "
    "odpowiedź antwoord svar interviewee guest гость собеседник респондент الضيف "
    "受訪者 受访者 嘉宾 嘉賓"
)
# Other words for who speaks without a name.
OFFICES = word_set(
    "speaker president chairman chairwoman chairperson chair chairs vice secretary-general "
    "operator narrator announcer translator interpreter official spokesperson spokesman "
    "spokeswoman participant member caller voice judge court clerk witness counsel minister "
    "senator delegate representative professor student unknown male female all staff "
    "председатель председательствующий участник участница голос реплика переводчик спикер судья "
    "төраға спикер қатысушы präsident präsidentin vorsitzender vorsitzende zuruf abgeordneter "
    "président présidente presidente presidenta voix intervenant interprète başkan başkanı "
    "konuşmacı katılımcı رئيس الرئيس متحدث المتحدث 主席 議長 议长 與會者 与会者 觀眾 观众 "
    "发言人 發言人 旁白 翻译 翻譯 общий зал"
)
TITLES = word_set(
    "mr mrs ms miss mx abg dep dr prof professor hon honourable honorable sir dame lord lady "
    "baroness madam madame mme mlle m sen rep gov amb gen colonel general col capt lt maj sgt "
    "adm rev fr amb ambassador "
    "senator deputy shri smt rt right herr frau don doña sr sra srta dott señor señora sayın bay "
    "bayan г-н г-жа господин госпожа товарищ д-р проф pan pani السيد السيدة الدكتور الدكتورة"
)
PARTICLES = word_set(
    "de da di del della der den des van von al el bin ibn ben la le du dos das und y e af av til "
    "the of and for to at in on ul-haq ter ten zu zur zum do"
)
ARTICLES = word_set("the a an ein eine le la les l’ un une der die das el los las il lo gli o")
# Heads of lines about the document; no one is called so.
NOT_LABELS = word_set(
    "note notes source sources photo photos credit credits caption image video audio date time "
    "place venue location address tel telephone phone fax email e-mail contact contacts website "
    "web url link links tags tag topic topics keywords category categories author authors byline "
    "by published updated posted subject title subtitle summary background update read watch "
    "listen see more related via reporting editing translation translated language duration "
    "episode transcript agenda present attendees participants table figure chapter section part "
    "appendix reference references copyright license isbn issn doi version example warning "
    "important tip conclusion introduction abstract re ps nb layout publication "
    "источник фото видео дата время место тема адрес телефон автор теги рубрика примечание коллаж "
    "дереккөз сурет авторы күні "
    "lieu objet sujet auteur légende crédit crédits durée publié quelle ort datum thema fuente "
    "fecha lugar tema autor foto kaynak tarih yer konu yazar fotoğraf المصدر التاريخ المكان صورة "
    "来源 來源 日期 时间 時間 地点 地點 图片 作者 编辑 編輯 责任编辑"
)
# Heads that end so lead on to what follows: “the questions are:”.
LEADING_ON = word_set(
    "are is was were be these this that those following follows include includes included "
    "sont est suivants suivantes suivant sind ist waren folgende folgenden folgendes son es eran "
    "siguientes siguiente sono seguenti это следующее следующие таковы мынадай келесі şunlardır "
    "şöyle التالية التالي هي"
)
MAX_HEAD_LENGTH, MAX_HEAD_WORDS = 110, 14
MAX_HEADLINE_WORDS, MAX_NAME_WORDS = 14, 3
CASELESS = re.compile(r"[^\W\d_]")
BRACKETS = re.compile(r"\s*[(\[（【][^()\[\]（）【】]*[)\]）】]\s*")
# “(Laughter) Name:”
LEADING_BRACKETS = re.compile(r"\A[(\[（【][^()\[\]（）【】]*[)\]）】]\s*(?=\w)")
QUOTES = re.compile(r"[«»„“”\"<>{}|=@#*]|https?|www\.")
SURE, LIKELY, POSSIBLE = 3, 2, 1


@dataclass(frozen=True)
class Label:
    """Who is said to speak from ``end`` on; ``start`` is where the label begins in its line.

    ``kind`` is what a word like “Answer” says of the turn.
    """

    start: int
    end: int
    printed: str
    quality: int
    kind: Kind | None = None
    form: str = ":"

    @property
    def key(self) -> str:
        """What labels of one speaker have in common."""
        return name_key(BRACKETS.sub(" ", self.printed)) or name_key(self.printed)


def label_of(text: str, *, strong: int = 0, is_heading: bool = False) -> Label | None:
    """The label that a line may begin with, however unlikely; None if there is none.

    ``strong`` is how many characters the file sets in bold at its beginning.
    """
    decoration = DECORATION.match(text)
    at = decoration.end() if decoration else 0
    bold = strong if strong > at else 0
    if decoration and decoration["bold"]:
        bold = max(bold, text.find(decoration["bold"], at))
    is_heading = is_heading or bool(decoration and decoration["heading"])
    if (found := _letter(text, at)) is not None:
        return found
    found = _separated(text, at, bold=bold, is_heading=is_heading)
    found = found or _marked(text, at, bold=bold, is_heading=is_heading)
    if found is None or found.kind is None:
        return found
    # “Answer: Vassilenko: …”
    inner = label_of(text[found.end :]) if text[found.end :].strip() else None
    if (
        inner is not None
        and inner.quality >= POSSIBLE
        and inner.kind is None
        and (len(inner.printed.split()) <= 5 and inner.form in (":", "marked"))
    ):
        return replace(
            found, end=found.end + inner.end, printed=f"{found.printed}: {inner.printed}"
        )
    return found


def name_in(label: Label) -> str:
    """The part of a label that names somebody: all but “Answer:” and brackets."""
    head = label.printed
    if label.kind is not None and ": " in head:
        head = head.partition(": ")[2]
    return BRACKETS.sub(" ", head).strip() or head.strip("[]()（）【】")


def _letter(text: str, at: int) -> Label | None:
    if match := LETTER.match(text, at):
        letter = match["letter"]
        kind = Kind.QUESTION if letter in ASKING_LETTERS else Kind.ANSWER
        return Label(0, _past_marks(text, match.end()), letter, LIKELY, kind, "letter")
    if match := BARE_LETTER.match(text, at):
        kind = Kind.QUESTION if match["letter"] == "Q" else Kind.ANSWER
        return Label(0, _past_marks(text, match.end()), match["letter"], POSSIBLE, kind, "bare")
    return None


def _past_marks(text: str, at: int) -> int:
    """Where words go on behind the signs that close bold letters."""
    match = re.compile(r"(?:\*\*|__)?\s*").match(text, at)
    return match.end() if match else at


def _separated(text: str, at: int, *, bold: int, is_heading: bool) -> Label | None:
    """A head before a colon, or before a point and a dash."""
    for match in SEPARATOR.finditer(text, at, at + MAX_HEAD_LENGTH + 20):
        head = text[at : match.start()].strip().removesuffix("**").removesuffix("__").strip()
        if match["sign"][0] in ".．" and not (_is_hansard(head) or kind_of(head)):
            continue
        head = LEADING_BRACKETS.sub("", head)
        if not is_plausible(head):
            return None
        is_marked = is_heading or bold >= at + len(head)
        end = _past_marks(text, match.end()) if is_marked else match.end()
        form = "marked" if is_marked else _form(match["sign"])
        quality = quality_of(head)
        quality += 1 if is_marked and quality else 0
        return Label(0, end, head, min(quality, SURE), kind_of(head), form)
    return None


def _form(sign: str) -> str:
    return re.sub(r"-+", "-", re.sub(r"[\s–—―]", "-", sign.strip()))


def _is_hansard(head: str) -> bool:
    """Whether a point and a dash may close this head: capitals, or a title before a name."""
    words = BRACKETS.sub(" ", head).split()
    letters = [word for word in words if CASELESS.search(word)]
    return bool(letters) and (
        _is_upper(letters[-1]) or bare(letters[0]) in TITLES or bare(letters[-1]) in OFFICES
    )


def _marked(text: str, at: int, *, bold: int, is_heading: bool) -> Label | None:
    """A name alone in a heading or in bold letters, or with a time behind it."""
    if match := TIMED.match(text, at):
        return _named(match["name"].strip(), len(text), "timed", LIKELY)
    if is_heading:
        return _named(text[at:].strip().strip("*_").strip(), len(text), "heading")
    if bold > at:
        return _named(text[at:bold].strip(), _past_marks(text, bold), "bold")
    return None


def _named(head: str, end: int, form: str, least: int = 0) -> Label | None:
    if not is_plausible(head) or (quality := quality_of(head)) < POSSIBLE:
        return None
    return Label(0, end, head, max(quality, least), kind_of(head), form)


def is_plausible(head: str) -> bool:
    """Whether words may be a label at all: short, without the signs of a sentence."""
    plain = BRACKETS.sub(" ", head).strip() or head.strip("[](){} ")
    words = plain.split()
    if not head or len(head) > MAX_HEAD_LENGTH or not 0 < len(words) <= MAX_HEAD_WORDS:
        return False
    if QUOTES.search(plain) or not CASELESS.search(plain):
        return False
    if re.search(r"[!?;…。！？؟،，、]", plain) and "," not in plain:
        return False
    # A point inside belongs to a title or an initial.
    if any(len(word.strip(".")) > 5 for word in re.findall(r"(\S+)\.\s", plain)):
        return False
    if re.search(r"\d", plain) and not re.search(r"\s#?\d{1,3}\Z", plain):
        return False
    first = next(sign for sign in plain if sign.isalnum())
    return first.isupper() or not first.islower() or bare(words[0]) in ASKING | ANSWERING


def kind_of(head: str) -> Kind | None:
    """What a word like “Question” or “Answer” says of the turn."""
    words = [bare(word) for word in BRACKETS.sub(" ", head).split()]
    words = [word for word in words if not word.isdigit()]
    if not words or len(words) > 4:
        return None
    if words[0] in ASKING or words[-1] in ASKING:
        return Kind.QUESTION
    return Kind.ANSWER if words[0] in ANSWERING and len(words) == 1 else None


def quality_of(head: str) -> int:
    """How much a head by itself looks like who speaks, from 0 to SURE."""
    plain = BRACKETS.sub(" ", head).strip() or head.strip("[]() ")
    main = re.split(r"\s?[,，،]\s?|\s[-–—]\s", plain)[0]
    words = main.split()
    plain_words = [bare(word) for word in words]
    if not any(
        (len(word) > 1 and word not in TITLES) or not has_case(word) for word in plain_words
    ):
        return POSSIBLE if kind_of(head) else 0
    if any(word in NOT_LABELS for word in (plain_words[0], plain_words[-1])):
        return 0
    if bare(plain.split()[-1]) in LEADING_ON:
        return 0
    if kind_of(head) is not None:
        return SURE
    is_titled = plain_words[0] in TITLES or (
        plain_words[0] in ARTICLES and plain_words[1:2] and plain_words[1] in TITLES
    )
    if is_titled and len(words) > 1:
        return LIKELY
    letters = [word for word in words if CASELESS.search(word)]
    if all(_is_upper(word) for word in letters) and len(main) >= 2:
        return LIKELY if len(letters) <= 6 and len(main) > 4 else POSSIBLE
    if plain_words[-1] in OFFICES or plain_words[0] in OFFICES:
        return LIKELY if len(words) <= 4 else POSSIBLE
    if not has_case(main):
        # “赵雪（中学教师）”
        is_told = plain != head.strip() and len(main) >= 2
        return (LIKELY if is_told else POSSIBLE) if len(words) <= 5 and len(main) <= 30 else 0
    return _quality_of_name(words)


def _quality_of_name(words: list[str]) -> int:
    capital = [word[:1].isupper() or not has_case(word) for word in words]
    named = [word.lower() in PARTICLES for word in words]
    if all(big or small for big, small in zip(capital, named, strict=True)) and capital[-1]:
        if any(word.lower() in ("the", "of", "and", "for", "to", "in", "on") for word in words[1:]):
            return POSSIBLE
        return LIKELY if 2 <= sum(capital) <= 5 else POSSIBLE if len(words) <= 6 else 0
    # “President of Russia Vladimir Putin”, “El señor Presidente”
    return POSSIBLE if capital[-1] and capital[0] and len(words) <= 9 and sum(capital) >= 2 else 0


def bare(word: str) -> str:
    """A word without the signs around it, in small letters."""
    return word.strip(".,:()[]’'\"*-–").casefold()


def _is_upper(word: str) -> bool:
    # “McGILL”, “O’BRIEN”
    return word.isupper() or (
        re.match(r"(?:Mc|Mac|O['’]|De|Di|La|Le)[^\W\d_]{2,}\Z", word) is not None
        and (word[-2:].isupper())
    )


def has_case(text: str) -> bool:
    """Whether a text is in a script with capitals."""
    return text.lower() != text.upper()


def accepted(lines: Sequence[Piece]) -> dict[int, Label]:
    """The labels of a document, by the number of their line."""
    found = {
        number: label
        for number, line in enumerate(lines)
        if (label := _label_of_line(line)) is not None and _may_begin(lines, number)
    }
    counts = Counter(label.key for label in found.values())
    texts = Counter(line.text for line in lines)
    # What stands twice letter for letter is a headline.
    found = {n: each for n, each in found.items() if not _is_headline(lines[n], each, texts)}
    found = _without_title(lines, found)
    good = sum(1 for label in found.values() if label.quality >= LIKELY)
    if len({each.key for each in found.values() if _comes_again(each, counts)}) > 1:
        # Two that take turns are a conversation, whatever they are called.
        good += 1
    kept = {n: each for n, each in found.items() if _is_kept(each, counts[each.key], good)}
    forms = {each.form for each in kept.values()} & {"heading", "bold"}
    kept |= {n: each for n, each in found.items() if each.form in forms and each.quality >= LIKELY}
    kept = dict(sorted(kept.items()))
    kept = _with_other_forms(found, kept)
    return _without_stray_letters(kept)


def _label_of_line(line: Piece) -> Label | None:
    return label_of(line.text, strong=line.strong, is_heading=line.kind == "heading")


def _is_headline(line: Piece, label: Label, texts: Counter[str]) -> bool:
    words = line.text[label.end :].strip()
    if not words:
        # “The questions are these:” leads to a list.
        return label.form == ":" and len(label.printed.split()) > 5
    return texts[line.text] > 1 and len(words.split()) > 3 and not line.is_ended


def _without_title(lines: Sequence[Piece], found: dict[int, Label]) -> dict[int, Label]:
    """Without the document's own headline: “Jane Doe: the bridge will stand”.

    That is a paragraph before all sentences which ends unlike a sentence, where turns end like one.
    """
    first, *others = found or [0]
    ends = [_paragraph_is_ended(lines, number) for number in others]
    is_like_turns = _paragraph_is_ended(lines, first) if found else True
    if is_like_turns or len(ends) < 2 or sum(ends) < 0.9 * len(ends):
        return found
    label, line = found[first], lines[first]
    words = len(line.text[label.end :].split())
    stands_alone = lines[first + 1].opens and not any(each.is_ended for each in lines[:first])
    if not (stands_alone and 2 < words <= MAX_HEADLINE_WORDS):
        return found
    return {number: found[number] for number in others}


def _paragraph_is_ended(lines: Sequence[Piece], number: int) -> bool:
    """Whether the paragraph that a line begins ends as a sentence does."""
    while number + 1 < len(lines) and not lines[number + 1].opens:
        number += 1
    return lines[number].is_ended


def _may_begin(lines: Sequence[Piece], number: int) -> bool:
    """A label begins a paragraph, or a line behind one that is ended."""
    line = lines[number]
    if line.opens or number == 0:
        return True
    before = lines[number - 1].text
    is_cut = before.endswith((")", "]", "—", "–", "-", ":", "："))
    return SENTENCE_ENDED.search(before) is not None or is_cut or len(before) < 40


def _comes_again(label: Label, counts: Counter[str]) -> bool:
    return counts[label.key] > 1 and label.quality >= POSSIBLE and label.form != "bare"


def _is_kept(label: Label, count: int, good: int) -> bool:
    if label.form in ("heading", "bold"):
        return count >= 2 or (label.quality >= SURE and good >= 2)
    if label.form == "bare":
        return count >= 2 and label.kind is not None
    if label.quality >= LIKELY:
        return count >= 2 or good >= 2
    return label.quality >= POSSIBLE and (count >= 3 or (count >= 2 and good >= 1))


def _with_other_forms(found: dict[int, Label], kept: dict[int, Label]) -> dict[int, Label]:
    """With the shorter and longer forms of labels that are kept: surnames, initials, offices."""
    counts = Counter(label.key for label in kept.values())
    names = [
        label.key.split()
        for label in kept.values()
        if label.quality >= LIKELY or counts[label.key] > 1
    ]
    more = {
        number: label
        for number, label in found.items()
        if label.quality >= POSSIBLE
        and label.form not in ("heading", "bold", "bare")
        and any(_is_other_form(label.key.split(), name) for name in names)
    }
    return dict(sorted({**kept, **more}.items()))


def _is_other_form(key: list[str], name: list[str]) -> bool:
    if set(key) <= set(name):
        return True
    is_initials = len(name) > 1 and key == ["".join(word[0] for word in name)]
    # A surname may have its first name once.
    is_longer = key[-len(name) :] == name and (len(name) > 1 or len(key) <= MAX_NAME_WORDS)
    return is_initials or is_longer


def _without_stray_letters(kept: dict[int, Label]) -> dict[int, Label]:
    """Without an “A” that is the article: where others than letters answer."""
    forms = {label.form for label in kept.values() if label.form not in ("bare", "letter")}
    questions = sum(1 for label in kept.values() if label.printed == "Q")
    answers = sum(1 for label in kept.values() if label.printed == "A" and label.form == "bare")
    is_answer = not forms and questions and answers >= questions / 2
    return {
        number: label
        for number, label in kept.items()
        if label.form != "bare" or label.printed == "Q" or is_answer
    }


SIGNS_INSIDE = re.compile(r"\.\s?[-–—―]+|\.?\s?[:：](?:\s?[-–—])?")
# Before a label inside a paragraph a sentence has ended, or a page with its number.
BEFORE_INSIDE = re.compile(r"(?:[.!?…)\]”\"’'–—\d-]|\A)\s+\Z|\A\Z")


def inside(text: str, known: set[str], signs: set[str]) -> Iterator[Label]:
    """Labels in capitals inside a paragraph, as run-together transcripts have them.

    ``signs`` are the forms that close the labels of this document, ``known`` the keys of those
    labels: a mere colon closes only a known one.
    """
    for match in SIGNS_INSIDE.finditer(text):
        sign = _form(match.group())
        head_start = _head_before(text, match.start())
        if head_start is None:
            continue
        head = text[head_start : match.start()].strip()
        is_closed = match.group().strip().startswith(".") and any(s.startswith(".") for s in signs)
        label = Label(head_start, match.end(), head, LIKELY, kind_of(head), sign)
        if (is_closed or label.key in known) and BEFORE_INSIDE.search(text[:head_start]):
            yield label


def _head_before(text: str, end: int) -> int | None:
    """Where the capitals begin that end before a sign; None if there are none.

    Of several titles in a row the first counts. What stands before a title belongs to the sentence
    before: a word in capitals, or a title in small letters (“Yes, Sir. HON. DOE.-”).
    """
    start, title, is_title_big = None, None, False
    for match in reversed(list(re.finditer(r"\S+", text[max(0, end - 80) : end]))):
        word = match.group()
        is_title = bare(word) in TITLES or word in ("MADAM", "THE")
        is_big = _is_upper(word.strip("().,"))
        if not (is_big or (is_title and word[:1].isupper())):
            break
        if title is not None and (not is_title or (is_title_big and not is_big)):
            break
        start = max(0, end - 80) + match.start()
        if is_title:
            title, is_title_big = start, is_big
    if start is None or len(text[start:end].strip(". ")) < 3:
        return None
    return start
