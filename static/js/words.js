// Selected words of the passage get a button that copies the link to exactly these.
const wordsSay = document.currentScript.dataset;
const block = document.querySelector("[data-words]");

// Their words as they are kept, by paragraph: without the marks of gaps.
const kept = (fragment) => {
  for (const mark of fragment.querySelectorAll(".left-out")) mark.remove();
  return [...fragment.querySelectorAll("[data-at]")];
};

// What holds digits is one word, such as 10:30, 24/7 and 10 000.
const number = /(?:[^\s([“"‘«]|(?<=\d)[\u00a0\u202f](?=\d))*\d(?:[^\s.,;:!?)\]”’"»]|[.,:’](?=\d)|(?<=\d)[\u00a0\u202f](?=\d))*/g;

// Place of an end of the selection in the words, moved out to the edge of a word.
const placeOf = (node, offset, isEnd) => {
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  const parts = kept(before.cloneContents());
  const whole = kept(block.cloneNode(true))[Math.max(parts.length - 1, 0)];
  const text = whole.textContent;
  let at = parts.at(-1)?.textContent.length ?? 0;
  const words = new Intl.Segmenter(block.lang || "en", { granularity: "word" }).segment(text);
  const word = words.containing(isEnd ? at - 1 : at);
  if (word?.isWordLike) at = word.index + (isEnd ? word.segment.length : 0);
  for (const { index, 0: { length } } of text.matchAll(number)) if (index < at && at < index + length) at = index + (isEnd ? length : 0);
  const moved = isEnd ? text.slice(0, at).trimEnd().length : text.length - text.slice(at).trimStart().length;
  return Number(whole.dataset.at) + [...text.slice(0, moved)].length;
};

if (block && navigator.clipboard && Intl.Segmenter) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "copy words-link", hidden: true });
  button.setAttribute("aria-live", "polite");
  block.after(button);
  let address = "";
  document.addEventListener("selectionchange", () => {
    const range = getSelection().rangeCount ? getSelection().getRangeAt(0).cloneRange() : null;
    button.hidden = !range?.intersectsNode(block);
    if (button.hidden) return;
    if (!block.contains(range.startContainer)) range.setStart(block, 0);
    if (!block.contains(range.endContainer)) range.setEnd(block, block.childNodes.length);
    button.hidden = range.collapsed;
    const [start, end] = [placeOf(range.startContainer, range.startOffset, false), placeOf(range.endContainer, range.endOffset, true)];
    button.hidden ||= start >= end;
    address = `${block.dataset.words}?words=${start}-${end}#words`;
    button.textContent = wordsSay.copy;
    const [box, figure] = [range.getBoundingClientRect(), block.parentElement.getBoundingClientRect()];
    button.style.top = `${box.bottom - figure.top}px`;
    button.style.left = `${Math.max(Math.min(box.left - figure.left, figure.width - 210), 0)}px`;
  });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = wordsSay.done;
    } catch {
      location.assign(address);
    }
  });
}
