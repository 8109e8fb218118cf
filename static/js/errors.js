// After a save that failed, the list of what is wrong gets the focus. Its links work without this.
"use strict";

(() => {
  const list = document.getElementById("faults");
  if (!list) return;
  list.focus();
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const place = link && document.getElementById(link.hash.slice(1));
    if (!place) return;
    event.preventDefault();
    for (let each = place.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
    const field = place.matches("input, select, textarea")
      ? place
      : place.querySelector("input:not([type=hidden]), select, textarea, a, button");
    place.scrollIntoView({ block: "center" });
    (field || place).focus({ preventScroll: true });
  });
})();
