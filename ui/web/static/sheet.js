// A page of a PDF file as a picture with its quotes boxed, the chosen one stronger; its text is one click away.

(() => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const body = document.body;
  body.classList.add("with-sheet");

  async function draw(sheet) {
    const { source, number, start, end } = sheet.dataset;
    const others = [...sheet.querySelectorAll(".other")];
    sheet.dataset.drawn = "";
    const hint = Object.assign(document.createElement("p"), { className: "hint", textContent: "Drawing the page…" });
    sheet.append(hint);
    const asked = new URLSearchParams({ source, number, start, end });
    for (const other of others) asked.append("others", other.dataset.span);
    const reply = await fetch(`page?${asked}`).catch(() => null);
    const told = reply ? await reply.json().catch(() => ({})) : {};
    if (!reply?.ok) {
      // Its text says the same.
      hint.textContent = told.detail ?? "The page cannot be drawn now; try again.";
      body.classList.remove("with-sheet");
      look();
      document.querySelector("#viewer mark.now")?.scrollIntoView({ block: "center" });
      return;
    }
    const paper = Object.assign(document.createElement("div"), { className: "paper" });
    const image = Object.assign(new Image(), { src: told.png, alt: `Page ${number}`, width: told.width, height: told.height });
    paper.append(image);
    const share = (length, whole) => `${(100 * length) / whole}%`;
    const put = (box, [left, top, right, bottom]) => {
      box.style.left = share(left, told.width);
      box.style.top = share(top, told.height);
      box.style.width = share(right - left, told.width);
      box.style.height = share(bottom - top, told.height);
      paper.append(box);
    };
    for (const place of told.boxes) put(Object.assign(document.createElement("span"), { className: "box now" }), place);
    others.forEach((other, each) => {
      // A quote of several lines is reached once by keyboard; its other lines are only pressed.
      told.others[each].forEach((place, line) => {
        const box = Object.assign(other.cloneNode(), { hidden: false, tabIndex: line ? -1 : 0 });
        put(box, place);
      });
    });
    await image.decode().catch(() => null);
    sheet.replaceChildren(paper);
    find(sheet);
  }

  function find(sheet) {
    const pane = document.getElementById("viewer");
    const box = sheet.querySelector(".box.now") ?? sheet;
    const frame = pane.getBoundingClientRect();
    const head = pane.querySelector(".view-head").offsetHeight;
    const top = pane.scrollTop + box.getBoundingClientRect().top - frame.top - head - (frame.height - head) / 3;
    pane.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  }

  function look() {
    const sheet = document.querySelector("#viewer .sheet");
    const button = document.querySelector("#viewer .look");
    if (!sheet || !button) return;
    const shown = body.classList.contains("with-sheet");
    button.setAttribute("aria-pressed", String(shown));
    if (shown && !("drawn" in sheet.dataset)) draw(sheet);
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("#viewer .look")) return;
    const shown = body.classList.toggle("with-sheet");
    look();
    if (shown) find(document.querySelector("#viewer .sheet"));
    else document.querySelector("#viewer mark.now")?.scrollIntoView({ block: "center" });
  });

  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
})();
