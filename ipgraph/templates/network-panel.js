// The words beside the picture: questions, filters, findings, details of a node, legend. Text of the plan goes in
// through textContent only, so that it is always text.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, state, say, said, fill } = ipg;
  const find = (id) => document.getElementById(id);

  function make(tag, text = "", attributes = {}, children = []) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "click") element.addEventListener("click", value);
      else if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }
  // A name of the plan: kept apart, so that its direction of writing changes nothing around it.
  const name = (text) => make("bdi", text);
  function swatch(mark, colour, square) {
    const element = make("span", mark, { class: `swatch${square ? " square" : ""}`, "aria-hidden": "true" });
    element.style.background = colour;
    element.style.color = ipg.dark(colour) ? "#fff" : "#000";
    return element;
  }

  function presets() {
    find("presets").replaceChildren(
      ...data.presets.map((preset) => {
        const chosen = preset.id === state.preset;
        const count = chosen && !state.focus && ipg.now ? ipg.now.shown.count : preset.count;
        const pressed = String(chosen && !state.focus);
        const click = () => ipg.ask(preset.id);
        const title = data.texts.presets[preset.id].title[state.lang];
        return make("button", "", { type: "button", "aria-pressed": pressed, click }, [make("span", title), make("b", String(count))]);
      }),
    );
    const slides = ipg.preset().slider;
    find("slider-box").hidden = !slides;
    find("slider-label").textContent = say("ui", "slider", { k: state.least });
    find("slider").value = String(state.least);
  }

  function filters() {
    filter("kinds", state.kinds, data.kinds.map((kind) => [said(kind.l), swatch(kind.s, kind.c)]));
    filter("chapters", state.chapters, data.chapters.map((chapter) => [chapter.t, swatch(chapter.n, chapter.c, true)]));
  }
  function filter(id, chosen, rows) {
    const all = (on) => () => {
      chosen.clear();
      if (on) rows.forEach((_, n) => chosen.add(n));
      filters();
      ipg.refresh();
    };
    const boxes = rows.map(([text, mark], n) => {
      const box = make("input", "", { type: "checkbox" });
      box.checked = chosen.has(n);
      box.addEventListener("change", () => {
        if (box.checked) chosen.add(n);
        else chosen.delete(n);
        ipg.refresh();
      });
      return make("label", "", {}, [box, mark, name(text)]);
    });
    const button = (key, on) => make("button", say("ui", key), { type: "button", click: all(on) });
    find(id).replaceChildren(make("div", "", { class: "pair" }, [button("all", true), button("none", false)]), ...boxes);
  }

  function question(shown) {
    const words = data.texts.presets[state.preset];
    const form = shown.count === 0 ? "none" : shown.count === 1 ? "one" : "many";
    let text = fill(words[form][state.lang], { n: shown.count, k: state.least });
    if (state.focus) {
      text = say("ui", "focus", { name: ipg.isActor(state.focus) ? ipg.nameOf(state.focus) : say("ui", "goal", { n: ipg.goalOf(state.focus).n }) });
      if (!shown.count) text += ` – ${say("ui", "focus_alone")}`;
    } else if (!shown.nodes.size) text = say("ui", "empty");
    find("question").textContent = ipg.straight(text);
    return text;
  }

  const link = (href) => (href ? [make("a", say("ui", "open_page"), { href })] : []);
  const choose = (id, text) => make("button", "", { type: "button", class: "plain", click: () => ipg.focus(id) }, [name(text)]);
  const goals = (list) => list.map((goal) => data.goals[goal].n).join(", ");
  const list = (title, items) => (items.length ? [make("h3", title), make("ul", "", {}, items)] : []);

  function reasons(edge) {
    const d = edge.d;
    const parts = [];
    if (d.r) parts.push(said(d.r));
    if (d.g && d.g.length) parts.push(say("details", "shared", { n: goals(d.g) }));
    const key = d.g ? "measures" : "by_measures";
    if (d.m && d.m.length) parts.push(say("details", key, { n: d.m.map((m) => data.measures[m].n).join(", ") }));
    for (const one of d.c || []) parts.push(say("details", "cooperation", { n: data.cooperations[one] }));
    return parts.join(" · ");
  }

  function details(shown) {
    const box = find("details");
    if (!state.focus) return overview(box, shown);
    const d = nodes.get(state.focus).d;
    const back = make("button", `← ${say("ui", "back")}`, { type: "button", click: () => ipg.focus(null) });
    const parts = [back, make("h2", "", {}, [name(ipg.nameOf(state.focus))])];
    if (d.t === "a") parts.push(make("p", [said(data.kinds[d.k].l), d.o].filter(Boolean).join(" · ")), ...link(d.u));
    else {
      const goal = data.goals[d.i];
      const chapter = data.chapters[d.c];
      parts.push(make("p", [`${chapter.n} ${chapter.t}`, goal.p ? say("ui", "page", { n: goal.p }) : ""].filter(Boolean).join(" · ")));
      parts.push(...link(goal.u));
    }
    for (const words of d.h) parts.push(make("p", said(words), { class: "said" }));
    const around = ipg.neighbours(state.focus);
    const order = shown.ring || [];
    for (const kind of ["overlap", "talk", "tie", "lead", "part"]) {
      const ids = order.filter((id) => around.get(id).d.t === kind);
      const key = d.t === "g" ? `${kind}_by` : kind;
      const items = ids.map((id) => make("li", "", {}, [choose(id, ipg.nameOf(id)), make("small", reasons(around.get(id)))]));
      parts.push(...list(ids.length ? say("details", key, { n: ids.length }) : "", items));
    }
    if (d.t === "g") {
      const items = d.m.map((m) => make("li", "", {}, [name(`${data.measures[m].n} ${data.measures[m].w}`)]));
      parts.push(...list(say("details", "measure_list", { n: items.length }), items));
    } else if (data.kind === "actors") {
      const items = d.g.map((goal) => make("li", "", {}, [name(`${data.goals[goal].n} ${data.goals[goal].w}`)]));
      parts.push(...list(say("details", "goals", { n: items.length }), items));
    }
    box.replaceChildren(...parts);
    return undefined;
  }

  // Without a node in the centre: the findings of the question, each a sentence that leads to its node.
  function overview(box, shown) {
    const asked = ipg.preset();
    const found = asked.said.filter((one) => (!asked.slider || one.k >= state.least) && one.i.every((id) => shown.nodes.has(id) || (asked.tiles && ipg.nodeShown(id))));
    const items = found.slice(0, 60).map((one) => {
      const goal = nodes.get(one.i[0]).d.t === "g" ? data.goals[nodes.get(one.i[0]).d.i].w : "";
      const inside = [make("span", said(one.t)), ...(goal ? [make("small", goal)] : [])];
      return make("li", "", {}, [make("button", "", { type: "button", class: "said", click: () => ipg.focus(one.i[0]) }, inside)]);
    });
    if (found.length > 60) items.push(make("li", say("ui", "more", { n: found.length - 60 })));
    box.replaceChildren(make("h2", say("ui", "details")), make("p", say("ui", "click")), make("ul", "", {}, items));
  }

  // The legend names only what is to be seen.
  function legendItems(shown) {
    const kinds = new Set();
    let tile = false;
    let gap = false;
    for (const id of shown.nodes.keys()) {
      const d = nodes.get(id).d;
      if (d.t === "a") kinds.add(d.k);
      else [tile, gap] = [true, gap || d.gap];
    }
    const lines = new Set([...shown.edges.keys()].map((id) => ipg.edges.get(id).d.t));
    const items = [...kinds].sort((a, b) => a - b).map((k) => ({ kind: data.kinds[k], text: said(data.kinds[k].l) }));
    if (tile) items.push({ tile: true, text: say("lines", "goal") });
    if (gap) items.push({ gap: true, text: say("lines", "gap") });
    for (const line of Object.keys(ipg.LINES)) if (lines.has(line)) items.push({ line, text: say("lines", line) });
    return items;
  }
  function legend(shown) {
    find("legend").replaceChildren(
      ...legendItems(shown).map((item) => {
        let mark;
        if (item.kind) mark = swatch(item.kind.s, item.kind.c);
        else {
          mark = make("canvas", "", { width: 72, height: 36, "aria-hidden": "true" });
          mark.style.width = "36px";
          mark.style.height = "18px";
          const ctx = mark.getContext("2d");
          ctx.scale(2, 2);
          sample(ctx, item, 0, 0, 36, 18);
        }
        return make("span", "", {}, [mark, document.createTextNode(item.text)]);
      }),
    );
  }
  function sample(ctx, item, x, y, w, h) {
    ctx.save();
    if (item.line) {
      const line = ipg.LINES[item.line];
      ctx.strokeStyle = line.color;
      ctx.lineWidth = Math.max(2, line.width);
      ctx.setLineDash(line.dash);
      ctx.beginPath();
      ctx.moveTo(x, y + h / 2);
      ctx.lineTo(x + w, y + h / 2);
    } else {
      ctx.fillStyle = item.gap ? "#ffffff" : "#dddddd";
      ctx.strokeStyle = item.gap ? "#b3261e" : "#222222";
      ctx.lineWidth = item.gap ? 2 : 1.2;
      if (item.gap) ctx.setLineDash([4, 3]);
      ctx.beginPath();
      ctx.rect(x + 5, y + 2, w - 10, h - 4);
      ctx.fill();
    }
    ctx.stroke();
    ctx.restore();
  }

  function tables() {
    const all = [state.chapters.size === data.chapters.length, state.kinds.size === data.kinds.length];
    const any = (list, chosen) => list.split(" ").some((n) => n !== "" && chosen.has(Number(n)));
    for (const table of document.querySelectorAll("table")) {
      let count = 0;
      for (const row of table.tBodies[0].rows) {
        row.hidden = !((all[0] || any(row.dataset.c, state.chapters)) && (all[1] || any(row.dataset.k, state.kinds)));
        if (!row.hidden) count += 1;
      }
      table.querySelector(".count").textContent = `(${count})`;
    }
  }

  Object.assign(ipg, { find, make, panel: { presets, filters, question, details, legend, legendItems, sample, tables } });
})();
