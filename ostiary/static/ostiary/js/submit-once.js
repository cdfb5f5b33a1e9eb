// A form is sent once: a second click while the first is under way does nothing.
// The server holds the same rule by the form's one-time key; this only saves the person the surprise.
const busy = (form, on) => {
  form.toggleAttribute("data-sent", on);
  for (const button of form.querySelectorAll("button:not([type=button])")) button.ariaBusy = on ? "true" : null;
};

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-sent")) return event.preventDefault();
  if (form.method !== "get" && !event.defaultPrevented) busy(form, true);
});
addEventListener("htmx:afterRequest", (event) => event.target.closest?.("form") && busy(event.target.closest("form"), false));
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => busy(form, false)));
