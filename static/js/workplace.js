// The redaktør's form: the page beside it follows what is written, changes are marked, and
// leaving with something unsaved asks first. Without this script the form works as before.
"use strict";

(() => {
  const form = document.querySelector("#content-main form");
  if (!form) return;

  let unsaved = false;
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });

  const aside = document.querySelector(".draft");
  if (!aside) return;
  const page = aside.querySelector(".draft-page");
  const state = aside.querySelector(".draft-state");
  const records = JSON.parse(document.getElementById("draft-records").textContent);
  const saved = new Map();
  let timer = 0;
  let latest = 0;

  const blocks = () => [...page.querySelectorAll("[data-record]")];

  const texts = () => {
    const found = new Map();
    for (const block of blocks()) {
      const record = block.dataset.record;
      found.set(record, (found.get(record) || "") + "\n" + block.textContent.trim());
    }
    return found;
  };

  const show = (html) => {
    const place = page.scrollTop;
    page.innerHTML = html; // our own article: the server escapes every text in it
    page.scrollTop = place;
    for (const block of blocks()) {
      if (block.dataset.record in records) block.classList.add("to-field");
    }
  };

  const mark = () => {
    const now = texts();
    let first = null;
    for (const block of blocks()) {
      const changed = now.get(block.dataset.record) !== saved.get(block.dataset.record);
      const leaf = !block.querySelector("[data-record]");
      block.classList.toggle("changed", changed && leaf);
      if (changed && leaf && !first) first = block;
    }
    if (first) page.scrollTop = first.offsetTop - page.offsetTop - 40;
  };

  const ask = async (options) => {
    const turn = ++latest;
    state.textContent = state.dataset.waiting;
    try {
      const response = await fetch(aside.dataset.url, { credentials: "same-origin", ...options });
      const text = await response.text();
      if (turn !== latest) return false;
      if (response.status === 422) {
        state.textContent = text;
        return false;
      }
      if (!response.ok || response.redirected) throw new Error(response.status);
      show(text);
      state.textContent = state.dataset.ready;
      return true;
    } catch {
      if (turn === latest) state.textContent = state.dataset.failed;
      return false;
    }
  };

  const follow = async () => {
    if (await ask({ method: "POST", body: new FormData(form) })) mark();
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(follow, 700); // milliseconds after the last key
  });

  // From a text on the page to the field that it comes from.
  page.addEventListener("click", (event) => {
    const block = event.target.closest("[data-record]");
    if (!block || !(block.dataset.record in records)) return;
    event.preventDefault();
    const prefix = records[block.dataset.record];
    const field = [...form.querySelectorAll("input, select, textarea")].find(
      (each) => each.type !== "hidden" && each.name && (!prefix || each.name.startsWith(`${prefix}-`)),
    );
    if (field) field.focus();
  });

  // From a field to where it shows.
  form.addEventListener("focusin", (event) => {
    const name = event.target.name || "";
    const held = Object.entries(records).find(([, prefix]) => prefix && name.startsWith(`${prefix}-`));
    const record = held ? held[0] : Object.keys(records).find((each) => records[each] === "");
    for (const block of blocks()) block.classList.toggle("here", block.dataset.record === record);
    const first = page.querySelector(".here");
    if (first) page.scrollTop = first.offsetTop - page.offsetTop - 40;
  });

  ask({}).then((shown) => {
    if (shown) for (const [record, text] of texts()) saved.set(record, text);
  });
})();
