// The SPARQL editor of `ipgraph serve`: questions of the catalogue with their parameters, run, table, files.
"use strict";

const data = JSON.parse(document.getElementById("editor-data").textContent);
const lang = document.documentElement.lang;
const t = (de, en) => (lang === "en" ? en : de);
const find = (id) => document.getElementById(id);
const make = (name, values = {}, ...children) => {
  const made = Object.assign(document.createElement(name), values);
  made.append(...children);
  return made;
};
const MOST_ROWS = 1000;
const FILES = {
  table: [
    ["csv", "CSV", "text/csv"], ["json", "JSON", "application/sparql-results+json"],
    ["tsv", "TSV", "text/tab-separated-values"], ["xml", "XML", "application/sparql-results+xml"],
  ],
  graph: [
    ["ttl", "Turtle", "text/turtle"], ["jsonld", "JSON-LD", "application/ld+json"],
    ["nt", "N-Triples", "application/n-triples"], ["rdf", "RDF/XML", "application/rdf+xml"],
  ],
};
const number = new Intl.NumberFormat(lang);

// ------------------------------------------------------------------ the text of the query

const editor = CodeMirror.fromTextArea(find("sparql"), {
  mode: "application/sparql-query",
  lineNumbers: true,
  lineWrapping: true,
  matchBrackets: true,
  autoCloseBrackets: true,
  inputStyle: "contenteditable", // screen readers read the text itself
  extraKeys: {
    "Ctrl-Enter": run,
    "Cmd-Enter": run,
    "Ctrl-Space": suggest,
    Tab: false, // a keyboard must find the way out
    "Shift-Tab": false,
  },
});
editor.getInputField().setAttribute("aria-label", t("Abfrage in SPARQL", "Query in SPARQL"));
editor.getInputField().setAttribute("aria-describedby", "keys");

// CodeMirror takes in what was typed last only after 80 ms.
const settled = () => new Promise((done) => setTimeout(done, 100));

async function suggest() {
  await settled();
  editor.showHint({ hint: terms, completeSingle: false, closeCharacters: /[\s(){}\[\];,.]/ });
}

function terms() {
  const cursor = editor.getCursor();
  const before = editor.getLine(cursor.line).slice(0, cursor.ch);
  const start = before.search(/[\w:?-]*$/);
  const word = before.slice(start).toLowerCase();
  const variables = [...new Set(editor.getValue().match(/\?\w+/g) || [])].map((name) => ({ text: name, displayText: name }));
  const known = data.terms.map(([text, label]) => ({ text, displayText: `${text}  ${label}` }));
  const list = [...variables, ...known].filter((one) => one.displayText.toLowerCase().includes(word) && one.text.toLowerCase() !== word);
  return { list, from: CodeMirror.Pos(cursor.line, start), to: cursor };
}

let wrong = null;
function mark(line, column) {
  if (wrong) editor.removeLineClass(wrong, "background", "wrong-line");
  wrong = line === null ? null : editor.addLineClass(line, "background", "wrong-line");
  if (wrong) editor.setCursor(line, column);
}

// ------------------------------------------------------------------ the catalogue

let chosen = null;
async function choose(id, filled = {}) {
  const entry = data.queries[id];
  if (!entry) return;
  chosen = id;
  for (const button of document.querySelectorAll("[data-example]")) {
    button.toggleAttribute("aria-current", button.dataset.example === id);
    if (button.dataset.example !== id) continue;
    button.closest("details").open = true;
    button.scrollIntoView({ block: "nearest" });
  }
  find("desk-title").textContent = entry.title;
  find("desk-question").textContent = entry.question;
  fields(entry, filled);
  history.replaceState(null, "", `#${id}`);
  await bind();
}

