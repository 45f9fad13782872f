// What is known and what is chosen. No drawing here: visible() says which nodes and lines the choice leaves.
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
  const links = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    links.get(edge.from).push({ edge, other: edge.to });
    links.get(edge.to).push({ edge, other: edge.from });
  }
  const firstWithAnswer = data.presets.find((preset) => preset.count) || data.presets[0];
  const state = {
    lang: data.lang,
    preset: firstWithAnswer.id,
    least: data.least || 2, // goals in common
    chapters: new Set(data.chapters.map((_, n) => n)),
    kinds: new Set(data.kinds.map((_, n) => n)),
    focus: null, // the node in the centre
    cursor: null, // the node that the arrow keys stand on
    hover: null,
    text: 0, // steps of A- and A+
    presenting: false,
  };

  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
  const say = (group, key, values = {}) => fill(data.texts[group][key][state.lang], values);
  const said = (words) => words[state.lang];

  const preset = () => data.presets.find((one) => one.id === state.preset);
  const isActor = (id) => nodes.get(id).d.t === "a";
  const goalOf = (id) => data.goals[nodes.get(id).d.i];
  const nameOf = (id) => (isActor(id) ? nodes.get(id).d.n : `${goalOf(id).n} ${goalOf(id).w}`);
  const allChapters = () => state.chapters.size === data.chapters.length;

  function nodeShown(id) {
    const d = nodes.get(id).d;
    if (d.t === "g") return state.chapters.has(d.c);
    return state.kinds.has(d.k) && (allChapters() || d.g.some((goal) => state.chapters.has(data.goals[goal].c)));
  }

  const sharedGoals = (edge) => (edge.d.g || []).filter((goal) => state.chapters.has(data.goals[goal].c));

  function edgeShown(edge) {
    if (!nodeShown(edge.from) || !nodeShown(edge.to)) return false;
    if (edge.d.t === "overlap") return sharedGoals(edge).length >= state.least;
    if (edge.d.t === "tie" && edge.d.m && !allChapters()) {
      return edge.d.c.length > 0 || edge.d.m.some((m) => data.measures[m].c.some((c) => state.chapters.has(c)));
    }
    return true;
  }

  // Neighbours of a node with the lines to them. A pair that should talk mostly also has goals in common;
  // it gets one line, the one that says more.
  function neighbours(id) {
    const found = new Map();
    const kinds = data.kind === "actors" ? ["overlap", "tie", "talk"] : ["lead", "part"];
    for (const kind of kinds) {
      for (const { edge, other } of links.get(id)) {
        if (edge.d.t === kind && edgeShown(edge) && !found.has(other)) found.set(other, edge);
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
    const marked = new Set(asked.marked.filter(nodeShown));
    for (const edge of data.edges) {
      if (asked.lines.includes(edge.d.t) && edgeShown(edge)) {
        const touches = marked.has(edge.from) || marked.has(edge.to);
        if (asked.pairs && !(marked.has(edge.from) && marked.has(edge.to))) continue;
        shown.edges.set(edge.id, { faint: Boolean(asked.fade) && !touches });
      }
    }
    if (asked.only) {
      for (const id of shown.edges.keys()) {
        shown.nodes.set(edges.get(id).from, {});
        shown.nodes.set(edges.get(id).to, {});
      }
    } else {
      for (const id of nodes.keys()) {
        if (!nodeShown(id) || (asked.tiles && isActor(id) && !marked.has(id))) continue;
        shown.nodes.set(id, { mark: marked.has(id), faint: Boolean(asked.fade) && !marked.has(id) });
      }
    }
    const about = (finding) => finding.i.every(nodeShown);
    shown.count = asked.said.length && !asked.slider ? asked.said.filter(about).length : shown.edges.size;
    if (!asked.said.length && asked.fade) shown.count = 0;
    return shown;
  }

  function focused(shown) {
    const around = neighbours(state.focus);
    shown.nodes.set(state.focus, { mark: true });
    for (const [id, edge] of around) {
      shown.nodes.set(id, {});
      shown.edges.set(edge.id, {});
    }
    const among = data.kind === "actors" || !isActor(state.focus);
    for (const id of among ? around.keys() : []) {
      for (const { edge, other } of links.get(id)) {
        const tie = edge.d.t === "tie" && id < other && around.has(other) && edgeShown(edge);
        if (tie) shown.edges.set(edge.id, { faint: data.kind === "actors" });
      }
    }
    const group = isActor(state.focus) ? null : groups([...around.keys()]);
    const rank = (id) => {
      const d = nodes.get(id).d;
      if (d.t === "g") return [0, d.i];
      const kind = ["overlap", "talk", "tie"].indexOf(around.get(id).d.t);
      return [group ? group.get(id) : kind, d.k];
    };
    shown.ring = [...around.keys()].sort((a, b) => {
      const [x, y] = [rank(a), rank(b)];
      return x[0] - y[0] || x[1] - y[1] || nameOf(a).localeCompare(nameOf(b), "de");
    });
    shown.count = around.size;
    return shown;
  }

  // "Müller", "mueller" and "muller" find each other, and "strasse" finds "Straße".
  const plain = (text) => text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const spelled = (text) =>
    plain(text.toLowerCase().normalize("NFC").replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue"));
  function search(query) {
    const [a, b] = [plain(query.trim()), spelled(query.trim())];
    if (!a) return [];
    const hits = [];
    for (const [id, node] of nodes) {
      const text = node.d.t === "a" ? `${node.d.n} ${node.d.s} ${node.d.o}` : nameOf(id);
      const at = plain(text).indexOf(a) >= 0 ? plain(text).indexOf(a) : spelled(text).indexOf(b);
      if (at >= 0) hits.push([at, id]);
    }
    return hits.sort((x, y) => x[0] - y[0] || nameOf(x[1]).localeCompare(nameOf(y[1]), "de")).map((hit) => hit[1]);
  }

  window.ipg = {
    data, nodes, edges, links, state, say, said, fill, preset, isActor, goalOf, nameOf, nodeShown, sharedGoals,
    neighbours, visible, search, now: null,
  };
})();
