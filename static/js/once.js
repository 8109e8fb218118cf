// A form that must be sent once: a second press while the first is under way does nothing.
"use strict";

for (const button of document.querySelectorAll("button[data-once]")) {
  const form = button.form;
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
// Back again from the next page: it may be sent anew.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
