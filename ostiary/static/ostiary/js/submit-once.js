// A form is sent once: a second click while the first is under way does nothing.
// The server holds the same rule by the form's one-time key; this only spares the person the surprise.
const PATIENCE = 8000; // ms; after that (a stopped request, a download) the form may be sent again

const busy = (form, on) => {
  form.toggleAttribute("data-sent", on);
  for (const button of form.querySelectorAll("button:not([type=button])")) button.ariaBusy = on ? "true" : null;
};

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-sent")) return event.preventDefault();
  if (form.method !== "post" || event.defaultPrevented) return;
  busy(form, true);
  setTimeout(busy, PATIENCE, form, false);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => busy(form, false)));
