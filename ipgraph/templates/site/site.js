// Comfort for the pages of the site: search, folding, copying. Everything works without it. Tables: tables.js.
"use strict";

// Several choices on one page live in its address, as #name=value&…, so that a view can be shared; #anchors stay.
const address = {
  get: (name) => address.all().get(name) || "",
  all: () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : ""),
  set: (values) => {
    const all = address.all();
    for (const [name, value] of Object.entries(values)) value ? all.set(name, value) : all.delete(name);
    if (all.size || location.hash.includes("=")) history.replaceState(null, "", all.size ? `#${all}` : location.href.split("#")[0]);
  },
};

// "Öffnung" is found by "oeffnung", "offnung" and "Öffnung".
const fold = (text) => text.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss")
  .normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const bare = (text) => text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const keys = (text) => `${fold(text)} ${bare(text)}`;
// Whether a text, given as its keys, has all words that were typed.
const asked = (typed) => {
  const words = typed.trim().split(/\s+/).filter(Boolean);
  return (text) => words.every((word) => text.includes(fold(word)) || text.includes(bare(word)));
};

function search() {
  const input = document.getElementById("q");
  const hits = document.getElementById("hits");
  const home = document.body.dataset.home;
  let entries = null;
  let active = -1;

  // Pages opened from disk may not fetch; a script element may be added.
  const load = () => {
    if (entries || document.querySelector("script[data-search]")) return;
    const script = document.createElement("script");
    script.src = document.body.dataset.index;
    script.dataset.search = "";
    script.onload = () => {
      entries = window.ipgraphSearch.map(([id, label, kind, path]) => ({ id, label, kind, path, keys: keys(`${id} ${label}`) }));
      show();
    };
    document.head.append(script);
  };
  const open = (yes) => {
    hits.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
  };
  const show = () => {
    const fits = asked(input.value);
    hits.replaceChildren();
    active = -1;
    input.removeAttribute("aria-activedescendant");
    open(Boolean(input.value.trim() && entries));
    if (hits.hidden) return;
    const found = entries.filter((entry) => fits(entry.keys));
    found.sort((a, b) => (fold(b.id) === fold(input.value.trim())) - (fold(a.id) === fold(input.value.trim())));
    for (const [number, entry] of found.slice(0, 20).entries()) {
      const link = document.createElement("a");
      link.id = `hit-${number}`;
      link.href = home + entry.path;
      link.setAttribute("role", "option");
      const small = document.createElement("small");
      small.textContent = `${entry.kind} ${entry.id}`;
      link.append(entry.label, " ", small);
      hits.append(link);
    }
    if (!found.length) {
      const none = document.createElement("p");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.textContent = hits.dataset.none;
      hits.append(none);
    }
  };
  input.addEventListener("focus", load);
  input.addEventListener("input", show);
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const link = hits.querySelector('[aria-selected="true"]') || hits.querySelector("a");
    if (link && input.value.trim()) location.href = link.href;
  });
  input.addEventListener("keydown", (event) => {
    const links = [...hits.querySelectorAll("a")];
    if (event.key === "Escape") { open(false); return; }
    if (!links.length || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    active = (active + (event.key === "ArrowDown" ? 1 : links.length - 1)) % links.length;
    if (active < 0) active = links.length - 1;
    links.forEach((link, index) => link.setAttribute("aria-selected", String(index === active)));
    input.setAttribute("aria-activedescendant", links[active].id);
    links[active].scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("click", (event) => { if (!event.target.closest(".search")) open(false); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) { event.preventDefault(); input.focus(); }
  });
}

search();
for (const button of document.querySelectorAll("[data-open]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = button.dataset.open === "true";
    for (const item of document.querySelectorAll(".tree details")) item.open = open || item.matches(".tree > li > details");
  });
}
for (const button of document.querySelectorAll(".copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      // Opened from disk the clipboard may be closed to scripts: select the text for Ctrl+C instead.
      getSelection().selectAllChildren(code);
      return;
    }
    button.textContent = button.dataset.done;
  });
}
