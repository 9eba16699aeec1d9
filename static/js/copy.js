// A button beside each text that people copy; without scripts the text is selected by hand.
if (navigator.clipboard) {
  for (const text of document.querySelectorAll("[data-copied]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy the ${text.dataset.copied}`);
    const told = document.createElement("span");
    told.className = "copy-told small";
    told.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent.trim());
        told.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(text);
        told.textContent = "Selected: copy it with the keyboard";
      }
      setTimeout(() => { told.textContent = ""; }, 4000);
    });
    text.after(button, told);
  }
}
