// "/" goes to the search box, as on most archives; every page works without it.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector("search input[type=search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
