// In every part of the page: an element with data-event tells the server that it was pressed, a form that it was sent,
// with all its other data. Gradio gives `element` and `trigger`.

// An answer on its way would write over what these events show: the first end it before, the others let it come.
const ENDS = { messages: ["retry", "edit", "undo", "example_select"], bar: ["clear"], history: ["select", "delete"] };
const WAITS = { messages: ["like", "option_select"], bar: ["edit"] };
const part = element.closest("#messages, #bar, #history")?.id;

async function tell(name, data) {
  const answering = () => document.querySelector("#messages [aria-busy=true]");
  const ends = ENDS[part]?.includes(name);
  if (ends && answering()) {
    // A question that waits for this answer would be asked as soon as it ends: what is empty is no question.
    const typed = document.querySelector("#question textarea");
    if (typed.dataset.waitsFor === answering().closest(".exchange").id) {
      typed.value = "";
      typed.dispatchEvent(new Event("input", { bubbles: true }));
    }
    document.querySelector("#question .stop-button")?.click();
  }
  while ((ends || WAITS[part]?.includes(name)) && answering()) await new Promise((resolve) => setTimeout(resolve, 50));
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
