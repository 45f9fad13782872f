// The card beside the picture: the findings of a question, or everything about the node in the centre, with reasons.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, edges, state, say, said, make, name, find } = ipg;

  const link = (href) => (href ? [make("a", say("ui", "open_page"), { href })] : []);
  const choose = (id, text) => make("button", "", { type: "button", class: "plain", click: () => ipg.focus(id) }, [name(text)]);
  const list = (title, items) => (items.length ? [make("h3", title), make("ul", "", {}, items)] : []);
  const page = (number) => (number ? say("ui", "page", { n: number }) : "");
  const dotted = (parts) => parts.filter(Boolean).join(" · ");

  function reasons(edge) {
    const d = edge.d;
    const parts = [];
    if (d.r) parts.push(said(d.r));
    if (d.v) parts.push(say("details", "was", { n: d.v }));
    if (d.g.length) parts.push(say("details", d.t === "in" ? "at" : "shared", { n: ipg.goalNumbers(d.g) }));
    const key = d.t === "tie" ? "measures" : "by_measures";
    if (d.m.length) {
      const pages = [...new Set(d.m.map((m) => data.measures[m].p).filter(Boolean))].sort((a, b) => a - b);
      const where = pages.length ? ` (${say("details", "pages", { n: pages.join(", ") })})` : "";
      parts.push(say("details", key, { n: ipg.measureNumbers(d.m) }) + where);
    }
    for (const one of d.c) parts.push(say("details", "cooperation", { n: said(data.cooperations[one].t) }));
    return parts.join(" · ");
  }

  const about = {
    a(d) {
      const filter = (id, n) => said(ipg.filters.get(id).items[n].l);
      return [make("p", dotted([said(data.kinds[d.k].l), d.o, filter("levels", d.l)])), ...link(d.u)];
    },
    g(d) {
      const goal = data.goals[d.i];
      const groups = d.z.map((n) => said(ipg.filters.get("groups").items[n].l)).join(", ");
      return [make("p", dotted([ipg.chapterName(d.c), page(goal.p), groups])), ...link(goal.u)];
    },
    m(d) {
      const measure = data.measures[d.i];
      const when = measure.y ? measure.y.map((year) => year || "").join("–") : "";
      return [make("p", dotted([when, page(measure.p)])), ...link(measure.u)];
    },
    c: () => [],
  };

  function details(shown) {
    const box = find("details");
    if (!state.focus) return overview(box, shown);
    const id = state.focus;
    const d = nodes.get(id).d;
    const back = make("button", `← ${say("ui", "back")}`, { type: "button", click: () => ipg.focus(null) });
    const parts = [back, make("h2", "", {}, [name(ipg.nameOf(id))]), ...about[d.t](d)];
    for (const words of d.h || []) parts.push(make("p", said(words), { class: "said" }));
    const around = ipg.neighbours(id);
    for (const kind of ["overlap", "talk", "tie", "lost", "has", "lead", "part", "fund", "in"]) {
      const ids = shown.ring.filter((other) => around.get(other).d.t === kind);
      const items = ids.map((other) => make("li", "", {}, [choose(other, ipg.nameOf(other)), make("small", reasons(around.get(other)))]));
      const wanted = { a: kind, g: `${kind}_by`, m: kind === "has" ? "has_goal" : `${kind}_by` }[d.t];
      parts.push(...list(say("details", data.texts.details[wanted] ? wanted : kind, { n: ids.length }), items));
    }
    if (d.t === "g") {
      const items = d.m.filter((m) => !around.has(`m${m}`)).map((m) => {
        const measure = data.measures[m];
        return make("li", "", {}, [choose(`m${m}`, `${measure.n} ${measure.w}`), make("small", page(measure.p))]);
      });
      parts.push(...list(say("details", "measure_list", { n: items.length }), items));
    } else if (d.t === "a" && ["actors", "coverage"].includes(ipg.view())) {
      const items = d.g.map((goal) => make("li", "", {}, [choose(`g${goal}`, `${data.goals[goal].n} ${data.goals[goal].w}`)]));
      parts.push(...list(say("details", "goals", { n: items.length }), items));
    }
    if (d.t === "a") parts.push(ipg.corrections.form(id));
    return box.replaceChildren(...parts);
  }

  // Without a node in the centre: the findings of the question, each a sentence that leads to its node.
  function overview(box, shown) {
    const asked = ipg.preset();
    if (asked.layout === "matrix") return box.replaceChildren(make("h2", say("ui", "details")), make("p", say("ui", "click_field")), make("ul", "", {}, absent(shown)));
    const item = (ids, text, small) => {
      const inside = [make("span", text), ...(small ? [make("small", small)] : [])];
      return make("li", "", {}, [make("button", "", { type: "button", class: "said", click: () => ipg.focus(ids[0]) }, inside)]);
    };
    const goal = (id) => (ipg.type(id) === "g" ? ipg.goalOf(id).w : "");
    let found = asked.said.filter((one) => one.i.every((id) => ipg.nodeShown(id))).map((one) => [one.i, said(one.t), goal(one.i[0])]);
    if (!asked.said.length && asked.view === "before" && asked.layout === "sector") found = asked.marked.map((id) => [[id], ipg.nameOf(id), ""]);
    else if (!asked.said.length && (asked.only || asked.view === "before")) {
      const lit = [...shown.edges].filter(([, how]) => !how.faint).map(([id]) => edges.get(id));
      if (asked.id === "overlaps") lit.sort((a, b) => ipg.sharedGoals(b).length - ipg.sharedGoals(a).length);
      found = lit.map((edge) => [[edge.from], `${ipg.nameOf(edge.from)} – ${ipg.nameOf(edge.to)}`, reasons(edge)]);
    }
    const items = found.slice(0, 60).map((one) => item(...one));
    if (found.length > 60) items.push(make("li", say("ui", "more", { n: found.length - 60 })));
    return box.replaceChildren(make("h2", say("ui", "details")), make("p", say("ui", "click")), ...(items.length ? [make("ul", "", {}, items)] : []));
  }

  // By chapter, who is not there.
  function absent(shown) {
    const found = new Map();
    for (const [id, how] of shown.nodes) {
      const [row, column] = ipg.fieldOf(id);
      if (!how.out && !ipg.held(id)) found.set(column, [...(found.get(column) || []), row]);
    }
    return [...found].map(([column, rows]) => make("li", "", {}, [make("b", column), make("small", rows.join(" · "))]));
  }

  Object.assign(ipg.panel, { details, reasons });
})();
