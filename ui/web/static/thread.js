// The thread: a new question moves to the top, an answer is copied, a search goes on as it is typed.

(() => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  let last = null;
  new MutationObserver(() => {
    const asked = document.querySelector("#messages .exchange:last-child");
    const pane = document.getElementById("messages");
    if (!asked || asked.id === last) return;
    last = asked.id;
    const top = pane.scrollTop + asked.getBoundingClientRect().top - pane.getBoundingClientRect().top + 1; // without its line
    pane.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["id"] });

  // A question that is edited is asked like one that is typed.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches?.(".edit textarea")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Browsers give the clipboard to https and to this machine alone; elsewhere the old way is left.
    const field = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-event=apply][data-exchange]");
    if (!button) return;
    if (button.dataset.copy !== undefined) await copy(button.dataset.copy);
    const name = button.getAttribute("aria-label") ?? "";
    button.setAttribute("aria-label", button.dataset.copy === undefined ? "Kept as a note" : "Copied");
    button.classList.add("copied");
    setTimeout(() => {
      if (name) button.setAttribute("aria-label", name);
      else button.removeAttribute("aria-label");
      button.classList.remove("copied");
    }, 1500);
  });

  // Where a kept answer went is shown for a moment, and the number of notes always.
  let kept = "";
  new MutationObserver(() => {
    const list = document.querySelector("#notes .notes");
    const tab = document.getElementById("tab-notes");
    if (!list || !tab || list.dataset.number === kept) return;
    const isMore = kept !== "" && Number(list.dataset.number) > Number(kept);
    kept = list.dataset.number;
    tab.textContent = kept === "0" ? "Notes" : `Notes (${kept})`;
    if (!isMore) return;
    tab.classList.add("has-new");
    setTimeout(() => tab.classList.remove("has-new"), 2000);
    if ("new" in list.dataset && document.body.dataset.tab === "notes") list.querySelector(".note-card:last-child textarea")?.focus();
  }).observe(document.documentElement, { childList: true, subtree: true });

  let waiting;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-event=input]");
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), 250);
  });
})();
