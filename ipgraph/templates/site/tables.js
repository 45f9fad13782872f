// Tables sort by their headings and filter by words and by column; the list of questions filters by words.
// What was chosen stands in the address. Without this script the rows are simply there.

const TABLE_WORDS = {
  de: { filter: "Zeilen filtern", all: "alle", none: "(leer)", rows: (shown, all) => `${shown} von ${all} Zeilen`, reset: "Alles zurücksetzen" },
  en: { filter: "Filter rows", all: "all", none: "(empty)", rows: (shown, all) => `${shown} of ${all} rows`, reset: "Reset all" },
}[document.documentElement.lang];
const MOST_CHOICES = 12;
const MOST_NUMBERS = 6;
const MOST_LETTERS = 40;
const MOST_SELECTS = 5;

const element = (tag, attributes = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
};
let labels = 0;
const labelled = (text, control) => {
  control.id = `filter-${++labels}`;
  return element("div", { className: "choice" }, element("label", { htmlFor: control.id, textContent: text }), control);
};

// What a cell is sorted by: a number, a day, or its text. An empty cell always comes last.
const sortKey = (cell) => {
  const text = cell.dataset.value ?? cell.textContent.trim();
  const day = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text);
  return day ? `${day[3]}-${day[2]}-${day[1]}` : text;
};
const compare = (collator, a, b) => (a !== "" && b !== "" && !isNaN(a) && !isNaN(b) ? a - b : collator.compare(a, b));

// What a cell is filtered by: its items, one a line of the cell.
const choicesOf = (cell) => {
  const items = [...cell.querySelectorAll(".item")].map((item) => item.textContent.trim());
  return items.length ? items : [cell.textContent.trim()];
};

class LiveTable {
  constructor(table, number) {
    this.table = table;
    this.prefix = number ? `${number}.` : "";
    this.heads = [...table.tHead.rows[0].cells];
    this.rows = [...table.tBodies[0].rows].map((row) => ({ row, keys: keys([...row.cells].map((cell) => choicesOf(cell).join(" ")).join(" ")) }));
    this.collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
    this.narrowed = () => true;
    this.selects = [];
    this.sort = "";
    this.heads.forEach((head, column) => this.heading(head, column));
    if (table.classList.contains("filter")) this.bar();
    this.read();
    addEventListener("hashchange", () => this.read());
  }

  name(column) {
    return this.heads[column].dataset.name || String(column + 1);
  }

  heading(head, column) {
    const button = element("button", { type: "button" }, ...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      this.sort = (this.sort === this.name(column) ? "-" : "") + this.name(column);
      this.apply();
    });
  }

  bar() {
    this.input = element("input", { type: "search", autocomplete: "off" });
    this.output = element("output");
    this.again = element("button", { type: "button", textContent: TABLE_WORDS.reset, hidden: true });
    this.selects = this.heads.map((_, column) => this.choices(column)).filter(Boolean).slice(0, MOST_SELECTS);
    const selects = this.selects.map(({ column, select }) => labelled(this.heads[column].textContent.trim(), select));
    this.box = element("div", { className: "rowfilter" }, labelled(TABLE_WORDS.filter, this.input), ...selects, this.output, this.again);
    (this.table.closest(".scroll") || this.table).before(this.box);
    this.input.addEventListener("input", () => this.apply());
    this.again.addEventListener("click", () => {
      this.input.value = this.sort = "";
      for (const { select } of this.selects) select.value = "";
      this.apply();
      this.input.focus();
    });
  }

  // A select for a column with few values, each of them in several rows; nothing for other columns.
  choices(column) {
    const counted = new Map();
    for (const { row } of this.rows) for (const text of choicesOf(row.cells[column])) counted.set(text, (counted.get(text) || 0) + 1);
    const texts = [...counted.keys()];
    const most = this.heads[column].classList.contains("number") ? MOST_NUMBERS : MOST_CHOICES;
    if (texts.length < 2 || texts.length > Math.min(most, this.rows.length / 2)) return null;
    if (texts.some((text) => text.length > MOST_LETTERS)) return null;
    texts.sort((a, b) => compare(this.collator, a, b));
    const options = texts.map((text) => element("option", { value: `=${text}`, textContent: `${text || TABLE_WORDS.none} (${counted.get(text)})` }));
    const select = element("select", {}, element("option", { value: "", textContent: TABLE_WORDS.all }), ...options);
    select.addEventListener("change", () => this.apply());
    return { column, select };
  }

  // Only rows for which this holds, besides what is chosen here; the form of a question uses it.
  narrow(holds) {
    this.narrowed = holds;
    this.apply();
  }

  read() {
    this.sort = address.get(`${this.prefix}sort`);
    if (this.input) this.input.value = address.get(`${this.prefix}q`);
    for (const { column, select } of this.selects) {
      const value = address.get(this.prefix + this.name(column));
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
    this.apply();
  }

  apply() {
    this.order();
    const fits = asked(this.input?.value || "");
    const chosen = this.selects.filter(({ select }) => select.value);
    for (const { row, keys: text } of this.rows) {
      const inColumns = chosen.every(({ column, select }) => choicesOf(row.cells[column]).includes(select.value.slice(1)));
      row.hidden = !(inColumns && fits(text) && this.narrowed(row));
    }
    if (this.box) {
      const shown = this.rows.filter(({ row }) => !row.hidden).length;
      this.output.textContent = TABLE_WORDS.rows(shown, this.rows.length);
      this.box.classList.toggle("active", shown < this.rows.length);
      this.again.hidden = !(this.input.value || chosen.length || this.sort);
    }
    const values = Object.fromEntries(this.selects.map(({ column, select }) => [this.prefix + this.name(column), select.value]));
    address.set({ ...values, [`${this.prefix}q`]: this.input?.value.trim(), [`${this.prefix}sort`]: this.sort });
  }

  order() {
    const down = this.sort.startsWith("-");
    const column = this.heads.findIndex((_, index) => this.name(index) === this.sort.replace(/^-/, ""));
    this.heads.forEach((head, index) => {
      if (index === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    let rows = this.rows.map(({ row }) => row);
    if (column >= 0) {
      const keyed = rows.map((row) => ({ row, key: sortKey(row.cells[column]) }));
      keyed.sort((a, b) => (a.key === "") - (b.key === "") || (down ? -1 : 1) * compare(this.collator, a.key, b.key));
      rows = keyed.map(({ row }) => row);
    }
    this.table.tBodies[0].append(...rows);
  }
}

function listFilter(box) {
  const input = box.querySelector("input");
  const output = box.querySelector("output");
  const items = [...document.querySelectorAll(box.dataset.items)].map((item) => ({ item, keys: keys(item.textContent) }));
  const groups = [...document.querySelectorAll(box.dataset.groups)];
  const apply = () => {
    const fits = asked(input.value);
    for (const { item, keys: text } of items) item.hidden = !fits(text);
    for (const group of groups) group.hidden = !group.querySelector(`${box.dataset.items}:not([hidden])`);
    output.textContent = `${items.filter(({ item }) => !item.hidden).length} ${box.dataset.of} ${items.length}`;
    address.set({ q: input.value.trim() });
  };
  const read = () => { input.value = address.get("q"); apply(); };
  box.hidden = false;
  input.addEventListener("input", apply);
  addEventListener("hashchange", read);
  read();
}

const liveTables = [...document.querySelectorAll("table.data")]
  .filter((table) => table.tHead && table.tBodies[0].rows.length > 1).map((table, number) => new LiveTable(table, number));
for (const box of document.querySelectorAll(".listfilter")) listFilter(box);
