"""The language that a text looks written in, by its script and its smallest words. Pure.

A proposal for an editor, not a finding: languages that share these words are not told apart.
"""

import re
from collections import Counter

from quotes.text.words import folded

# Characters that decide, where they are a share of all letters.
SCRIPTS = (
    ("zh", re.compile("[\u4e00-\u9fff]")), ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")), ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")), ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")), ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")), ("th", re.compile("[\u0e00-\u0e7f]")),
)  # fmt: skip
MIN_OF_SCRIPT = 0.3
KANA, MIN_KANA = re.compile("[\u3040-\u30ff]"), 0.05
PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06cc]")
CYRILLIC = re.compile("[\u0400-\u04ff]")
UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
KAZAKH = re.compile("[әғқңөұүһ]", re.IGNORECASE)
# In folded form, as ``folded`` gives them.
SMALL_WORDS = {
    "en": "the of and to in that is was for it with as on are this have we not",
    "fr": "le la les des et que est une dans pour qui sur nous vous pas avec au du",
    "de": "der die das und ist nicht wir ich zu den mit ein eine auf sie es dass",
    "es": "el los las que es y en una por con para del se no lo como pero",
    "it": "il che di e la per un una sono non con del della gli anche questo",
    "pt": "o os que e do da em um uma para com nao por mais se no na",
    "tr": "ve bir bu icin ile da de olarak cok daha ama biz sayin gibi ne var",
    "nl": "de het een en van is niet dat op te zijn voor met ik wij aan",
    "pl": "i w na nie sie z do to jest ze o jak po co ale",
    "uz": "va bu bilan uchun ham bir da deb bo'lgan emas",
}  # fmt: skip
SETS = {code: frozenset(folded(words)) for code, words in SMALL_WORDS.items()}
SAMPLE = 20_000
MIN_SHARE = 0.08
UNKNOWN = "und"


def language_of(text: str) -> str:
    """The code of a language, ``und`` where nothing shows it."""
    sample = text[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return UNKNOWN
    if len(KANA.findall(sample)) > MIN_KANA * letters:
        return "ja"
    for code, script in SCRIPTS:
        if len(script.findall(sample)) > MIN_OF_SCRIPT * letters:
            return "fa" if code == "ar" and PERSIAN.search(sample) else code
    if len(CYRILLIC.findall(sample)) > MIN_OF_SCRIPT * letters:
        return _in_cyrillic(sample, letters)
    counts = Counter(folded(sample))
    total = counts.total()
    shares = {code: sum(counts[word] for word in known) for code, known in SETS.items()}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= MIN_SHARE * total else UNKNOWN


def _in_cyrillic(sample: str, letters: int) -> str:
    if len(KAZAKH.findall(sample)) > 0.02 * letters:
        return "kk"
    return "uk" if len(UKRAINIAN.findall(sample)) > 0.02 * letters else "ru"
