// A part of a page that could not be fetched says so above the place where it belongs, and the note
// goes when the next try succeeds. The server answers HTMX with one alert (includes/error_fragment.html).
(() => {
  "use strict";

  const UNREACHABLE = "Server tidak terjangkau. Halaman ini mencoba lagi sendiri; periksa sambungan Anda.";
  const FAILED = "Bagian ini gagal dimuat. Muat ulang halaman.";
  const notes = new WeakMap();

  const said = (xhr) => {
    if (!xhr || !xhr.status) return UNREACHABLE;
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    return page.querySelector("[data-error]")?.textContent.trim() || FAILED;
  };

  const tell = (event) => {
    const target = event.detail.target ?? event.target;
    let note = notes.get(target);
    if (!note?.isConnected) {
      note = document.createElement("div");
      note.className = "alert alert-danger";
      note.setAttribute("role", "alert");
      target.before(note);
      notes.set(target, note);
    }
    const text = said(event.detail.xhr);
    if (note.textContent !== text) note.textContent = text;
  };

  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, tell);
  }
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status < 400) notes.get(event.detail.target)?.remove();
  });
})();
