// A tab of the browser: which conversation it shows, also when it is loaded again.

(() => {
  const KEY = "citeseed-conversation";
  window.citeseed.opened = sessionStorage.getItem(KEY) ?? "";

  let shown = ""; // the page comes with the bar of no conversation
  new MutationObserver(() => {
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
