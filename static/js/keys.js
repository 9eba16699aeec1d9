// Keys for who has many results to go through; every page works without them.
// What they do is said by the page, in its language.
const keysSay = document.currentScript.dataset;
const KEYS = ["/", "j", "k", "Enter", "?"];
const links = () => [...document.querySelectorAll(".hit-link, .passages .actions a:first-child")];

const step = (by) => {
  const all = links();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.focus();
  next?.closest("li, tr, .passage")?.scrollIntoView({ block: "nearest" });
};

const toBox = () => {
  const box = document.querySelector("main search input[type=search], search input[type=search]");
  box?.focus();
  box?.select();
};

const help = () => {
  let dialog = document.querySelector("dialog.keys");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.className = "keys";
    dialog.setAttribute("aria-label", keysSay.keys);
    const list = dialog.appendChild(document.createElement("dl"));
    for (const [place, does] of keysSay.does.split("; ").entries()) {
      list.appendChild(document.createElement("dt")).textContent = KEYS[place];
      list.appendChild(document.createElement("dd")).textContent = does;
    }
    const form = dialog.appendChild(document.createElement("form"));
    form.method = "dialog";
    form.appendChild(document.createElement("button")).textContent = keysSay.close;
    document.body.appendChild(dialog);
  }
  if (!dialog.open) dialog.showModal();
};

const ACTIONS = { "/": toBox, j: () => step(1), k: () => step(-1), "?": help };
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const action = ACTIONS[event.key];
  if (!action || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  action();
});
