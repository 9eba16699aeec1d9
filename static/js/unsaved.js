// Keeps what is typed into the editors' forms in this browser until it is saved, and warns before it
// is left. The forms work without it. Nothing is sent anywhere.
const PREFIX = "unsaved:";
const KEPT_FOR = 14 * 24 * 3600 * 1000;
const NEVER = /^(csrfmiddlewaretoken|edit_token|why_seen|cautions_seen|_.*)$/;
const user = document.querySelector("#user-tools strong")?.textContent ?? "";
const form = document.querySelector("#content-main input[name=edit_token]")?.form;
const isAnswer = "isAnswer" in document.currentScript.dataset;
const keyOf = (path) => `${PREFIX}${user}:${path}`;
const key = keyOf(location.pathname);

const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};
const write = (name, value) => {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // No room, or not allowed: then it is not kept.
  }
};

const controls = () =>
  [...form.elements].filter((each) => each.name && !NEVER.test(each.name) && !/^(hidden|password|file|submit|button|search)$/.test(each.type) && !each.name.includes("__prefix__"));

const valueOf = (control) => {
  if (control.type === "checkbox" || control.type === "radio") return control.checked ? [control.value] : [];
  if (control.tagName === "SELECT") return [...control.selectedOptions].map((option) => [option.value, option.textContent]);
  return [control.value];
};

const values = () => {
  const found = {};
  for (const control of controls()) found[control.name] = [...(found[control.name] ?? []), ...valueOf(control)];
  return found;
};

const fill = (control, kept) => {
  if (control.type === "checkbox" || control.type === "radio") {
    control.checked = kept.includes(control.value);
  } else if (control.tagName === "SELECT") {
    for (const [value, text] of kept) {
      // Suggestions are not in the page before they are chosen.
      if (![...control.options].some((option) => option.value === value)) control.add(new Option(text, value));
    }
    for (const option of control.options) option.selected = kept.some(([value]) => value === option.value);
  } else {
    control.value = kept[0] ?? "";
  }
  control.dispatchEvent(new Event("change", { bubbles: true }));
};

const addRows = (kept) => {
  for (const name of Object.keys(kept)) {
    const prefix = name.match(/^(.+)-\d+-/)?.[1];
    for (let tries = 0; prefix && !form.elements[name] && tries < 50; tries += 1) {
      const add = document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`);
      if (!add) break;
      add.click();
    }
  }
};

const button = (text, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
};

const offer = (draft) => {
  const bar = document.createElement("div");
  bar.className = "unsaved";
  bar.setAttribute("role", "status");
  const when = new Date(draft.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
  bar.append(`What you typed here on ${when} was not saved. `);
  bar.append(
    button("Bring it back", () => {
      addRows(draft.values);
      for (const control of controls()) if (control.name in draft.values) fill(control, draft.values[control.name]);
      bar.remove();
    }),
    " ",
    button("Forget it", () => {
      localStorage.removeItem(key);
      bar.remove();
    }),
  );
  form.before(bar);
};

const watch = () => {
  const opened = JSON.stringify(values());
  let isSent = false;
  let timer;
  const isChanged = () => JSON.stringify(values()) !== opened;
  const keep = () => {
    if (isChanged()) write(key, { at: Date.now(), values: values() });
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  // Django's suggestions tell their changes by jQuery alone.
  window.django?.jQuery?.(form).on("change", soon);
  form.addEventListener("submit", () => {
    // Otherwise it would be kept once more, as not sent.
    clearTimeout(timer);
    isSent = true;
    keep();
    const draft = read(key);
    if (draft) write(key, { ...draft, isSent: true });
  });
  addEventListener("beforeunload", (event) => {
    if (isSent || !isChanged()) return;
    keep();
    event.preventDefault();
  });
};

// A form that was sent is forgotten once a page says that it was saved; kept for any other answer.
const wasSaved = document.querySelector(".messagelist .success") !== null;
for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
  const draft = read(name);
  if (!draft || Date.now() - draft.at > KEPT_FOR || (draft.isSent && wasSaved)) localStorage.removeItem(name);
  else if (draft.isSent) write(name, { ...draft, isSent: false });
}
if (form && user) {
  const draft = read(key);
  // The answer to a form holds what was typed, with what others have saved meanwhile.
  if (draft && isAnswer) write(key, { ...draft, values: values() });
  else if (draft && JSON.stringify(draft.values) !== JSON.stringify(values())) offer(draft);
  watch();
}
document.querySelector("#logout-form")?.addEventListener("submit", () => {
  for (const name of Object.keys(localStorage).filter((each) => each.startsWith(keyOf("")))) localStorage.removeItem(name);
});
