// In every part of the page: an element with data-event tells the server that it was pressed, a form that it was sent,
// with all its other data. Gradio gives `element` and `trigger`.

// An answer on its way would write over what these events show: the first end it before, the others let it come.
const ASKS = { messages: ["retry", "edit", "example_select"], welcome: ["example_select"] };
const ENDS = { messages: [...ASKS.messages, "undo"], welcome: ASKS.welcome, bar: ["clear"], history: ["select", "delete"] };
const WAITS = { messages: ["like", "option_select"], bar: ["edit"] };
const part = element.closest("#messages, #bar, #history, #welcome")?.id;

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
  event.preventDefault();
  const form = event.target.closest("form[data-event]");
  if (!form) return;
  const { event: name, ...data } = form.dataset;
  tell(name, { ...data, ...Object.fromEntries(new FormData(form)) });
  form.closest("details")?.removeAttribute("open");
});

element.addEventListener("citeseed-upload", (event) => trigger("upload", event.detail));
