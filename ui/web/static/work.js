// Rows come one after the other: count them, let them be stopped, and sort a table by a column.
(() => {
  const progress = document.getElementById("progress");
  const stop = document.getElementById("stop");
  const rows = () => document.querySelectorAll("section.row, tr.done").length;
  if (progress && stop) {
    const watch = new MutationObserver(() => { progress.value = rows(); });
    watch.observe(document.body, { childList: true, subtree: true });
    const end = () => { watch.disconnect(); progress.value = rows(); stop.hidden = true; };
    stop.hidden = document.readyState === "complete";
    stop.addEventListener("click", () => { window.stop(); end(); });
    window.addEventListener("load", end);
    progress.value = rows();
  }
  const table = document.querySelector("table.sortable");
  if (!table) return;
  const said = (row, place) => {
    const cell = row.cells[place];
    const text = (cell.querySelector("summary") || cell).textContent.trim();
    return text === "–" ? "" : text;
  };
  [...table.tHead.rows[0].cells].forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const order = new Intl.Collator(undefined, { numeric: true });
      const sorted = [...table.tBodies[0].rows].sort((one, other) => {
        const [a, b] = [said(one, place), said(other, place)];
        if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
        return (down ? -1 : 1) * order.compare(a, b);
      });
      table.tBodies[0].append(...sorted);
    });
  });
})();
