// Quotes: at a glance beside their number, and in their document when the number is pressed.

(() => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let opener = null; // what opened the viewer, to go back to
  let byKeyboard = false;
  let following = false;

  // A glance

  function peek() {
    let box = document.getElementById("peek");
    if (!box) {
      box = document.createElement("div");
      box.id = "peek";
      box.setAttribute("role", "tooltip");
      box.hidden = true;
      box.append(...["title", "path"].map((name) => Object.assign(document.createElement("span"), { className: name })));
      box.append(document.createElement("blockquote"));
      document.body.append(box);
    }
    return box;
  }

  function glance(chip) {
    const box = peek();
    box.children[0].textContent = chip.dataset.title;
    box.children[1].textContent = chip.dataset.where;
    box.children[2].textContent = chip.dataset.quote;
    box.hidden = false;
    const at = chip.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = box;
    const above = at.top - height - 8;
    box.style.left = `${Math.max(16, Math.min(at.left - 12, innerWidth - width - 16))}px`;
    box.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  }

  const hide = () => {
    const box = document.getElementById("peek");
    if (box) box.hidden = true;
  };

  const chipOf = (target) => target.closest?.("button.chip");
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (chipOf(event.target)) glance(chipOf(event.target));
    else if (!event.target.closest?.("#peek")) hide();
  });
  document.addEventListener("focusin", (event) => {
    if (chipOf(event.target)?.matches(":focus-visible")) glance(event.target);
    else hide();
  });
  document.addEventListener("scroll", hide, true);

  // The document

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest('[data-event="select"]');
    if (!pressed || pressed.closest("#history")) return;
    hide();
    byKeyboard = event.detail === 0 && !following;
    if (!pressed.closest("#viewer")) opener = pressed;
    const place = pressed.getBoundingClientRect().top;
    window.citeseed.show("reading");
    // The conversation has become narrower: what was pressed stays where it was.
    const pane = document.getElementById("messages");
    const moved = pressed.getBoundingClientRect().top - place;
    if (pane.contains(pressed) && moved) pane.scrollTop += moved; // what is set ends a scroll to the new question
    document.querySelectorAll(".chip.now").forEach((old) => old.classList.remove("now"));
    if (chipOf(pressed)) pressed.classList.add("now");
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    hide();
    if (event.target.closest?.("#viewer") && opener?.isConnected) {
      if (window.matchMedia("(max-width: 50rem)").matches) window.citeseed.show("conversation");
      opener.focus();
    }
  });

  function reveal(pane) {
    const marks = pane.querySelectorAll("mark.now");
    const now = marks[0];
    if (!now) {
      pane.scrollTop = 0;
      return;
    }
    const top = now.getBoundingClientRect().top;
    const height = marks[marks.length - 1].getBoundingClientRect().bottom - top;
    const frame = pane.getBoundingClientRect();
    const head = pane.querySelector(".view-head").offsetHeight;
    // A third of the pane above it, less where the quote is long.
    const free = frame.height - head;
    const room = Math.max(Math.min(free / 3, (free - height) / 2), 12);
    const behavior = calm.matches ? "auto" : "smooth";
    pane.scrollTo({ top: pane.scrollTop + top - frame.top - head - room, behavior });
    if (byKeyboard) {
      const read = now.offsetParent ? now : (pane.querySelector(".sheet") ?? now);
      read.tabIndex = -1;
      read.focus({ preventScroll: true });
    }
  }

  // A viewer that shows a quote goes on to the first one of a new answer.
  let followed = null;
  function follow() {
    const last = document.querySelector("#messages .exchange:last-child");
    const reply = last?.querySelector(".reply:not([aria-busy])");
    if (!reply || last.id === followed) return;
    const isNew = followed !== null;
    followed = last.id;
    const chip = reply.querySelector("button.chip");
    const isOpen = document.body.classList.contains("with-reading") && document.querySelector("#viewer .which");
    if (!isNew || !chip || !isOpen || window.matchMedia("(max-width: 50rem)").matches) return;
    following = true;
    chip.click();
    following = false;
  }

  let shown = null;
  new MutationObserver(() => {
    follow();
    const pane = document.getElementById("viewer");
    // Whether the list of quotes is open makes no difference.
    const state = pane?.querySelector(".view-head")?.outerHTML.replaceAll(' open=""', "");
    if (!state || state === shown) return;
    shown = state;
    requestAnimationFrame(() => reveal(pane));
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributes: true });

  // A link to a quote opens the viewer beside the conversation.
  if (new URLSearchParams(location.search).has("source")) window.citeseed.show("reading");
})();
