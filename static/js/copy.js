// Copies what people cite; without scripts the links lead to the text, to be selected by hand.
const says = document.currentScript.dataset;
const copies = (control, text) => {
  const before = control.textContent;
  const tell = (words) => {
    control.textContent = words;
    setTimeout(() => { control.textContent = before; }, 4000);
  };
  control.ariaLive = "polite";
  control.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      tell(says.done);
    } catch {
      getSelection().selectAllChildren(text);
      tell(says.selected);
    }
  });
};

for (const text of document.querySelectorAll("[data-copied]")) {
  const { copied, label } = text.dataset;
  const button = document.createElement("button");
  text.after(Object.assign(button, { type: "button", className: "copy", textContent: says.copy, ariaLabel: label }));
  copies(button, text);
  for (const link of document.querySelectorAll(`[data-copies="${copied}"]`)) {
    link.role = "button";
    copies(link, text);
  }
}

const share = document.querySelector("[data-shares]");
share?.addEventListener("click", (event) => {
  if (!navigator.share) return;
  event.preventDefault();
  navigator.share({ title: document.title, url: share.dataset.shares }).catch(() => {});
});

// The style chosen last, and whether the fold is open: kept in this browser, sent nowhere.
const fold = document.querySelector(".cite-fold");
try {
  const style = document.getElementById(localStorage.style);
  if (style) style.checked = true;
  if (fold && localStorage.fold) fold.open = true;
  fold?.addEventListener("change", (event) => { localStorage.style = event.target.id; });
  fold?.addEventListener("toggle", () => { localStorage.fold = fold.open ? "open" : ""; });
} catch {
  // No storage: the first style is chosen, as without scripts.
}
