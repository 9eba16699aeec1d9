"""The card: a picture of a passage for places that show a link as a picture."""

from quotes.citations.card.drawing import DESIGN, HEIGHT, WIDTH, draw
from quotes.citations.card.words import CardWords, card_words

__all__ = ["DESIGN", "HEIGHT", "WIDTH", "CardWords", "card_words", "draw"]
