// A file that is being made: moves the bar, and shows the page anew when the file is there.
(() => {
  const page = document.querySelector("[data-job]");
  const bar = page && page.querySelector("progress");
  const text = page && page.querySelector(".job-state");
  if (!bar || !text) return;
  const look = async () => {
    try {
      const answer = await fetch(page.dataset.job, { headers: { Accept: "application/json" } });
      // Signed out, or the file is gone: the page itself says so.
      if (answer.redirected || answer.status === 404) { window.location.reload(); return; }
      if (answer.ok) {
        const state = await answer.json();
        if (state.over) { window.location.reload(); return; }
        if (text.textContent !== state.text) text.textContent = state.text;
        if (state.parts) { bar.max = state.parts; bar.value = state.done; }
      }
    } catch { /* the network is gone for a while: look again */ }
    window.setTimeout(look, 1500);
  };
  window.setTimeout(look, 1000);
})();
