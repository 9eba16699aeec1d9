// Copies what people cite; without scripts the links lead to the text, to be selected by hand.
// The words that it says stand in the page, in its language.
const copySays = document.currentScript.dataset;
const texts = [...document.querySelectorAll("[data-copied]")];

const told = (after) => {
  const span = document.createElement("span");
  span.className = "copy-told small";
  span.setAttribute("role", "status");
  after.after(span);
  return (words) => {
    span.textContent = words;
    setTimeout(() => { span.textContent = ""; }, 4000);
  };
};

const copy = async (text, tell) => {
  try {
    await navigator.clipboard.writeText(text.textContent.trim());
    tell(copySays.done);
  } catch {
    getSelection().selectAllChildren(text);
    tell(copySays.selected);
  }
};

if (navigator.clipboard) {
  for (const text of texts) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copySays.copy;
    button.setAttribute("aria-label", text.dataset.label);
    text.after(button);
    const tell = told(button);
    button.addEventListener("click", () => copy(text, tell));
  }
  for (const link of document.querySelectorAll("[data-copies]")) {
    const text = texts.find((each) => each.dataset.copied === link.dataset.copies);
    if (!text) continue;
    const label = link.textContent;
    link.setAttribute("role", "button");
    link.setAttribute("aria-live", "polite");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      copy(text, (words) => {
        link.textContent = words;
        setTimeout(() => { link.textContent = label; }, 2500);
      });
    });
  }
}

const share = document.querySelector("[data-shares]");
if (share && navigator.share) {
  share.addEventListener("click", (event) => {
    event.preventDefault();
    navigator.share({ title: document.title, url: share.dataset.shares }).catch(() => {});
  });
}

// The style chosen last, and whether the fold is open: kept in this browser, sent nowhere.
const styles = [...document.querySelectorAll("input[name=style]")];
const fold = document.querySelector(".cite-fold");
try {
  const kept = styles.find((style) => style.value === localStorage.getItem("style"));
  if (kept) kept.checked = true;
  for (const style of styles) style.addEventListener("change", () => localStorage.setItem("style", style.value));
  if (fold && localStorage.getItem("fold")) fold.open = true;
  fold?.addEventListener("toggle", () => localStorage.setItem("fold", fold.open ? "open" : ""));
} catch {
  // No storage: the first style is chosen, as without scripts.
}
