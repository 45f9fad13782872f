// What is known and what is chosen. No drawing here: visible() says which nodes and lines the choice leaves.
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  data.edges = data.edges.map(([from, to, d]) => ({ from, to, d }));
  addFields();
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge, n) => [`e${n}`, Object.assign(edge, { id: `e${n}` })]));
  const links = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    for (const key of ["g", "m", "c"]) edge.d[key] = edge.d[key] || [];
    // Goals in common are not written on every line: both ends know theirs.
    const [a, b] = [nodes.get(edge.from).d, nodes.get(edge.to).d];
    if (edge.d.t === "tie" || edge.d.t === "overlap") edge.d.g = a.g.filter((goal) => b.g.includes(goal));
    links.get(edge.from).push({ edge, other: edge.to });
    if (edge.d.t !== "in") links.get(edge.to).push({ edge, other: edge.from });
  }
  // Who takes part where: a field for each row (kind of actor or town) and chapter, joined with the actors in it.
  function addFields() {
    const known = new Map(data.nodes.map(({ id, d }) => [id, d]));
    const work = data.edges.filter(({ to, d }) => to[0] === "g" && (d.t === "lead" || d.t === "part"));
    for (const [by, { rows, columns }] of Object.entries(data.coverage)) {
      const name = (row, column) => `c${by}${row}.${column}`;
      rows.forEach((_, row) => columns.forEach((_, column) => data.nodes.push({ id: name(row, column), d: { t: "c", by, row, column } })));
      const inside = new Map();
      for (const { from, to, d } of work) {
        const [actor, goal] = [known.get(from), known.get(to)];
        const row = rows.findIndex(({ i }) => i === (by === "kinds" ? actor.k : actor.w));
        const column = columns.findIndex(({ i }) => i === goal.c);
        if (row < 0 || column < 0) continue;
        const key = `${from} ${column}`;
        if (!inside.has(key)) inside.set(key, { from: name(row, column), to: from, d: { t: "in", g: [], m: [] } });
        const { g, m } = inside.get(key).d;
        g.push(goal.i);
        m.push(...d.m.filter((one) => !m.includes(one)));
      }
      data.edges = data.edges.concat([...inside.values()]);
    }
  }
  const filters = new Map(data.filters.map((filter) => [filter.id, filter]));
  const everything = () => Object.fromEntries(data.filters.map(({ id, items }) => [id, new Set(items.keys())]));
  const opening = (view) => (data.presets.find((one) => one.view === view && one.count) || data.presets.find((one) => one.view === view) || data.presets[0]).id;
  const fresh = () => ({
    preset: opening(data.view),
    least: data.least, // goals in common
    chosen: everything(), // by filter, the numbers of the values that are ticked
    from: null, // years
    to: null,
    focus: null, // the node in the centre
  });
  const state = {
    ...fresh(),
    lang: data.lang,
    cursor: null, // the node that the arrow keys stand on
    hover: null,
    text: 0, // steps of A- and A+
    presenting: false,
    step: null, // of the story
  };

  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
  const say = (group, key, values = {}) => fill(data.texts[group][key][state.lang], values);
  const said = (words) => (typeof words === "string" ? words : words[state.lang]); // words of the plan stand once

  const preset = () => data.presets.find((one) => one.id === state.preset);
  const type = (id) => nodes.get(id).d.t;
  const isActor = (id) => type(id) === "a";
  const goalOf = (id) => data.goals[nodes.get(id).d.i];
  const measureOf = (id) => data.measures[nodes.get(id).d.i];
  const goalNumbers = (goals) => goals.map((goal) => data.goals[goal].n).join(", ");
  const measureNumbers = (measures) => measures.map((measure) => data.measures[measure].n).join(", ");
  const chapterName = (n) => `${data.chapters[n].n} ${said(data.chapters[n].t)}`;
  // The row and the chapter of a field.
  function fieldOf(id) {
    const { by, row, column } = nodes.get(id).d;
    const { rows, columns } = data.coverage[by];
    return [said(rows[row].l), `${columns[column].n} ${columns[column].t}`.trim()];
  }
  function nameOf(id) {
    const one = { a: () => nodes.get(id).d.n, g: () => `${goalOf(id).n} ${goalOf(id).w}`, m: () => `${measureOf(id).n} ${measureOf(id).w}`, c: () => fieldOf(id).join(" – ") };
    return one[type(id)]();
  }
  const fieldKey = ({ by, row, column }) => [by, data.coverage[by].rows[row].k, data.coverage[by].columns[column].n].join("/");
  // A key that stays the same from one edition of the plan to the next.
  const keyOf = (id) => `${type(id)}:${{ a: () => nodes.get(id).d.i, g: () => goalOf(id).k, m: () => measureOf(id).n, c: () => fieldKey(nodes.get(id).d) }[type(id)]()}`;
  const idOf = new Map(data.nodes.map((node) => [keyOf(node.id), node.id]));

  // ---- filters
  const whole = (name) => state.chosen[name].size === filters.get(name).items.length;
  const period = () => state.from !== null || state.to !== null;
  const filtered = () => period() || data.filters.some(({ id }) => !whole(id));
  function running(thing) {
    if (!thing.y || !period()) return true;
    return (state.to === null || thing.y[0] === null || thing.y[0] <= state.to) && (state.from === null || thing.y[1] === null || thing.y[1] >= state.from);
  }
  const allows = (name, values) => whole(name) || values.some((value) => state.chosen[name].has(value));
  const groupsOf = data.nodes.filter((node) => node.d.t === "g").map((node) => node.d.z);
  const goalAllowed = (goal) => state.chosen.chapters.has(data.goals[goal].c) && allows("groups", groupsOf[goal]);
  function nodeShown(id) {
    const d = nodes.get(id).d;
    if (d.t === "a") {
      return allows("kinds", [d.k]) && allows("towns", [d.w]) && allows("levels", [d.l]) && ((whole("chapters") && whole("groups")) || d.g.some(goalAllowed));
    }
    if (d.t === "c") {
      const { rows, columns } = data.coverage[d.by];
      return allows(d.by, [rows[d.row].i]) && allows("chapters", [columns[d.column].i]);
    }
    if (d.t === "g") return goalAllowed(d.i) && (!d.m.length || d.m.some((m) => running(data.measures[m])));
    return data.measures[d.i].g.some(goalAllowed) && running(data.measures[d.i]);
  }
  const measureAllowed = (m) => running(data.measures[m]) && (data.measures[m].g.some(goalAllowed) || (whole("chapters") && whole("groups")));
  const sharedGoals = (edge) => edge.d.g.filter(goalAllowed);
  function edgeShown(edge) {
    if (!nodeShown(edge.from) || !nodeShown(edge.to)) return false;
    if (edge.d.t === "overlap") return sharedGoals(edge).length >= state.least;
    if (edge.d.t === "tie") return edge.d.m.some(measureAllowed) || edge.d.c.some((one) => running(data.cooperations[one]));
    if (edge.d.t === "in") return sharedGoals(edge).length > 0 && edge.d.m.some(measureAllowed);
    if (edge.d.m.length) return edge.d.m.some((m) => running(data.measures[m]));
    return true;
  }

  // How many actors are in a field.
  const held = (id) => links.get(id).filter(({ edge }) => edgeShown(edge)).length;

  // ---- what a node is connected with; a pair gets one line, the one that says most
  const KINDS = { actors: ["lost", "overlap", "tie", "talk"], goals: ["lead", "part"], plan: ["has", "lead", "part", "fund"], coverage: ["in"] };
  const IN_VIEW = { actors: "a", goals: "ag", plan: "gm", coverage: "c" };
  const view = () => (preset().view === "before" ? (preset().layout === "ties" ? "actors" : "goals") : preset().view);
  // In which view the circle of a node says most.
  const circle = {
    a: () => (view() === "coverage" ? "actors" : view()),
    g: () => (view() === "plan" ? "plan" : "goals"),
    m: () => "plan",
    c: () => "coverage",
  };
  function neighbours(id) {
    const found = new Map();
    const where = circle[type(id)]();
    for (const kind of KINDS[where]) {
      for (const { edge, other } of links.get(id)) {
        const measure = edge.to[0] === "m";
        if (edge.d.t === kind && measure === (where === "plan") && edgeShown(edge) && !found.has(other)) found.set(other, edge);
      }
    }
    return found;
  }

  // Groups of tied actors, so that the circle round a goal shows who belongs together.
  function groups(ids) {
    const left = new Set(ids);
    const group = new Map();
    let number = 0;
    for (const start of ids) {
      if (!left.delete(start)) continue;
      const queue = [start];
      while (queue.length) {
        const id = queue.pop();
        group.set(id, number);
        for (const { edge, other } of links.get(id)) {
          if (edge.d.t === "tie" && left.delete(other)) queue.push(other);
        }
      }
      number += 1;
    }
    return group;
  }

  function visible() {
    const shown = { nodes: new Map(), edges: new Map(), count: 0, ring: null };
    if (state.focus) return focused(shown);
    const asked = preset();
    const types = IN_VIEW[view()];
    const here = (id) => types.includes(type(id)) && nodes.get(id).d.by === asked.by;
    const lit = new Set([...nodes.keys()].filter((id) => here(id) && nodeShown(id)));
    // A finding about several things is there only when the filters leave all of them.
    const found = asked.said.filter((finding) => finding.i.every((id) => lit.has(id)));
    const marked = new Set((asked.said.length ? found.flatMap((finding) => finding.i) : asked.marked).filter((id) => lit.has(id)));
    let touching = 0;
    for (const edge of data.edges) {
      if (!asked.lines.includes(edge.d.t) || !types.includes(edge.to[0]) || !types.includes(edge.from[0]) || !edgeShown(edge)) continue;
      const touches = asked.fresh ? edge.d.n : edge.d.t === "lost" || marked.has(edge.from) || marked.has(edge.to);
      if (asked.pairs && !(marked.has(edge.from) && marked.has(edge.to))) continue;
      shown.edges.set(edge.id, { faint: Boolean(asked.fade) && !touches });
      if (touches) touching += 1;
    }
    // What a filter leaves out stays as a shadow, so that the map keeps its form; so does, beside the pairs that are
    // asked for, whoever is in none of them.
    // Only a table with many rows drops what is left out: that is how to make it legible.
    const crowded = asked.by && data.coverage[asked.by].rows.length > 20;
    const paired = new Set([...shown.edges.keys()].flatMap((id) => [edges.get(id).from, edges.get(id).to]));
    for (const id of nodes.keys()) {
      if (!here(id) || (asked.tiles && isActor(id) && !marked.has(id)) || (crowded && !lit.has(id))) continue;
      const alone = Boolean(asked.only) && !paired.has(id);
      const faint = alone || !lit.has(id) || (Boolean(asked.fade) && !marked.has(id));
      shown.nodes.set(id, { mark: marked.has(id), out: !lit.has(id), aside: alone && paired.size > 0, faint });
    }
    shown.count = counted(asked, found, lit, marked, touching, shown.edges.size);
    return shown;
  }
  // How many a question finds: sentences, what has changed, empty fields, goals, or lines.
  function counted(asked, found, lit, marked, touching, lines) {
    if (asked.said.length) return found.length;
    if (asked.view === "before") return asked.layout === "ties" ? touching : marked.size;
    if (asked.layout === "matrix") return [...lit].filter((id) => !held(id)).length;
    if (asked.id === "outline") return [...lit].filter((id) => type(id) === "g").length;
    return asked.fade ? 0 : lines;
  }

  function focused(shown) {
    const around = neighbours(state.focus);
    shown.nodes.set(state.focus, { mark: true });
    for (const [id, edge] of around) {
      shown.nodes.set(id, {});
      shown.edges.set(edge.id, {});
    }
    const pale = isActor(state.focus);
    for (const id of around.keys()) {
      for (const { edge, other } of links.get(id)) {
        const tie = edge.d.t === "tie" && id < other && around.has(other) && edgeShown(edge);
        if (tie) shown.edges.set(edge.id, { faint: pale });
      }
    }
    const group = isActor(state.focus) ? null : groups([...around.keys()].filter(isActor));
    const rank = (id) => {
      const d = nodes.get(id).d;
      if (d.t !== "a") return [d.t === "g" ? -2 : -1, d.i];
      const kind = KINDS.actors.indexOf(around.get(id).d.t);
      return [group ? group.get(id) : kind, d.k];
    };
    shown.ring = [...around.keys()].sort((a, b) => {
      const [x, y] = [rank(a), rank(b)];
      return x[0] - y[0] || x[1] - y[1] || nameOf(a).localeCompare(nameOf(b), "de");
    });
    shown.count = around.size;
    return shown;
  }

  window.ipg = {
    data, nodes, edges, links, state, filters, fresh, everything, opening, say, said, fill, preset, view, type, isActor,
    goalOf, measureOf, chapterName, goalNumbers, measureNumbers, nameOf, fieldOf, keyOf, idOf, held, whole, filtered, nodeShown, edgeShown, sharedGoals, neighbours, visible, now: null,
  };
})();
