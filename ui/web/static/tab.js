// A tab of the browser: which conversation it shows and what is typed, also when it is loaded again.

(() => {
  const KEY = "citeseed-conversation";
  const TYPED = "citeseed-typed";
  window.citeseed.opened = sessionStorage.getItem(KEY) ?? "";

  const field = () => document.querySelector("#question textarea");
  let typed = sessionStorage.getItem(TYPED);
  window.addEventListener("pagehide", () => sessionStorage.setItem(TYPED, field()?.value ?? ""));

  function restore() {
    if (typed && field() && !field().value) {
      field().value = typed;
      field().dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (field()) typed = null;
  }

  let shown = ""; // the page comes with the bar of no conversation
  new MutationObserver(() => {
    restore();
    const now = document.querySelector("#bar .bar")?.dataset.conversation ?? shown;
    if (now === shown) return;
    shown = now;
    sessionStorage.setItem(KEY, now);
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-conversation"],
  });
})();
