// Pages with keys: shows what needs a key only where the browser has them, and says when one fails.
(() => {
  if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-needs-keys]").forEach((part) => { part.hidden = false; });
    document.querySelectorAll("[data-without-keys]").forEach((part) => { part.hidden = true; });
  }
  const trouble = document.getElementById("key-trouble");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (trouble) trouble.hidden = false;
  });
})();
