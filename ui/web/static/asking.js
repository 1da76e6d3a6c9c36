// A question that is sent waits for the answer before it; until the page shows it, it is on its way.

(() => {
  // Milliseconds after which a question that nothing came of counts as lost.
  const LOST = 60_000;
  const answering = () => document.querySelector("#messages [aria-busy=true]");
  const last = () => document.querySelector("#messages .exchange:last-child")?.id;
  const typed = () => document.querySelector("#question textarea").value.trim();
  const trouble = () => document.querySelector("#failed .trouble");
  const toasts = () => document.querySelectorAll(".toast-body").length;
  const aWhile = () => new Promise((resolve) => setTimeout(resolve, 50));

  let held = false;
  let before = null; // what the page showed when the question on its way was sent

  function onItsWay() {
    const isSame = before && before.last === last() && before.trouble === trouble() && before.toasts >= toasts();
    if (!isSame || performance.now() - before.at > LOST) before = null;
    return before !== null;
  }

  // The last id stays when an answer is told in other words or is given up at once: it has come when it is drawn.
  const inReply = ({ target }) => (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest("#messages .exchange");
  new MutationObserver((changes) => {
    if (before && (answering() || (before.rewords && changes.some(inReply)))) before = null;
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });

  const isBusy = () => Boolean(answering()) || onItsWay();

  async function show() {
    while (held || onItsWay()) {
      document.body.classList.add("asking");
      await aWhile();
    }
    document.body.classList.remove("asking");
  }

  function sent(rewords = false) {
    held = false;
    before = { last: last(), trouble: trouble(), toasts: toasts(), at: performance.now(), rewords };
    show();
  }

  async function hold() {
    if (held) return;
    held = true;
    show();
    while (held && typed() && isBusy()) await aWhile();
    held &&= Boolean(typed());
    if (held) document.querySelector("#question .submit-button").click();
  }

  function send(event) {
    if (!typed()) return;
    if (isBusy()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      hold();
    } else {
      sent();
    }
  }

  document.addEventListener(
    "keydown",
    (event) => {
      const asks = event.key === "Enter" && !event.shiftKey && !event.isComposing;
      if (asks && event.target.matches?.("#question textarea")) send(event);
    },
    true,
  );
  document.addEventListener("click", (event) => event.target.closest?.("#question .submit-button") && send(event), true);

  // Who goes on typing has not asked yet.
  document.addEventListener("input", ({ target }) => (held &&= !target.matches("#question textarea")));

  // An answer on its way would write over what takes its place: it ends before, and what waits for it is not asked.
  async function end() {
    held = false;
    while (onItsWay()) await aWhile();
    if (answering()) document.querySelector("#question .stop-button").click();
    await over();
  }

  async function over() {
    while (isBusy()) await aWhile();
  }

  Object.assign(window.citeseed, { sent, end, over });
})();
