"""Documents written for the tests of the desk: one of each shape that the opening archive has."""

# Shape: a transcript; an article whose paragraphs ask and answer; an interview with labels; a news
# report with quotations; an analysis in indirect speech.
TRANSCRIPT = """Panel on lighthouses, Port Harrow, 3 May 2031

Olaf Keel: Who pays for the lighthouses of this coast, now that ships find their way by themselves?

Jane Harrow: The state pays for nine lighthouses of ten, and the fishermen pay for the last one.

We tried to sell them in 2029, and nobody came who wanted to keep the lamps lit.

Olaf Keel: Will the lamp of Cape Wrack burn again this winter?

Jane Harrow: Cape Wrack burns again from November, because the keeper has found the missing lens.

Olaf Keel: And what becomes of the keepers' houses, which have stood empty for so long?

Jane Harrow: In four of the houses there are schools for pilots, and the fifth one is a library.

Whoever wants to live in the others may do so for nothing, if they keep the roof in good repair.

Olaf Keel: Have people come who want to do that, so far from any shop?

Jane Harrow: Sixty families have written to us, and most of them ask about the roof before the rent.
"""
ALTERNATING = """Interview with Piotr Salt, master of the dredgers

How deep is the harbour of Port Harrow after this summer?

The harbour is eleven metres deep at low water, two metres deeper than before we began to dig.

Where do you put all the mud that you take out of it?

The mud goes to the polder behind the old dyke, where farmers have waited forty years for it.

Are you going to dig in winter as well?

In winter the dredgers lie in the dock, for the ice would cut their ropes within a week.
"""
LABELLED = """Edited for clarity and brevity.

The Beacon: What did the flood of last year teach your town?

Mara Weir: The flood taught us that a dyke without a sluice is a wall round a bathtub.

The Beacon: And what have you built since then?

Mara Weir: Since then we have built three sluices, and every child knows who holds their keys.

The Beacon: Is the town safe now?

Mara Weir: No town behind a dyke is safe, but ours now has six hours more to leave.
"""
REPORT = """Port Harrow opens its new ferry

PORT HARROW – The first ferry left the new pier on Monday with forty passengers on board.

“The ferry halves the way to the islands, and it sails in every weather,” said Ines Barge, the director of the line. “Nobody will have to sleep in the waiting room any more.”

“We waited eleven years for this pier,” Barge told reporters. The tickets cost four crowns.
"""
INDIRECT = """What the keeper of the tides told the council

The council of Port Harrow met on Thursday for the last time before the storms, in a hall that smelled of wet coats.

The keeper of the tides, Oda Neap, said that the highest water of the year would come in the night of 12 October. Neap stressed that all cellars below the fish market had to be empty by then.

The council has heard such warnings before. In most years nobody did anything about them, and the water stopped at the steps of the church.

According to Neap, the gauge at the old pier has stood a hand too low for at least nine years.

Whether the fishmongers believe her will be seen on the morning of the thirteenth.
"""
DOCUMENTS = {
    "labelled": TRANSCRIPT, "alternating": ALTERNATING, "interview": LABELLED, "report": REPORT,
    "indirect": INDIRECT,
}  # fmt: skip
# Words of each that a reader looks for.
FOUND = {
    "labelled": "the fishermen pay for the last one",
    "alternating": "the ice would cut their ropes",
    "interview": "a wall round a bathtub",
    "report": "the ferry halves the way to the islands",
    "indirect": "all cellars below the fish market",
}
# Three paragraphs of each as they were corrected: words that readers can cite, and words beside.
CORRECTIONS = {
    "labelled": (
        ("Who pays for the lighthouses", "Who is to pay for the lighthouses"),
        ("Will the lamp of Cape Wrack burn", "Does the lamp of Cape Wrack burn"),
        ("the missing lens", "its missing lens"),
    ),
    "alternating": (
        ("after this summer?", "after this long summer?"),
        ("forty years for it", "forty-one years for it"),
        ("the ice would cut", "the ice will cut"),
    ),
    "interview": (
        ("the flood of last year", "last year’s flood"),
        ("knows who holds their keys", "knows who keeps their keys"),
        ("Is the town safe now?", "Is your town safe now?"),
    ),
    "report": (
        ("with forty passengers", "with fifty passengers"),
        ("sails in every weather", "sails in all weathers"),
        ("cost four crowns", "cost five crowns"),
    ),
    "indirect": (
        ("that smelled of wet coats", "which smelled of wet coats"),
        ("had to be empty by then", "had to be empty by that night"),
        ("at least nine years", "at least eight years"),
    ),
}


def corrected(shape: str) -> str:
    """The document of a shape with its corrections."""
    text = DOCUMENTS[shape]
    for before, after in CORRECTIONS[shape]:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


THEMES = (
    "sanctions against Russia", "the Middle Corridor", "middle powers", "the European Union",
    "climate change", "nuclear disarmament", "investment", "mediation", "Central Asia", "BRICS",
)  # fmt: skip


def long_transcript(turns: int = 30) -> str:
    """A talk of two people, each turn with one thing to quote."""
    names = ("Ada Mole", "Ben Groyne")
    return "\n\n".join(
        f"{names[n % 2]}: Point {n + 1} of our paper is about {THEMES[n % len(THEMES)]}, and it "
        f"took us {n + 2} weeks to agree on it."
        for n in range(turns)
    )
