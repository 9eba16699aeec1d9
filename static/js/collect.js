// Keeps what is ticked for a dossier while one goes on searching, in this tab alone.
const form = document.querySelector("#collect");
const collectSays = document.currentScript.dataset;
if (form) {
  const boxes = [...document.querySelectorAll("input[form=collect]")];
  const here = new Set(boxes.map((box) => box.value));
  const button = form.querySelector("button");
  let kept = [];
  try {
    kept = JSON.parse(sessionStorage.getItem("collected")) ?? [];
  } catch {
    // Nothing kept, or no storage.
  }
  for (const box of boxes) box.checked ||= kept.includes(box.value);

  const keep = () => {
    const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
    const elsewhere = kept.filter((value) => !here.has(value));
    kept = [...elsewhere, ...ticked];
    for (const field of form.querySelectorAll("input")) field.remove();
    for (const value of elsewhere) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "p", value }));
    }
    button.textContent = kept.length ? collectSays.number.replace("#", kept.length) : collectSays.collect;
    try {
      sessionStorage.setItem("collected", JSON.stringify(kept));
    } catch {
      // Without storage the ticks of this page count.
    }
  };
  for (const box of boxes) box.addEventListener("change", keep);
  keep();
}