function fields(entry, filled) {
  const form = find("params");
  form.replaceChildren();
  form.hidden = !entry.params.length;
  for (const parameter of entry.params) {
    const input = make("input", { name: parameter.name, autocomplete: "off", value: filled[parameter.name] ?? parameter.value });
    const label = make("label", {}, parameter.label, input);
    if (parameter.choices.length) {
      const list = make("datalist", { id: `choices-${parameter.name}` }, ...parameter.choices.map(([value, text]) => make("option", { value, label: text })));
      input.setAttribute("list", list.id);
      label.append(list);
    }
    if (parameter.help) label.append(make("small", {}, parameter.help));
    form.append(label);
  }
}

// The server puts the values in, by type: no text of a form ever becomes a part of a query here.
async function bind() {
  running?.abort(); // its answer would stand below another question
  const values = new URLSearchParams([...new FormData(find("params")), ["lang", lang]]);
  const answer = await fetch(`/query/${chosen}.rq?${values}`, { headers: { "Accept-Language": lang } });
  const text = await answer.text();
  if (answer.ok) { clear(); editor.setValue(text); } else fault(text);
  return answer.ok;
}

find("params").addEventListener("change", bind);
find("params").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await bind()) run();
});
find("narrow").addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const group of document.querySelectorAll(".shelf-group")) {
    let shown = 0;
    for (const item of group.querySelectorAll("li")) {
      const about = data.queries[item.querySelector("[data-example]").dataset.example].words;
      const text = [group.querySelector("summary").textContent, item.textContent, about].join(" ").toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      shown += !item.hidden;
    }
    group.hidden = !shown;
    if (words.length) group.open = true;
    found += shown;
  }
  find("none").hidden = found > 0;
});
for (const button of document.querySelectorAll("[data-example]")) {
  button.addEventListener("click", async () => { await choose(button.dataset.example); run(); });
}

// ------------------------------------------------------------------ asking

let running = null;

function ask(accept, signal) {
  return fetch("/sparql", {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/sparql-query", Accept: accept, "Accept-Language": lang },
    body: editor.getValue(),
  });
}

async function run() {
  running?.abort();
  const mine = running = new AbortController();
  clear();
  find("run").disabled = true;
  find("stop").hidden = false;
  find("told").textContent = t("Rechnet …", "Working …");
  await settled();
  const begun = performance.now();
  try {
    const answer = await ask("application/sparql-results+json, text/turtle;q=0.9", mine.signal);
    if (!answer.ok) { fault(await answer.text()); return; }
    const seconds = number.format(Math.round((performance.now() - begun) / 10) / 100);
    const table = answer.headers.get("Content-Type").startsWith("application/sparql-results+json");
    const held = await (table ? answer.json() : answer.text());
    const told = table ? showTable(held) : showGraph(held);
    find("told").textContent = `${told} (${seconds} s)`;
    offer(table ? FILES.table : FILES.graph);
  } catch {
    if (running !== mine) return;
    if (mine.signal.aborted) find("told").textContent = t("Angehalten.", "Stopped.");
    else fault(t("Der Server antwortet nicht. Läuft „ipgraph serve“ noch?", "The server does not answer. Is “ipgraph serve” still running?"));
  } finally {
    if (running === mine) {
      running = null;
      find("run").disabled = false;
      find("stop").hidden = true;
    }
  }
}

function clear() {
  mark(null);
  find("fault").hidden = true;
  find("files").hidden = true;
  find("told").textContent = "";
  find("result").replaceChildren();
}

function fault(text) {
  clear();
  const box = find("fault");
  box.textContent = text.trim();
  box.hidden = false;
  const place = text.match(/(?:Zeile|line) (\d+), (?:Spalte|column) (\d+)/);
  if (place) mark(Number(place[1]) - 1, Number(place[2]) - 1);
}

