// To the search box and through what was found, by keyboard. Without this script Tab does it.
"use strict";

(() => {
  const box = document.getElementById("search-box");
  if (!box) return;

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  const hits = [...document.querySelectorAll(".search-hits a")];
  if (!hits.length) return;
  const stops = [box, ...hits];
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = stops.indexOf(document.activeElement);
    if (!step || at < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = stops[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
