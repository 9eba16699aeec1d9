// Words selected in a turn go into the form beside it, as places in the stored text.
const LETTER = /[\p{L}\p{N}\p{M}'’\u02bc]/u;

// Characters before a point of the turn's element, whose text is the stored text and nothing else.
const placeOf = (turn, node, offset) => {
  const range = document.createRange();
  range.selectNodeContents(turn);
  range.setEnd(node, offset);
  return range.toString().length;
};

// To whole words: a half word grows, spaces at the ends go.
const snapped = (text, start, end) => {
  while (start < end && /\s/u.test(text[start])) start += 1;
  while (end > start && /\s/u.test(text[end - 1])) end -= 1;
  if (start >= end) return null;
  while (start > 0 && LETTER.test(text[start]) && LETTER.test(text[start - 1])) start -= 1;
  while (end < text.length && LETTER.test(text[end - 1]) && LETTER.test(text[end])) end += 1;
  return [start, end];
};

// The archive counts characters, a script units of which some characters have two.
const characters = (text, end) => [...text.slice(0, end)].length;

const select = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const turn = range.startContainer.parentElement?.closest("[data-marking]");
  if (!turn || !turn.contains(range.endContainer)) return;
  const text = turn.textContent;
  const place = snapped(
    text,
    placeOf(turn, range.startContainer, range.startOffset),
    placeOf(turn, range.endContainer, range.endOffset),
  );
  if (!place) return;
  const details = document.getElementById(`mark-${turn.dataset.marking}`);
  const field = (name) => details.querySelector(`[name="mark${turn.dataset.marking}-${name}"]`);
  field("spans").value = JSON.stringify([place.map((at) => characters(text, at))]);
  field("words").value = text.slice(...place);
  details.open = true;
};

// A click on marked words goes to their passage, and accepts nothing.
document.addEventListener("click", (event) => {
  const words = event.target.closest(".turn-text mark");
  if (words && getSelection().isCollapsed) words.nextElementSibling.click();
});

document.addEventListener("mouseup", () => setTimeout(select));
document.addEventListener("keyup", (event) => event.shiftKey && select());
// Words typed over are looked for; their old place does not hold any more.
document.addEventListener("input", (event) => {
  if (!event.target.name?.match(/^mark\d+-words$/)) return;
  event.target.form.elements[event.target.name.replace("words", "spans")].value = "";
});
