// What the page needs beyond Gradio: a chip leads to its quote, a card unfolds, a new question moves to the top.
// Everything is found by class and id, for those are what the chat lets through.

(() => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const behavior = () => (calm.matches ? "auto" : "smooth");

  // Only the conversation moves: scrollIntoView would move the page around it too.
  function scrollTo(element, place) {
    let pane = element.parentElement;
    while (pane && !/auto|scroll/.test(getComputedStyle(pane).overflowY)) pane = pane.parentElement;
    if (!pane) return;
    const box = element.getBoundingClientRect();
    const frame = pane.getBoundingClientRect();
    if (place === "center" && box.top > frame.top && box.bottom < frame.bottom) return;
    const room = place === "center" ? (frame.height - box.height) / 2 : 20;
    pane.scrollTo({ top: pane.scrollTop + box.top - frame.top - Math.max(room, 20), behavior: behavior() });
  }

  function showQuote(chip) {
    const anchor = decodeURIComponent(chip.hash.slice(1));
    const marks = [...document.getElementsByClassName(anchor)].filter((found) => found.tagName === "MARK");
    if (marks.length === 0) return;
    document.querySelectorAll("mark.now, a.chip.now").forEach((old) => old.classList.remove("now"));
    [chip, ...marks].forEach((now) => now.classList.add("now"));
    scrollTo(marks[0], "center");
  }

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("a.chip");
    if (chip) {
      event.preventDefault();
      showQuote(chip);
    }
    const unfold = event.target.closest("button.unfold");
    if (unfold) {
      const whole = unfold.closest(".card").classList.toggle("whole");
      unfold.textContent = whole ? "Less" : "Whole passage";
    }
  });

  let questions = 0;
  new MutationObserver(() => {
    const asked = document.querySelectorAll("#messages .question");
    if (asked.length > questions) scrollTo(asked[asked.length - 1], "start");
    questions = asked.length;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
