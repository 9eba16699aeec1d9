// Fills the search box's own list of suggestions while typing; /suggest/ has the same without it.
const box = document.querySelector("search input[data-suggestions]");
if (box) {
  const list = Object.assign(document.createElement("datalist"), { id: "suggestions" });
  box.after(list);
  box.setAttribute("list", list.id);
  let waiting;

  const ask = async () => {
    const typed = box.value;
    const answer = await fetch(`${box.dataset.suggestions}?q=${encodeURIComponent(typed)}`).catch(() => null);
    const [, texts, about] = answer?.ok ? await answer.json() : ["", [], []];
    // Whoever typed on is asking for something else.
    if (typed === box.value) list.replaceChildren(...texts.map((text, i) => new Option(about[i], text)));
  };

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
}
