// Fills the search box's own list of suggestions while typing; /suggest/ has the same without it.
const box = document.querySelector("search input[data-suggestions]");
if (box) {
  const list = document.createElement("datalist");
  list.id = "suggestions";
  box.after(list);
  box.setAttribute("list", list.id);
  let waiting, running;

  const option = (text, about) => Object.assign(document.createElement("option"), { value: text, label: about });

  const ask = async () => {
    running?.abort();
    running = new AbortController();
    const typed = box.value.trim();
    try {
      const address = `${box.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
      const answer = typed && (await fetch(address, { signal: running.signal }));
      const [, texts, about] = answer?.ok ? await answer.json() : ["", [], []];
      list.replaceChildren(...texts.map((text, i) => option(text, about[i])));
    } catch (error) {
      if (error.name !== "AbortError") list.replaceChildren();
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
}
