// Finds records while one writes, where there are too many to list. Without this script what is
// written is looked up when the form is sent.
"use strict";

(() => {
  const kept = `found:${location.pathname}`;
  const found = JSON.parse(sessionStorage.getItem(kept) || "{}");
  let timer = 0;
  let latest = 0;

  const parts = (place) => ({
    select: place.querySelector("select"),
    box: place.querySelector("input[type=search]"),
    state: place.querySelector(".find-state"),
    hits: place.querySelector(".find-hits"),
    shown: place.querySelector("input[type=hidden][name$='-shown']"),
  });

  // A record that was found is listed from now on: as an option, or as a box to tick.
  const list = (place, id, text) => {
    const { select, box, shown } = parts(place);
    const name = place.dataset.name;
    if (select) {
      if (![...select.options].some((option) => option.value === id)) select.add(new Option(text, id));
      return select;
    }
    const held = [...place.querySelectorAll("input[type=checkbox]")].find((each) => each.value === id);
    if (held) return held;
    const tick = Object.assign(document.createElement("input"), { type: "checkbox", name, value: id });
    const label = document.createElement("label");
    const line = document.createElement("div");
    label.append(tick, ` ${text}`);
    line.append(label);
    box.closest(".find-box").before(line);
    if (shown && !shown.value.split(",").includes(id)) shown.value += `,${id}`;
    return tick;
  };

  const choose = (place, id, text) => {
    const { select, box, state, hits } = parts(place);
    const field = list(place, id, text);
    if (select) select.value = id;
    else field.checked = true;
    box.value = "";
    hits.replaceChildren();
    state.textContent = `${state.dataset.chosen} ${text}`;
    (found[place.dataset.name] ||= {})[id] = text;
    sessionStorage.setItem(kept, JSON.stringify(found));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  };

  const show = (place, answer) => {
    const { state, hits } = parts(place);
    const more = answer.pagination.more ? "more" : "some";
    state.textContent = state.dataset[answer.results.length ? more : "none"];
    hits.replaceChildren(...answer.results.map(({ id, text }) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
      button.addEventListener("click", () => choose(place, id, text));
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
  };

  const look = async (place) => {
    const { box, state, hits } = parts(place);
    const turn = ++latest;
    const text = box.value.trim();
    state.textContent = "";
    hits.replaceChildren();
    if (!text) return;
    try {
      const response = await fetch(`${place.dataset.url}&term=${encodeURIComponent(text)}`, { credentials: "same-origin" });
      if (!response.ok || response.redirected) throw new Error(response.status);
      const answer = await response.json();
      if (turn === latest) show(place, answer);
    } catch {
      if (turn === latest) state.textContent = state.dataset.failed;
    }
  };

  const placeOf = (event) => (event.target.matches(".find input[type=search]") ? event.target.closest(".find") : null);

  // What is being looked for isn't written in the record: the page beside doesn't follow it.
  document.addEventListener("input", (event) => {
    const place = placeOf(event);
    if (!place) return;
    event.stopPropagation();
    clearTimeout(timer);
    timer = setTimeout(look, 250, place); // milliseconds after the last key
  }, true);

  document.addEventListener("keydown", (event) => {
    const place = placeOf(event);
    if (!place || event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(timer);
    look(place);
  });

  // What was typed comes back after signing in again: list what it names first.
  document.addEventListener("bringback", () => {
    for (const place of document.querySelectorAll(".find")) {
      for (const [id, text] of Object.entries(found[place.dataset.name] || {})) list(place, id, text);
    }
  });
})();
