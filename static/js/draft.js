// Nothing typed is lost: what was changed in <form data-draft="KEY"> stays in this browser until the
// form was posted (an element with data-draft-done="KEY" says so) or the user logs out
// (<form data-logout>). After a lost line or an idle logout it is put back, with the submission key
// of then (hidden input whose name ends in "key"), so that sending again posts nothing twice.
// An input with data-private (a NIK) and passwords are never kept.
(() => {
  "use strict";

  const DELAY = 250;
  const KEEP_DAYS = 14;
  const user = document.body.dataset.user;
  if (!user) return;
  const prefix = `draft:${user}:`;

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(prefix + key));
    } catch {
      return null;
    }
  };
  const write = (key, draft) => {
    try {
      localStorage.setItem(prefix + key, JSON.stringify(draft));
      return true;
    } catch {
      return false; // Storage is full or forbidden: the form still works, only without a draft.
    }
  };
  const drop = (key) => localStorage.removeItem(prefix + key);
  const dropAll = (which = () => true) => {
    Object.keys(localStorage).filter((k) => k.startsWith(prefix) && which(k))
      .forEach((k) => localStorage.removeItem(k));
  };

  const isKey = (field) => field.type === "hidden" && /key$/.test(field.name);
  const isKept = (field) =>
    field.name && field.name !== "csrfmiddlewaretoken" && !("private" in field.dataset) &&
    !["hidden", "password", "file", "submit", "button", "reset", "image"].includes(field.type);

  // Fields by name; those that share a name also by their place among them.
  const named = (form) => {
    const seen = {};
    const fields = new Map();
    for (const field of form.elements) {
      if (!isKept(field)) continue;
      const n = (seen[field.name] = (seen[field.name] ?? -1) + 1);
      fields.set(n ? `${field.name}#${n}` : field.name, field);
    }
    return fields;
  };

  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  const valueOf = (field) => {
    if (isTick(field)) return field.checked;
    return field.multiple ? [...field.selectedOptions].map((o) => o.value) : field.value;
  };
  const isChanged = (field) => {
    if (isTick(field)) return field.checked !== field.defaultChecked;
    if (field.options) {
      const preset = [...field.options].some((o) => o.defaultSelected);
      return [...field.options].some((o, i) =>
        o.selected !== (preset || field.multiple ? o.defaultSelected : i === 0));
    }
    return field.value !== field.defaultValue;
  };
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const put = (field, value) => {
    if (isTick(field)) field.checked = value;
    else if (field.multiple) for (const o of field.options) o.selected = value.includes(o.value);
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const keysOf = (form) =>
    Object.fromEntries([...form.elements].filter(isKey).map((f) => [f.name, f.value]));

  const announce = (form, key) => {
    const note = document.createElement("div");
    note.className = "alert alert-info draft-note";
    note.setAttribute("role", "status");
    const text = document.createElement("span");
    text.textContent = "Isian yang belum terkirim dipulihkan.";
    // No script may choose a file for the user.
    if (form.querySelector("input[type=file]")) text.textContent += " Foto harus dipilih sekali lagi.";
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "btn btn-outline-primary btn-sm";
    discard.textContent = "Buang isian ini";
    discard.addEventListener("click", () => {
      form.draftOff = true;
      drop(key);
      location.assign(location.pathname + location.search); // a fresh form, by GET
    });
    note.append(text, discard);
    form.before(note);
  };

  const attach = (form) => {
    if (form.draftOn) return;
    form.draftOn = true;
    const key = form.dataset.draft;
    let draft = read(key);
    let waiting = {}; // values whose inputs are not on the page yet
    let timer;

    const save = () => {
      clearTimeout(timer);
      if (form.draftOff) return;
      const fields = { ...waiting };
      for (const [name, field] of named(form)) {
        if (isChanged(field) || (draft && name in draft.fields)) fields[name] = valueOf(field);
      }
      if (!Object.keys(fields).length && !draft) return;
      draft = { saved: Date.now(), keys: keysOf(form), fields };
      return write(key, draft);
    };
    // Tells a server that must refuse the form (signed out meanwhile) that it is kept here.
    const tell = () => {
      if (!save() || form.method !== "post" || form.elements.draft_kept) return;
      const kept = document.createElement("input");
      Object.assign(kept, { type: "hidden", name: "draft_kept", value: "1" });
      form.append(kept);
    };

    const restore = (values) => {
      let changed = false;
      const fields = named(form);
      waiting = {};
      for (const [name, value] of Object.entries(values)) {
        const field = fields.get(name);
        if (!field) waiting[name] = value;
        else if (!same(valueOf(field), value)) {
          put(field, value);
          changed = true;
        }
      }
      return changed;
    };

    // The server has just shown this very submission again, with what was typed or with what it filled
    // in (data-answered): nothing to restore.
    const answered = draft && Object.keys(draft.keys).length && same(draft.keys, keysOf(form)) &&
      form.querySelector(".is-invalid, .invalid-feedback, [data-answered]");
    if (draft && !answered) {
      for (const field of form.elements) {
        if (isKey(field) && field.name in draft.keys) field.value = draft.keys[field.name];
      }
      form.dispatchEvent(new CustomEvent("draft:restoring", { detail: Object.keys(draft.fields) }));
      if (restore(draft.fields) || Object.keys(waiting).length) announce(form, key);
    }
    new MutationObserver(() => {
      if (Object.keys(waiting).length) restore(waiting);
    }).observe(form, { childList: true, subtree: true });

    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(save, DELAY);
    };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("submit", tell);
    window.addEventListener("pagehide", () => timer && save());
  };

  dropAll((k) => Date.now() - (read(k.slice(prefix.length))?.saved ?? 0) > KEEP_DAYS * 86400000);
  document.querySelectorAll("[data-draft-done]").forEach((element) => {
    for (const key of element.dataset.draftDone.split(/\s+/)) drop(key.replace(/^draft:/, ""));
  });
  document.querySelectorAll("form[data-draft]").forEach(attach);
  document.addEventListener("htmx:load", () => {
    document.querySelectorAll("form[data-draft]").forEach(attach);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-logout]")) return;
    document.querySelectorAll("form[data-draft]").forEach((form) => (form.draftOff = true));
    dropAll();
  });
})();
