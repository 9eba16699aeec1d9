// Selected words of the passage get a button that copies the link to exactly these.
const block = document.querySelector("[data-words]");
const button = document.querySelector(".words-link");

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
  const word = new Intl.Segmenter(block.lang || "en", { granularity: "word" }).segment(text).containing(isEnd ? at - 1 : at);
  const units = [...text.matchAll(number)].map(({ index, 0: segment }) => ({ index, segment }));
  if (word?.isWordLike) units.push(word);
  for (const { index, segment: { length } } of units) if (index < at && at < index + length) at = index + isEnd * length;
  at = isEnd ? text.slice(0, at).trimEnd().length : text.length - text.slice(at).trimStart().length;
  return Number(whole.dataset.at) + [...text.slice(0, at)].length;
};

if (block && button && Intl.Segmenter) {
  const label = button.textContent;
  let address = "";
  document.addEventListener("selectionchange", () => {
    button.hidden = true;
    const range = getSelection().rangeCount && getSelection().getRangeAt(0).cloneRange();
    if (!range || !range.intersectsNode(block)) return;
    if (!block.contains(range.startContainer)) range.setStart(block, 0);
    if (!block.contains(range.endContainer)) range.setEnd(block, block.childNodes.length);
    const start = placeOf(range.startContainer, range.startOffset, false);
    const end = placeOf(range.endContainer, range.endOffset, true);
    button.hidden = range.collapsed || start >= end;
    address = `${block.dataset.words}?words=${start}-${end}#words`;
    button.textContent = label;
  });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = button.dataset.done;
    } catch {
      location.assign(address);
    }
  });
}
