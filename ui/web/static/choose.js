// The sources: which are chosen for the questions of this conversation, and which the list shows.

(() => {
  // "" for all, else {"only": [...]} or {"without": [...]}: sources, and folders that end with "/".
  let choice = "";
  const list = () => document.getElementById("documents");
  const lines = () => [...document.querySelectorAll("#documents .document")];
  const asked = () => lines().filter((line) => !line.classList.contains("hidden-source"));
  const boxOf = (line) => line.querySelector(".choose");
  const isChosen = (line) => boxOf(line).checked;
  const nameOf = (line) => line.querySelector(".title").textContent;
  const sourceOf = (line) => line.dataset.source;
  const foldersOf = (source) => [...source.matchAll(/\//g)].map(({ index }) => source.slice(0, index + 1));
  const isIn = (places, source) => places.has(source) || foldersOf(source).some((folder) => places.has(folder));

  // Whole folders where all of them are meant.
  function places(some, all) {
    const meant = new Set(some.map(sourceOf));
    const others = new Set(all.filter((line) => !meant.has(sourceOf(line))).flatMap((line) => foldersOf(sourceOf(line))));
    const found = new Set();
    for (const source of meant) found.add(foldersOf(source).find((folder) => !others.has(folder)) ?? source);
    return [...found];
  }

  function said() {
    const all = asked();
    const chosen = all.filter(isChosen);
    if (chosen.length === all.length) return "";
    const left = all.filter((line) => !isChosen(line));
    return JSON.stringify(chosen.length <= left.length ? { only: places(chosen, all) } : { without: places(left, all) });
  }

  // Boxes

  function apply() {
    const { only, without } = choice ? JSON.parse(choice) : {};
    const [some, not] = [only && new Set(only), new Set(without ?? [])];
    for (const line of asked()) boxOf(line).checked = (!some || isIn(some, sourceOf(line))) && !isIn(not, sourceOf(line));
    tell();
  }

  function summed(box, some) {
    const chosen = some.filter(isChosen).length;
    box.checked = some.length > 0 && chosen === some.length;
    box.indeterminate = chosen > 0 && chosen < some.length;
    box.disabled = some.length === 0;
  }

  function tell() {
    const all = asked();
    const chosen = all.filter(isChosen);
    for (const box of document.querySelectorAll("#documents .choose[data-folder]")) {
      summed(box, all.filter((line) => sourceOf(line).startsWith(box.dataset.folder)));
    }
    const shown = all.filter((line) => !line.hidden);
    const whole = document.getElementById("choose-all");
    if (!whole) return;
    summed(whole, shown);
    const [some, total] = [chosen.length.toLocaleString("en"), all.length.toLocaleString("en")];
    const isAll = chosen.length === all.length;
    write(document.getElementById("chosen"), isAll ? `All sources (${total})` : `${some} of ${total} chosen`);
    const names = chosen.length > 0 && chosen.length < 3 ? `: ${chosen.map(nameOf).join(", ")}` : "";
    const scope = isAll ? (all.length ? `All sources (${total})` : "No sources yet") : `${some} of ${total} sources${names}`;
    write(document.querySelector("#narrow .scope bdi"), scope);
    const widen = document.getElementById("widen");
    if (widen) widen.hidden = isAll;
    document.getElementById("choose-shown").hidden = shown.length === all.length || shown.length === 0;
    outside();
  }

  // Writing what stands there already would call the observers again, without end.
  const write = (place, text) => place && place.textContent !== text && (place.textContent = text);

  // A document in the viewer that is not chosen says so.
  function outside() {
    const shown = document.querySelector("#viewer .view-head")?.dataset.source;
    const line = shown === undefined ? null : asked().find((each) => sourceOf(each) === shown);
    const isOut = Boolean(line) && !isChosen(line);
    if (document.body.classList.contains("reads-unchosen") !== isOut) document.body.classList.toggle("reads-unchosen", isOut);
  }

  let waiting;
  function changed() {
    choice = said();
    tell();
    clearTimeout(waiting);
    waiting = setTimeout(() => listed?.dispatchEvent(
      new CustomEvent("citeseed-chosen", { bubbles: true, detail: { chosen: choice } }),
    ), 300);
  }

  function choose(some, chosen = true) {
    for (const line of some) boxOf(line).checked = chosen;
    changed();
  }

  function only(place) {
    for (const line of asked()) boxOf(line).checked = sourceOf(line) === place || (place.endsWith("/") && sourceOf(line).startsWith(place));
    changed();
  }

  document.addEventListener("change", ({ target }) => {
    if (target.id === "choose-all") choose(asked().filter((line) => !line.hidden), target.checked);
    else if (target.matches("#documents .choose[data-folder]")) {
      choose(asked().filter((line) => sourceOf(line).startsWith(target.dataset.folder) && !line.hidden), target.checked);
    } else if (target.matches("#documents .choose")) changed();
  });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.matches("[data-only]")) only(button.dataset.only);
    else if (button.id === "choose-shown") {
      for (const line of asked()) boxOf(line).checked = !line.hidden;
      changed();
    } else if (button.id === "widen") choose(asked());
    else if (button.id === "show-all") clear();
    else if (button.matches("#viewer .choose-this")) {
      const shown = document.querySelector("#viewer .view-head").dataset.source;
      choose(asked().filter((line) => sourceOf(line) === shown));
    } else if (button.id === "fresh" || button.matches("[data-event=delete][data-conversation]")) begin();
    else if (button.matches(".scope")) {
      window.citeseed.show("shelf");
      document.getElementById("tab-documents")?.click();
      document.getElementById("choose-all")?.focus();
    }
  });

  // A conversation that begins anew is about all sources.
  function begin() {
    if (document.querySelector("#bar .bar")?.dataset.conversation) return; // what comes in its place says
    choice = "";
    apply();
  }

  // The filter of the list: words, folder, types, days.

  const form = () => document.getElementById("filters");
  function clear() {
    document.getElementById("filter-documents").value = "";
    form().reset();
    filter();
  }

  function filter() {
    const words = (document.getElementById("filter-documents")?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const asks = form() ? new FormData(form()) : new FormData();
    const [folder, types, after, before] = [asks.get("folder") ?? "", asks.getAll("type"), asks.get("after") ?? "", asks.get("before") ?? ""];
    for (const line of lines()) {
      const { source, kind, date } = line.dataset;
      const text = `${line.textContent} ${source}`.toLowerCase();
      const days = !(after || before) || (date && date >= after && (!before || date <= before));
      line.hidden = !(words.every((word) => text.includes(word)) && source.startsWith(folder) && (!types.length || types.includes(kind)) && days);
    }
    for (const line of document.querySelectorAll("#documents .folder")) line.hidden = !line.querySelector(".document:not([hidden])");
    const isFiltered = Boolean(folder || types.length || after || before);
    document.querySelector("#filter .filters")?.classList.toggle("pressed", isFiltered);
    const wrong = form()?.querySelector(".trouble");
    if (wrong) wrong.hidden = !(after && before && after > before);
    const nothing = document.querySelector("#filter .empty");
    if (nothing) nothing.hidden = lines().length === 0 || lines().some((line) => !line.hidden);
    tell();
  }

  document.addEventListener("input", ({ target }) => (target.id === "filter-documents" || target.closest("#filters")) && filter());
  document.addEventListener("reset", ({ target }) => target.id === "filters" && setTimeout(filter));

  // The types and folders to choose from are those of the list.
  function offer() {
    if (!form()) return;
    const select = form().elements.folder;
    const names = new Map([...document.querySelectorAll("#documents .choose[data-folder]")].map(({ dataset }) => [dataset.folder, dataset.shown]));
    const folders = [...names.keys()].sort();
    const option = (value, text) => Object.assign(document.createElement("option"), { value, textContent: text });
    const kept = folders.includes(select.value) ? select.value : "";
    select.replaceChildren(option("", "Any"), ...folders.map((each) => option(each, names.get(each))));
    select.value = kept;
    const ticked = new FormData(form()).getAll("type");
    const kinds = [...new Set(lines().map((line) => line.dataset.kind))].filter(Boolean).sort();
    form().querySelector(".types").replaceChildren(
      ...kinds.map((kind) => {
        const label = document.createElement("label");
        label.append(Object.assign(document.createElement("input"), { type: "checkbox", name: "type", value: kind, checked: ticked.includes(kind) }), kind);
        return label;
      }),
    );
  }

  let listed = null;
  let conversation = "";
  let shown;
  let scope = null;
  // A list that is shown anew is the same element with other lines.
  const isOfList = ({ target }) => (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest("#documents");
  new MutationObserver((changes) => {
    listed = list()?.querySelector("ul.documents, .empty") ?? null;
    if (form() && listed && (!("filled" in form().dataset) || changes.some(isOfList))) {
      form().dataset.filled = "";
      offer();
      apply();
      filter();
    }
    const line = document.querySelector("#narrow .scope");
    if (line !== scope) {
      scope = line;
      tell();
    }
    const bar = document.querySelector("#bar .bar");
    if (bar && bar.dataset.conversation !== conversation) {
      const isBegun = conversation === "" && bar.dataset.chosen === choice; // the question was asked of these
      conversation = bar.dataset.conversation;
      if (!isBegun) {
        choice = bar.dataset.chosen;
        apply();
      }
    }
    const head = document.querySelector("#viewer .view-head")?.dataset.source;
    if (head !== shown) {
      shown = head;
      outside();
    }
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, characterData: true, attributeFilter: ["class", "data-conversation", "data-source"] });

  window.citeseed.chosen = () => choice;
})();
