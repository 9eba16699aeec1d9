"""Which language a text is in, by its script and its commonest small words. Pure.

Enough to propose one of the languages that the archive has most of; an editor confirms it.
"""

import re
from collections import Counter

from quotes.text.words import folded

SMALL_WORDS = {
    "en": "the and of to in that is we for it with this are our be not have on as you",
    "fr": "le la les de des et est que qui dans nous pour une un pas du au sur ce il",
    "de": "der die das und ist nicht wir zu den mit für auf ein eine von sie dass es im auch",
    "es": "el la los las de y que en es no un una por con para se del lo como nuestro",
    "it": "il di che e la in un per non una sono con del è si i le da nostro più",
    "pt": "o a de que e do da em um para com não uma os no se na por mais nós",
    "nl": "de het een en van dat is niet we in op te zijn met voor aan ook er",
    "pl": "i w na z nie że się do to jest jak o za od przez dla są my",
    "tr": "ve bir bu için da de ile ne çok olarak daha biz gibi var olan bizim",
    "ru": "и в не на что с по как это мы для из но к он она от так же о",
    "uk": "і в не на що з та як це ми для із але до він вона від й у є",
    "kk": "және бұл мен біз да де үшін бар бір деп осы еді ол сол бойынша болып қазақстан",
}
SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")), ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")), ("he", re.compile("[\u0590-\u05ff]")),
    ("fa", re.compile("[پچژگ]")), ("ar", re.compile("[\u0621-\u064a]")),
    ("hi", re.compile("[\u0900-\u097f]")), ("el", re.compile("[\u0370-\u03ff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")), ("hy", re.compile("[\u0530-\u058f]")),
)  # fmt: skip
# Letters that Russian has not.
KAZAKH, UKRAINIAN = re.compile("[әғқңөұүһі]", re.IGNORECASE), re.compile("[їєґ]", re.IGNORECASE)
SAMPLE, MIN_SHARE = 20_000, 0.3
FOLDED = {code: {word for each in text.split() for word in folded(each)}
          for code, text in SMALL_WORDS.items()}  # fmt: skip


def language_of(text: str) -> str:
    """The code of the likeliest language; ``und`` where the text tells too little."""
    sample = text[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    for code, pattern in SCRIPTS:
        # A few Persian letters, or kana among Chinese signs, tell already.
        least = 0.02 if code in ("ja", "fa") else MIN_SHARE
        if letters and len(pattern.findall(sample)) > least * letters:
            return code
    counts = Counter(folded(sample))
    shares = {
        code: sum(counts[word] for word in small) / len(small) for code, small in FOLDED.items()
    }
    best = max(shares, key=lambda code: shares[code])
    if len(UKRAINIAN.findall(sample)) > letters / 200:
        return "uk"
    if len(KAZAKH.findall(sample)) > letters / 20:
        return "kk"
    return best if shares[best] else "und"
