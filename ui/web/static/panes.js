// The three panes: which are shown, which tab of the left one, and the names that screen readers say.

(() => {
  const body = document.body;
  const narrow = window.matchMedia("(max-width: 50rem)");
  // Where the viewer takes the place of the sources: as in frame.css.
  const middle = window.matchMedia("(max-width: 68rem)");
  const NAMES = { shelf: "Sources", conversation: "Conversation", reading: "Viewer" };

  const isShown = (pane) =>
    narrow.matches
      ? (body.dataset.pane || "conversation") === pane
      : { shelf: !body.classList.contains("no-shelf") && !(middle.matches && body.classList.contains("with-reading")), conversation: true, reading: body.classList.contains("with-reading") }[pane];

  function show(pane, shown = true) {
    if (narrow.matches) step((body.dataset.pane = shown ? pane : "conversation"));
    else if (pane === "shelf") {
      body.classList.toggle("no-shelf", !shown);
      if (shown && middle.matches) body.classList.remove("with-reading");
    }
    else if (pane === "reading") body.classList.toggle("with-reading", shown);
    say();
  }

  // On a phone each pane is a step of the browser's history: Back returns to the one before, and leaves no pane unseen.
  const steps = () => history.state?.panes ?? ["conversation"];

  let returning = false; // until the browser says so, another pane may be shown, which it leads to then

  function step(pane) {
    if (returning) return;
    const before = steps();
    const place = before.indexOf(pane);
    if (place < 0) history.pushState({ ...history.state, panes: [...before, pane] }, "");
    else if (place < before.length - 1) {
      returning = true;
      history.go(place + 1 - before.length);
    }
  }

  function say() {
    for (const button of document.querySelectorAll(".switch")) {
      button.setAttribute("aria-pressed", String(isShown(button.dataset.pane)));
    }
  }

  function choose(tab) {
    body.dataset.tab = tab.id.slice(4);
    for (const each of document.querySelectorAll(".tabs [role=tab]")) {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".switch");
    if (button) show(button.dataset.pane, narrow.matches || !isShown(button.dataset.pane));
    const tab = event.target.closest(".tabs [role=tab]");
    if (tab) choose(tab);
    if (event.target.closest("#history .open, .skip")) show("conversation");
    if (event.target.closest(".skip, #fresh")) document.querySelector("#question textarea").focus();
    // A menu closes when something else is pressed.
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.(".tabs [role=tab]");
    if (tab && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      const tabs = [...document.querySelectorAll(".tabs [role=tab]")];
      const other = tabs.at((tabs.indexOf(tab) + (event.key === "ArrowRight" ? 1 : -1)) % tabs.length);
      choose(other);
      other.focus();
    }
    const menu = event.target.closest?.("details.menu[open]");
    if (menu && event.key === "Escape") {
      event.preventDefault(); // it means the menu, and not the pane around it
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Who opens a field is about to write in it.
  document.addEventListener("toggle", ({ target }) => target.open && target.querySelector(".edit textarea, .rename input")?.focus(), true);

  middle.addEventListener("change", say);
  narrow.addEventListener("change", () => {
    // Who turns a phone goes on reading.
    if (narrow.matches) show(body.classList.contains("with-reading") ? "reading" : "conversation");
    else show("reading", body.dataset.pane === "reading");
  });
  window.addEventListener("popstate", () => {
    if (returning) {
      returning = false;
      step(body.dataset.pane);
    } else body.dataset.pane = steps().at(-1);
    say();
  });
  // What was read is gone from a page that is loaded again.
  if (steps().length > 1) history.go(1 - steps().length);

  // Gradio's boxes have no roles of their own, and the switches come as they are on a wide page.
  let said = false;
  function name() {
    if (!said && document.querySelector(".switch")) {
      said = true;
      say();
    }
    for (const [pane, text] of Object.entries(NAMES)) {
      const box = document.getElementById(pane);
      if (!box || box.getAttribute("role")) continue;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", text);
    }
    for (const [panel, tab] of [["documents-tab", "tab-documents"], ["history-tab", "tab-history"], ["notes-tab", "tab-notes"]]) {
      const box = document.getElementById(panel);
      if (!box || box.getAttribute("role")) continue;
      box.setAttribute("role", "tabpanel");
      box.setAttribute("aria-labelledby", tab);
    }
    for (const [button, text] of [["submit-button", "Ask"], ["stop-button", "Stop"]]) {
      const box = document.querySelector(`#question .${button}`);
      if (!box || box.title) continue;
      box.setAttribute("aria-label", text);
      box.title = text;
    }
    for (const scrolling of ["messages", "viewer"]) {
      const box = document.getElementById(scrolling);
      if (box && !box.hasAttribute("tabindex")) box.tabIndex = 0;
    }
  }

  new MutationObserver(name).observe(document.documentElement, { childList: true, subtree: true });
  window.citeseed = { show };
})();
