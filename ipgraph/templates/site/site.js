// Comfort for the pages of the site: search, sortable and filterable tables, copying. Everything works without it.
"use strict";

// "Öffnung" is found by "oeffnung", "offnung" and "Öffnung".
const fold = (text) => text.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss")
  .normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const bare = (text) => text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/[\u0300-\u036f]/g, "");

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
      entries = window.ipgraphSearch.map(([id, label, kind, path]) => ({ id, label, kind, path, keys: fold(`${id} ${label}`) + " " + bare(`${id} ${label}`) }));
      show();
    };
    document.head.append(script);
  };
  const open = (yes) => {
    hits.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
  };
  const show = () => {
    const words = input.value.trim().split(/\s+/).filter(Boolean);
    hits.replaceChildren();
    active = -1;
    input.removeAttribute("aria-activedescendant");
    open(Boolean(words.length && entries));
    if (hits.hidden) return;
    const found = entries.filter((entry) => words.every((word) => entry.keys.includes(fold(word)) || entry.keys.includes(bare(word))));
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
    if (event.key === "/" && !event.target.closest("input, textarea, select")) { event.preventDefault(); input.focus(); }
  });
}

function sortable(table) {
  const body = table.tBodies[0];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const value = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => collator.compare(value(a, column), value(b, column)));
      body.append(...(down ? rows.reverse() : rows));
    });
  });
}

function filterable(table) {
  const box = document.createElement("div");
  box.className = "rowfilter";
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("output");
  input.type = "search";
  label.append(table.dataset.filter + " ", input);
  box.append(label, count);
  (table.closest(".scroll") || table).before(box);
  const rows = [...table.tBodies[0].rows].map((row) => [row, fold(row.textContent) + " " + bare(row.textContent)]);
  const apply = () => {
    const words = input.value.trim().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(fold(word)) || text.includes(bare(word)));
      shown += !row.hidden;
    }
    count.textContent = `${shown} / ${rows.length}`;
  };
  input.addEventListener("input", apply);
  apply();
}

search();
for (const table of document.querySelectorAll("table.data")) if (table.tHead && table.tBodies[0].rows.length > 1) sortable(table);
for (const table of document.querySelectorAll("table.filter")) filterable(table);
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
