// The guide to a document: its questions are asked for, and its places are scrolled to where they are shown.

(() => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  async function offer(guide) {
    const { questions: address } = guide.dataset;
    const reply = await fetch(address).catch(() => null);
    const { questions = [] } = reply?.ok ? await reply.json().catch(() => ({})) : {};
    // Another document may be shown meanwhile, by the same element.
    if (guide.dataset.questions !== address) return;
    const list = guide.querySelector(".offers");
    list.replaceChildren(
      ...questions.map((question) => {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "offer", dir: "auto", textContent: question });
        Object.assign(button.dataset, { event: "example_select", question });
        const line = document.createElement("li");
        line.append(button);
        return line;
      }),
    );
    list.setAttribute("aria-busy", "false");
  }

  let shown = "";
  new MutationObserver(() => {
    const guide = document.querySelector("#viewer .guide");
    const now = guide?.dataset.questions ?? "";
    if (now === shown) return;
    shown = now;
    if (now) offer(guide);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-questions"] });

  function scrolledTo(place) {
    const pane = document.getElementById("viewer");
    const head = pane.querySelector(".view-head").offsetHeight;
    const top = pane.scrollTop + place.getBoundingClientRect().top - pane.getBoundingClientRect().top - head - 24;
    pane.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }

  // Before tell.js hears it: what stands in the text already is not opened anew.
  document.addEventListener(
    "click",
    (event) => {
      const pressed = event.target.closest?.("#viewer .guide [data-start]");
      if (!pressed || pressed.dataset.source !== document.querySelector("#viewer .view-head")?.dataset.source) return;
      const number = [...document.querySelectorAll("#viewer .guide .key .source")].indexOf(pressed);
      const place =
        number >= 0 ? document.querySelector(`#viewer mark[data-quotes~="${number}"]`) : document.querySelector(`#viewer .text [data-at="${pressed.dataset.start}"]`);
      if (!place) return;
      event.stopPropagation();
      document.querySelectorAll("#viewer mark.now").forEach((mark) => mark.classList.remove("now"));
      if (number >= 0) document.querySelectorAll(`#viewer mark[data-quotes~="${number}"]`).forEach((mark) => mark.classList.add("now"));
      scrolledTo(place);
    },
    true,
  );
})();
