// Keys for the review of an imported document; every one of them is also a button or a box.
const proposals = () => [...document.querySelectorAll(".proposal")];
const current = () => document.activeElement.closest(".proposal");

const go = (by) => {
  const all = proposals();
  const at = all.indexOf(current());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
};

const decide = (what) => {
  const radio = current()?.querySelector(`.decisions [value="${what}"]`);
  if (!radio) return go(1);
  radio.checked = true;
  go(1);
};

const tick = (number) => {
  const box = current()?.querySelectorAll(".topics-at-hand input[type=checkbox]")[number - 1];
  if (box) box.checked = !box.checked;
};

const acceptShown = () => {
  for (const each of proposals()) {
    const rejected = each.querySelector('.decisions [value="reject"]').checked;
    if (!rejected) each.querySelector('.decisions [value="accept"]').checked = true;
  }
};

const labelShown = () => {
  for (const each of proposals()) {
    const boxes = [...each.querySelectorAll(".topics-at-hand input[type=checkbox]")];
    if (boxes.length && !boxes.some((box) => box.checked)) boxes[0].checked = true;
  }
};

const KEYS = {
  n: () => go(1),
  p: () => go(-1),
  a: () => decide("accept"),
  x: () => decide("reject"),
  l: () => current()?.querySelector(".topics-at-hand .other input")?.focus(),
  A: acceptShown,
  L: labelShown,
  i: () => document.getElementById("import")?.focus(),
};
for (const number of [1, 2, 3, 4, 5]) KEYS[number] = () => tick(number);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
  if (typing) {
    if (event.key === "Escape") current() ? current().focus() : event.target.blur();
    return;
  }
  const action = KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

// What these buttons do on the server is done here at once, so that nothing has to be sent.
for (const button of document.querySelectorAll("button[data-key]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    KEYS[button.dataset.key]();
  });
}

// Words selected in a turn go into the field for one more passage beside it, from the first whole
// word to the last.
document.addEventListener("mouseup", () => {
  const selection = getSelection();
  const turn = selection.anchorNode?.parentElement?.closest("[data-turn]");
  if (!turn || selection.isCollapsed || !turn.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const before = document.createRange();
  before.selectNodeContents(turn);
  before.setEnd(range.startContainer, range.startOffset);
  const text = turn.textContent;
  let start = before.toString().length;
  let end = start + range.toString().length;
  while (start < end && /\s/u.test(text[start])) start += 1;
  while (end > start && /\s/u.test(text[end - 1])) end -= 1;
  while (start > 0 && /\S/u.test(text[start - 1])) start -= 1;
  while (end < text.length && /\S/u.test(text[end])) end += 1;
  const field = document.getElementById(`id_${turn.dataset.turn}-words`);
  if (field && start < end) field.value = text.slice(start, end);
});
// A click on marked words goes to their passage, and accepts nothing.
document.addEventListener("click", (event) => {
  const words = event.target.closest(".turn-text mark");
  if (words && getSelection().isCollapsed) words.nextElementSibling.click();
});
