// The form of a question: writes the SPARQL and the command for the values that were put in, each by its type.
// A value is written as a term or refused; it can never become another part of the query. Nothing is sent anywhere.

const FORM_WORDS = {
  de: {
    iri: "Bitte eine Adresse, die mit https: oder http: beginnt.", integer: "Bitte eine ganze Zahl.", decimal: "Bitte eine Zahl.",
    date: "Bitte ein Tag wie 31.12.2026.", string: "Dieses Zeichen kann nicht verwendet werden.",
    shell: "Dieser Wert passt in keine Befehlszeile. Bitte das SPARQL verwenden.",
  },
  en: {
    iri: "Please an address that begins with https: or http:.", integer: "Please a whole number.", decimal: "Please a number.",
    date: "Please a day such as 2026-12-31.", string: "This character cannot be used.",
    shell: "This value fits into no command line. Please use the SPARQL.",
  },
}[document.documentElement.lang];

// SPARQL 1.1, 19.7: what has to be escaped inside a string.
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };
const quoted = (text) => `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (sign) =>
  ESCAPES[sign] || `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`)}"`;
const isDay = (text) => {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !isNaN(day) && day.toISOString().startsWith(text);
};
const TERMS = {
  string: (text) => (/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text) ? null : quoted(text)),
  iri: (text) => (/^https?:\/\/[^\s<>"{}|\\^`\u0000-\u0020]+$/.test(text) && URL.canParse(text) ? `<${text}>` : null),
  integer: (text) => (/^-?\d+$/.test(text) ? quoted(text) : null),
  decimal: (text) => (/^-?\d+(\.\d+)?$/.test(text) ? quoted(text) : null),
  date: (text) => (isDay(text) ? quoted(text) : null),
  boolean: (text) => (/^(true|false)$/.test(text) ? quoted(text) : null),
};

// The term of a field, "" where nothing is put in (the default of the query stays), null where it is none.
const termOf = (field) => {
  if (field.validity.badInput) return null;
  const text = field.value.trim();
  if (text === field.dataset.default) return "";
  const term = text && TERMS[field.dataset.type](text);
  return term && field.dataset.datatype ? `${term}^^<${field.dataset.datatype}>` : term;
};

// Quotes alone make it safe in every shell only where no other sign has a meaning in any of them.
const argument = (name, text) => (/^[\p{L}\p{N}._:/#+-]+$/u.test(text) ? `${name}=${text}` : `"${name}=${text}"`);
const fitsShell = (text) => !/["'$`%!\\&|<>^;(){}*?~\u0000-\u001f\u007f]/.test(text);

function questionForm(form) {
  const fields = [...form.querySelectorAll("[data-type]")];
  const sparql = document.querySelector("#sparql");
  const command = document.querySelector("#command");
  const original = { sparql: sparql.textContent, command: command.textContent };

  const problem = (field, text) => {
    const note = document.getElementById(`${field.id}-problem`);
    note.textContent = text;
    note.hidden = !text;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  const apply = () => {
    const terms = new Map();
    const words = [];
    let unfit = "";
    for (const field of fields) {
      const term = termOf(field);
      problem(field, term === null ? FORM_WORDS[field.dataset.type] : "");
      if (!term) continue;
      terms.set(field.name, term);
      if (fitsShell(field.value.trim())) words.push(` -p ${argument(field.name, field.value.trim())}`);
      else unfit = FORM_WORDS.shell;
    }
    // All lines in one pass, as ipgraph.catalogue binds them.
    sparql.textContent = original.sparql.replace(/VALUES\s+\?(\w+)\s*\{[^{}]*\}/g, (line, name) =>
      terms.has(name) ? `VALUES ?${name} { ${terms.get(name)} }` : line);
    command.textContent = unfit || original.command + words.join("");
    const narrowing = fields.filter((field) => "selects" in field.dataset && terms.has(field.name));
    liveTables[0]?.narrow((row) => narrowing.every((field) => row.getAttribute(`data-is-${field.name}`) === field.value));
    form.querySelector("[data-differs]").hidden = terms.size === narrowing.length;
    address.set(Object.fromEntries(fields.map((field) => [`p.${field.name}`, terms.has(field.name) ? field.value : ""])));
  };
  const read = () => {
    for (const field of fields) field.value = address.get(`p.${field.name}`) || field.dataset.default;
    apply();
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of fields) field.value = field.dataset.default;
    apply();
  });
  form.querySelector("fieldset").disabled = form.querySelector("[type=reset]").hidden = false;
  for (const note of form.querySelectorAll(".only-without-script")) note.remove();
  addEventListener("hashchange", read);
  read();
}

for (const form of document.querySelectorAll("form.parameters")) questionForm(form);
