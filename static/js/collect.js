// Keeps what is ticked for a dossier while one goes on reading, in this tab alone.
const form = document.querySelector("#collect");
const boxes = [...document.querySelectorAll("input[form=collect]")];
const read = () => JSON.parse(sessionStorage.collected ?? "[]");

const show = () => {
  const kept = read();
  for (const box of boxes) box.checked = kept.includes(box.value);
  const { none, some } = form.dataset;
  form.querySelector("button").textContent = kept.length ? some.replace("#", kept.length) : none;
};

const write = (kept) => {
  sessionStorage.collected = JSON.stringify([...new Set(kept)]);
  show();
};

const start = () => {
  // Ticks that the address carries go into the tab, so that they can be taken off again.
  const address = new URL(location);
  const carried = address.searchParams.getAll("p");
  if (carried.length) {
    write([...read(), ...carried]);
    address.searchParams.delete("p");
    location.replace(address);
  }
  for (const box of boxes) {
    box.addEventListener("change", () => {
      write([...read().filter((value) => value !== box.value), ...(box.checked ? [box.value] : [])]);
    });
  }
  form.addEventListener("formdata", ({ formData }) => {
    formData.delete("p");
    for (const value of read()) formData.append("p", value);
  });
  form.querySelector("a")?.addEventListener("click", () => write([]));
  // Again when one comes back: elsewhere more may have been ticked.
  addEventListener("pageshow", show);
};

try {
  if (form) start();
} catch {
  // Without storage the ticks of this page count.
}
