// In every part of the page: an element with data-event tells the server that it was pressed, a form that it was sent,
// with all its other data. Gradio gives `element` and `trigger`.

element.addEventListener("click", (event) => {
  const pressed = event.target.closest("button[data-event]");
  if (!pressed) return;
  const { event: name, confirm: warning, ...data } = pressed.dataset;
  if (warning && !window.confirm(warning)) return;
  trigger(name, data);
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target.closest("form[data-event]");
  if (!form) return;
  const { event: name, ...data } = form.dataset;
  trigger(name, { ...data, ...Object.fromEntries(new FormData(form)) });
  form.closest("details")?.removeAttribute("open");
});

element.addEventListener("citeseed-upload", (event) => trigger("upload", event.detail));
