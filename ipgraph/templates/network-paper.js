// Paper: what is on the screen, or every question, as large drawings; or a sheet to correct for the table and one for
// each actor. Built when somebody prints, or at once when the address says so (#paper=all, for the command line).
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, state, say, make, name, find } = ipg;
  const SIZE = { a3: [1500, 1010], a4: [1250, 830] };

  // Words of the plan have been escaped by the drawing; the result is put in as nodes, not as HTML.
  function drawing(size) {
    const [W, H] = SIZE[size];
    const parsed = new DOMParser().parseFromString(ipg.svg(W, H), "image/svg+xml").documentElement;
    return make("section", "", { class: `sheet ${size}` }, [document.importNode(parsed, true)]);
  }
  // Look at something else for a moment, without leaving a trace on the screen.
  function during(change, work) {
    const kept = { ...state, chosen: { ...state.chosen } };
    const before = ipg.now;
    change();
    ipg.now = { shown: ipg.visible(), plan: null };
    ipg.panel.question(ipg.now.shown);
    const made = work();
    Object.assign(state, kept);
    ipg.now = before;
    ipg.panel.question(ipg.now.shown);
    return made;
  }
  // The steps of the story first, if there is one, then every question that has an answer.
  function everything(size) {
    const told = ipg.story.steps.map((step, n) => () => {
      ipg.address.decode(step.s);
      state.step = n;
    });
    const asked = data.presets.filter((preset) => preset.count).map((preset) => () => Object.assign(state, { preset: preset.id, focus: null, step: null }));
    return [...told, ...asked].map((change) => during(change, () => drawing(size)));
  }

  // Long texts are cut to a line or two: the sheet is to be written on.
  const brief = (text) => (text.length > 120 ? `${text.slice(0, 118).trim()}…` : text);
  // More lines than a page has room for: what is left of it is filled.
  const blank = () => make("div", "", { class: "blank", "aria-hidden": "true" }, [...Array(34)].map(() => make("div")));
  const foot = () => make("p", ipg.caption().join("  ·  "), { class: "caption" });
  // One large sheet to lay on a table.
  function table() {
    const top = during(() => Object.assign(state, { preset: "ties", focus: null, step: null }), () => drawing("a3"));
    const words = make("section", "", { class: "sheet a3 write" }, [make("h2", say("sheets", "title")), make("p", say("sheets", "intro")), make("div", "", { class: "thirds" }, ["right", "missing", "talk"].map((key) => make("div", "", { class: "ask" }, [make("h3", say("sheets", key)), blank()]))), foot()]);
    return [top, words];
  }
  // One page for each actor: what the plan says about it, three questions, room to write.
  function actor(id) {
    const d = nodes.get(id).d;
    const near = new Map();
    for (const { edge, other } of ipg.links.get(id)) if (ipg.isActor(other)) near.set(other + edge.d.t, [other, edge]);
    const list = (key, items, most) => {
      if (!items.length) return [];
      const shown = items.slice(0, most).map((item) => make("li", "", {}, [name(item)]));
      if (items.length > most) shown.push(make("li", say("ui", "more", { n: items.length - most })));
      return [make("h3", `${say("sheets", key)} (${items.length})`), make("ul", "", { class: key }, shown)];
    };
    const pairs = (kind) => [...near.values()].filter(([, edge]) => edge.d.t === kind);
    const work = ipg.links.get(id).filter(({ edge, other }) => other[0] === "m" && edge.d.t !== "fund").map(({ edge, other }) => `${ipg.measureOf(other).n} (${say("lines", edge.d.t)}) ${ipg.measureOf(other).w}`);
    const partners = pairs("tie").map(([other]) => nodes.get(other).d.s || ipg.nameOf(other));
    const together = partners.length ? [make("h3", `${say("sheets", "partners")} (${partners.length})`), make("p", "", {}, [name(partners.slice(0, 40).join(" · ")), partners.length > 40 ? ` · ${say("ui", "more", { n: partners.length - 40 })}` : ""])] : [];
    const talk = pairs("talk").map(([other, edge]) => `${ipg.nameOf(other)}: ${brief(ipg.panel.reasons(edge))}`);
    return make("section", "", { class: "sheet portrait write" }, [
      make("h2", "", {}, [name(d.n)]),
      make("p", [ipg.said(data.kinds[d.k].l), d.o].filter(Boolean).join(" · ")),
      make("p", say("sheets", "says")),
      ...list("work", work, 7),
      ...together,
      ...list("could", talk, 3),
      ...(work.length || partners.length ? [] : [make("p", say("sheets", "nothing"))]),
      ...["right", "missing", "talk"].flatMap((key) => [make("h3", say("sheets", key)), blank()]),
      foot(),
    ]);
  }
  const sheets = () => [...table(), ...[...nodes.keys()].filter((id) => ipg.isActor(id) && ipg.nodeShown(id)).map(actor)];

  const KINDS = { picture: (size) => [drawing(size)], all: everything, sheets };
  function build(kind, size) {
    find("paper").replaceChildren(...KINDS[kind](size));
    document.documentElement.classList.toggle("no-tables", kind === "sheets");
    document.documentElement.classList.add("papered");
  }
  function clear() {
    find("paper").replaceChildren();
    document.documentElement.classList.remove("papered", "no-tables");
  }
  function print(kind, size) {
    build(kind, size);
    window.print();
  }
  // Whoever prints through the menu of the browser gets the picture, too.
  window.addEventListener("beforeprint", () => {
    if (!find("paper").childElementCount) build("picture", "a4");
  });
  window.addEventListener("afterprint", () => {
    if (!ipg.paper.kept) clear();
  });

  ipg.paper = { build, print, clear, kept: false };
})();