function showTable(answer) {
  if ("boolean" in answer) {
    const word = answer.boolean ? t("Ja", "Yes") : t("Nein", "No");
    find("result").append(make("p", { className: "yesno" }, word));
    return t("Antwort auf eine Ja-Nein-Frage", "Answer to a yes-no question");
  }
  const names = answer.head.vars;
  const rows = answer.results.bindings;
  const titles = (data.queries[chosen] || {}).columns || {};
  const head = make("tr", {}, ...names.map((name) => make("th", { scope: "col", title: `?${name}` }, titles[name] || name)));
  const body = make("tbody", {}, ...rows.slice(0, MOST_ROWS).map((row) => make("tr", {}, ...names.map((name) => cell(row[name])))));
  const table = make("table", { className: "data" }, make("caption", { className: "sr" }, find("desk-title").textContent), make("thead", {}, head), body);
  const scroll = make("div", { className: "scroll", tabIndex: 0 }, table);
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", t("Ergebnis", "Result"));
  if (rows.length) find("result").append(scroll);
  if (rows.length > MOST_ROWS) return t(`${number.format(MOST_ROWS)} von ${number.format(rows.length)} Zeilen; alle stehen in der Datei`, `${number.format(MOST_ROWS)} of ${number.format(rows.length)} rows; the file has all`);
  return rows.length === 1 ? t("1 Zeile", "1 row") : `${number.format(rows.length)} ${t("Zeilen", "rows")}`;
}

function cell(term) {
  if (!term) return make("td");
  if (term.type === "uri") {
    const link = make("a", { href: data.bases.some((base) => term.value.startsWith(base)) ? `/resource?iri=${encodeURIComponent(term.value)}` : term.value, rel: "noreferrer" }, short(term.value));
    if (!/^https?:/.test(term.value)) return make("td", {}, short(term.value));
    return make("td", {}, link);
  }
  if (/#(integer|decimal|double|float)$/.test(term.datatype || "")) {
    const value = Number(term.value);
    return make("td", { className: "number", title: term.value }, Number.isFinite(value) ? number.format(value) : term.value);
  }
  if (/#date$/.test(term.datatype || "") && /^\d{4}-\d\d-\d\d$/.test(term.value)) {
    const day = new Date(`${term.value}T12:00:00`);
    return make("td", { className: "day", title: term.value }, day.toLocaleDateString(lang, { day: "2-digit", month: "2-digit", year: "numeric" }));
  }
  return make("td", {}, term.value);
}

function short(iri) {
  for (const [prefix, space] of Object.entries(data.prefixes)) if (iri.startsWith(space)) return `${prefix}:${iri.slice(space.length)}`;
  for (const base of data.bases) if (iri.startsWith(base)) return iri.slice(base.length);
  return iri;
}

function showGraph(text) {
  find("result").append(make("pre", { tabIndex: 0 }, make("code", {}, text)));
  return "Turtle";
}

// ------------------------------------------------------------------ files

function offer(files) {
  find("kinds").replaceChildren(...files.map(([ending, name, media]) => {
    const button = make("button", { type: "button" }, name);
    button.addEventListener("click", () => download(ending, media));
    return button;
  }));
  find("files").hidden = false;
}
async function download(ending, media) {
  const answer = await ask(media);
  if (!answer.ok) { fault(await answer.text()); return; }
  const link = make("a", { href: URL.createObjectURL(await answer.blob()), download: `${chosen || t("abfrage", "query")}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// ------------------------------------------------------------------ the start: an address may name a question or hold one

find("run").addEventListener("click", run);
find("stop").addEventListener("click", () => running.abort()); // the server ends the query when nobody waits for it
editor.on("change", (_, change) => { if (change.origin !== "setValue" && wrong) mark(null); });
async function start() {
  const named = new URLSearchParams(location.hash.slice(1)); // #deadlines, #deadlines&from=2026-01-01 or #query=SELECT…
  if (named.has("query")) { editor.setValue(named.get("query")); return; }
  const [id] = named.keys();
  if (!id) return;
  for (const group of document.querySelectorAll(".shelf-group")) group.open = false;
  await choose(id, Object.fromEntries(named));
  if (chosen) run();
}
addEventListener("hashchange", start);
start();
