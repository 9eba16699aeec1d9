// Keys for who has many results to go through; every page works without them.
const step = (by) => {
  const links = [...document.querySelectorAll(".hit-link, .passages .actions a:first-child")];
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? links.at(by > 0 ? 0 : -1) : links[at + by];
  next?.focus();
  next?.closest("li, tr, .passage")?.scrollIntoView({ block: "nearest" });
};

const ACTIONS = {
  "/": () => document.querySelector("search input[type=search]")?.select(),
  j: () => step(1),
  k: () => step(-1),
  "?": () => document.querySelector("dialog.keys:not([open])")?.showModal(),
};
addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
  const action = ACTIONS[event.key];
  if (!action || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  action();
});
