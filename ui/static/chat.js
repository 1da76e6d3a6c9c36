// What the page needs beyond Gradio: a chip leads to its quote, a card unfolds, a new question moves to the top.
// Everything is found by class and id, for those are what the chat lets through.

(() => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const behavior = () => (calm.matches ? "auto" : "smooth");

  function showQuote(chip) {
    const anchor = decodeURIComponent(chip.hash.slice(1));
    const marks = [...document.getElementsByClassName(anchor)].filter((found) => found.tagName === "MARK");
    if (marks.length === 0) return;
    document.querySelectorAll("mark.now, a.chip.now").forEach((old) => old.classList.remove("now"));
    [chip, ...marks].forEach((now) => now.classList.add("now"));
    marks[0].scrollIntoView({ behavior: behavior(), block: "center" });
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
    if (asked.length > questions) asked[asked.length - 1].scrollIntoView({ behavior: behavior(), block: "start" });
    questions = asked.length;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
