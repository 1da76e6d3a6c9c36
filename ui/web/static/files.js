// Documents: files and folders are sent one by one, each with its progress; the list is filtered as one types.

(() => {
  const MOST = 1000;

  const row = (list, name) => {
    const line = document.createElement("li");
    const way = Object.assign(document.createElement("span"), { className: "way", textContent: "waiting" });
    line.append(way, Object.assign(document.createElement("bdi"), { textContent: name }));
    list.append(line);
    return way;
  };

  function refusal({ status, responseText }) {
    try {
      return JSON.parse(responseText).detail;
    } catch {
      return `refused (${status})`;
    }
  }

  function send(file, progress) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("files", file);
      request.open("POST", "gradio_api/upload");
      request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
      request.onload = () => {
        if (request.status === 200) resolve({ path: JSON.parse(request.responseText)[0] });
        else resolve({ reason: refusal(request) });
      };
      request.onerror = () => resolve({ reason: "the connection was lost" });
      request.send(body);
    });
  }

  async function add(files) {
    files.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
    const list = document.querySelector("#adding .arriving");
    const known = list.dataset.suffixes.split(" ");
    const largest = Number(list.dataset.largest);
    const some = files.slice(0, MOST);
    const ways = some.map(({ name }) => row(list, name));
    const arrived = [];
    const refused = [];
    // Said here too: where there is no connection, the server makes no list of what happened.
    const refuse = (way, name, reason) => {
      refused.push({ name, reason });
      way.textContent = `not added: ${reason}`;
    };
    for (const [index, { file, name }] of some.entries()) {
      const way = ways[index];
      const suffix = name.includes(".") ? name.slice(name.lastIndexOf(".")).toLowerCase() : "";
      if (!known.includes(suffix)) {
        refuse(way, name, `unknown type ${suffix || "(no suffix)"}`);
        continue;
      }
      if (file.size > largest) {
        refuse(way, name, `larger than ${largest / 1e6} MB`);
        continue;
      }
      const { path, reason } = await send(file, (share) => (way.textContent = `${Math.round(share * 100)} %`));
      if (path) {
        arrived.push({ path, name });
        way.textContent = "being read";
      } else refuse(way, name, reason);
    }
    if (files.length > MOST) refused.push({ name: `${files.length - MOST} more files`, reason: `more than ${MOST} at once` });
    if (some.length) list.dispatchEvent(new CustomEvent("citeseed-upload", { bubbles: true, detail: { files: arrived, refused } }));
  }

  const named = (file) => ({ file, name: file.webkitRelativePath || file.name });

  async function walked(entry, path = "") {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      return [{ file, name: path + file.name }];
    }
    const reader = entry.createReader();
    const found = [];
    // A folder is read in parts, until one is empty.
    for (;;) {
      const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (part.length === 0) return found;
      for (const inside of part) {
        if (!inside.name.startsWith(".")) found.push(...(await walked(inside, `${path}${entry.name}/`)));
      }
    }
  }

  document.addEventListener("change", (event) => {
    if (!event.target.matches("#add-files, #add-folder")) return;
    document.querySelector("#adding .arriving").replaceChildren();
    const files = [...event.target.files].map(named).filter(({ name }) => !/(^|\/)\./.test(name));
    event.target.value = "";
    add(files);
  });

  const zone = (event) => !document.querySelector("#state .reads-only") && event.target.closest?.("#shelf");
  document.addEventListener("dragover", (event) => {
    if (!zone(event)) return;
    event.preventDefault();
    document.querySelector(".drop").classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget?.closest?.("#shelf")) document.querySelector(".drop")?.classList.remove("over");
  });
  document.addEventListener("drop", async (event) => {
    document.querySelector(".drop")?.classList.remove("over");
    if (!zone(event)) return;
    event.preventDefault();
    document.querySelector("#adding .arriving").replaceChildren();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = [];
    for (const entry of entries) files.push(...(await walked(entry)));
    add(files);
  });

  // What was typed is on its way: tell.js has read it before.
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#adding")) return;
    document.querySelector("#adding .arriving").replaceChildren();
    event.target.reset();
  });

  // The next change begins with what was passed over before it.
  document.addEventListener("click", (event) => {
    if (event.target.closest("#documents .remove, #work .link, #rebuild button")) {
      document.querySelector("#adding .arriving").replaceChildren();
    }
  });

  let last = null;
  new MutationObserver(() => {
    // What became of the files is told by the server, in one list.
    const told = document.querySelector("#work .done, #work .trouble");
    if (told && told !== last) document.querySelector("#adding .arriving")?.replaceChildren();
    last = told;
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
})();
