// In every part of the page: an element with data-event tells the server that it was pressed, a form that it was sent,
// with all its other data. Gradio gives `element` and `trigger`.

// An answer on its way would write over what these events show: the first end it before, the others let it come.
const ASKS = { messages: ["retry", "edit"], welcome: ["example_select"], related: ["example_select"], viewer: ["example_select"] };
const ENDS = { ...ASKS, messages: [...ASKS.messages, "undo"], bar: ["clear"], history: ["select", "delete"] };
const WAITS = { messages: ["like", "option_select"], bar: ["edit"] };
const part = element.closest("#messages, #bar, #history, #welcome, #related, #viewer")?.id;

async function tell(name, data) {
  if (ENDS[part]?.includes(name)) await window.citeseed.end();
  if (WAITS[part]?.includes(name)) await window.citeseed.over();
  if (ASKS[part]?.includes(name) && data.question?.trim() !== "") window.citeseed.sent();
  if (name === "option_select") window.citeseed.sent(true);
  trigger(name, data);
}

element.addEventListener("click", (event) => {
  const pressed = event.target.closest("button[data-event]");
  if (!pressed) return;
  const { event: name, confirm: warning, ...data } = pressed.dataset;
  if (warning && !window.confirm(warning)) return;
  tell(name, data);
});

element.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-event]");
  if (!form) return; // it leads to another page
  event.preventDefault();
  const { event: name, ...data } = form.dataset;
  tell(name, { ...data, ...Object.fromEntries(new FormData(form)) });
  form.closest("details")?.removeAttribute("open");
});

// What is written is kept as soon as the writer rests, or goes on to something else.
const resting = new Map();
const keep = (field) => {
  clearTimeout(resting.get(field));
  resting.delete(field);
  const { event: name, ...data } = field.dataset;
  trigger(name, { ...data, text: field.value });
};
element.addEventListener("input", ({ target }) => {
  if (!target.matches("textarea[data-event]")) return;
  clearTimeout(resting.get(target));
  resting.set(target, setTimeout(() => keep(target), 600));
});
element.addEventListener("focusout", ({ target }) => resting.has(target) && keep(target));
element.addEventListener("citeseed-upload", (event) => trigger("upload", event.detail));
element.addEventListener("citeseed-chosen", (event) => trigger("input", event.detail));
