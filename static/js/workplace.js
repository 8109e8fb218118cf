// The redaktør's form: the page beside it follows what is written, changes are marked, and
// leaving with something unsaved asks first. Without this script the form works as before.
"use strict";

(() => {
  const form = document.querySelector("#content-main form");
  if (!form) return;

  let unsaved = false;
  const held = form.elements.namedItem("_company");
  const place = `typed:${held ? held.value : ""}:${location.pathname}`;
  const notice = document.querySelector(".typed-notice");
  const fields = () =>
    [...form.elements].filter((each) => each.name && !["file", "submit", "button"].includes(each.type)
      && !["csrfmiddlewaretoken", "_seen", "_was", "_company", "_company_again"].includes(each.name));

  // What is typed is kept in this tab, so that it comes back after signing in again.
  const keep = () => {
    const typed = fields().map((each) =>
      ["checkbox", "radio"].includes(each.type) ? [each.name, each.value, each.checked] : [each.name, each.value]);
    sessionStorage.setItem(place, JSON.stringify(typed));
  };

  const addRows = (typed) => {
    for (const [name, total] of typed) {
      if (!name.endsWith("-TOTAL_FORMS")) continue;
      const prefix = name.slice(0, -"-TOTAL_FORMS".length);
      const held = form.elements.namedItem(name);
      const add = document.querySelector(`#${prefix}-group .add-row a`);
      for (let tries = 0; held && add && Number(held.value) < Number(total) && tries < 100; tries++) add.click();
    }
  };

  const bringBack = () => {
    const typed = JSON.parse(sessionStorage.getItem(place) || "null");
    if (!typed) return;
    addRows(typed);
    document.dispatchEvent(new Event("bringback")); // static/js/find.js lists what was found
    for (const [name, value, checked] of typed) {
      if (/-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(name)) continue;
      for (const each of fields().filter((one) => one.name === name)) {
        if (checked === undefined) each.value = value;
        else if (each.value === value) each.checked = checked;
      }
    }
    unsaved = true;
    if (notice) notice.hidden = false;
  };

  if (document.querySelector(".messagelist .success")) sessionStorage.removeItem(place);
  else if (!document.querySelector(".errornote")) window.addEventListener("load", bringBack);
  if (notice) {
    notice.querySelector("button").addEventListener("click", () => {
      sessionStorage.removeItem(place);
      unsaved = false;
      location.reload();
    });
  }
  form.addEventListener("input", () => { unsaved = true; keep(); });
  form.addEventListener("submit", () => { unsaved = false; keep(); });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });

  // A field inside folded groups comes into sight when a link leads to it.
  const open = (field) => {
    for (let up = field.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
  };
  const followLink = () => {
    const field = location.hash && document.getElementById(location.hash.slice(1));
    if (!field) return;
    open(field);
    field.scrollIntoView();
  };
  window.addEventListener("hashchange", followLink);
  followLink();

  const aside = document.querySelector(".draft");
  if (!aside) return;
  const page = aside.querySelector(".draft-page");
  const state = aside.querySelector(".draft-state");
  const records = JSON.parse(document.getElementById("draft-records").textContent);
  const saved = new Map();
  let timer = 0;
  let latest = 0;

  const blocks = () => [...page.querySelectorAll("[data-record]")];

  // The texts that each record says on the page, a block that holds others left out.
  const texts = () => {
    const found = new Map();
    for (const block of blocks()) {
      if (block.querySelector("[data-record]")) continue;
      const record = block.dataset.record;
      if (!found.has(record)) found.set(record, new Set());
      found.get(record).add(block.textContent.trim());
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

  const bringIntoSight = (block) => {
    if (block) page.scrollTop = block.offsetTop - page.offsetTop - 40; // pixels of what stands before
  };

  // Begin where the form's own record is told of, not at the top of a long page.
  const showOwn = () => {
    const own = Object.keys(records).find((each) => records[each] === "");
    bringIntoSight(blocks().find((block) => block.dataset.record === own));
  };

  const mark = () => {
    let first = null;
    for (const block of blocks()) {
      const leaf = !block.querySelector("[data-record]");
      const known = saved.get(block.dataset.record) || new Set();
      const changed = leaf && !known.has(block.textContent.trim());
      block.classList.toggle("changed", changed);
      if (changed && !first) first = block;
    }
    bringIntoSight(first);
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
    if (!field) return;
    open(field);
    field.focus();
  });

  // From a field to where it shows.
  form.addEventListener("focusin", (event) => {
    const name = event.target.name || "";
    const held = Object.entries(records).find(([, prefix]) => prefix && name.startsWith(`${prefix}-`));
    const record = held ? held[0] : Object.keys(records).find((each) => records[each] === "");
    for (const block of blocks()) block.classList.toggle("here", block.dataset.record === record);
    bringIntoSight(page.querySelector(".here"));
  });

  ask({}).then((shown) => {
    if (!shown) return;
    for (const [record, said] of texts()) saved.set(record, said);
    showOwn();
    if (unsaved) follow();
  });
})();
