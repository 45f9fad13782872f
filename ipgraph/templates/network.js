// Puts it together: vis-network draws and answers the mouse; everything people do ends in refresh().
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, edges, state, say, find, make } = ipg;
  document.documentElement.classList.remove("no-js");
  const box = find("canvas");

  const renderer = ({ ctx, id, x, y }) => ({
    drawNode() {
      const how = ipg.now && ipg.now.plan && ipg.now.shown.nodes.get(id);
      if (how) ipg.drawNode(ctx, id, x, y, how, ipg.now.plan.s);
    },
    nodeDimensions: dimensions(id),
  });
  function dimensions(id) {
    const [w, h] = ipg.now && ipg.now.plan ? ipg.half(id, ipg.now.plan.s) : [10, 10];
    return { width: 2 * w, height: 2 * h };
  }
  const dots = new vis.DataSet(data.nodes.map((node) => ({ ...node, ctxRenderer: renderer, hidden: true, x: 0, y: 0 })));
  const lines = new vis.DataSet(data.edges.map((edge) => ({ ...edge, hidden: true })));
  const network = new vis.Network(box, { nodes: dots, edges: lines }, data.options);
  // vis-network's own canvas is a picture to assistive technology; the box around it says what it is.
  box.querySelector("canvas").setAttribute("aria-hidden", "true");

  function refresh(keepView = false) {
    // In front of people the words stand beside the picture only when somebody asks about a node.
    document.documentElement.classList.toggle("focused", Boolean(state.focus));
    const shown = ipg.visible();
    // Words first: question and legend take more or less room, and the canvas has what is left.
    ipg.now = { shown, plan: ipg.now && ipg.now.plan };
    ipg.panel.presets();
    ipg.panel.details(shown);
    ipg.panel.legend(shown);
    ipg.panel.tables();
    find("status").textContent = ipg.panel.question(shown);
    network.setSize("100%", "100%");
    ipg.now.plan = ipg.place(box.clientWidth, box.clientHeight, shown);
    dots.update(
      data.nodes.map(({ id }) => {
        const at = ipg.now.plan.at.get(id);
        return at ? { id, hidden: !shown.nodes.has(id), x: at.x, y: at.y } : { id, hidden: true };
      }),
    );
    lines.update(
      data.edges.map((edge) => {
        const how = shown.edges.get(edge.id);
        if (!how) return { id: edge.id, hidden: true };
        const style = ipg.lineStyle(edge, how);
        const color = { color: style.color, highlight: style.color, hover: style.color, opacity: style.opacity };
        return { id: edge.id, hidden: false, color, width: style.width, dashes: style.dash.length ? style.dash : false };
      }),
    );
    if (!keepView) network.moveTo({ position: { x: 0, y: 0 }, scale: 1, animation: false });
    network.redraw();
  }

  network.on("afterDrawing", (ctx) => {
    if (!ipg.now || !ipg.now.plan) return;
    // From here on in pixels of the page, whatever the zoom, so that names keep their size.
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth || 1;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const labels = ipg.layLabels(ipg.now, box.clientWidth, box.clientHeight, (at) => network.canvasToDOM(at), network.getScale());
    ipg.drawLabels(ctx, labels);
    ipg.labels = labels;
    ctx.restore();
  });
  network.on("click", ({ nodes: hit }) => {
    if (hit.length) focus(hit[0]);
    else if (state.focus) focus(null);
  });
  network.on("hoverNode", ({ node }) => hover(node));
  network.on("blurNode", () => hover(null));
  function hover(id) {
    state.hover = id;
    box.style.cursor = id ? "pointer" : "";
    network.redraw();
  }

  function focus(id) {
    state.focus = id;
    state.cursor = id;
    state.hover = null;
    network.unselectAll();
    refresh();
    find("left").scrollTop = id ? find("details").offsetTop - find("left").offsetTop - 60 : 0;
  }
  function ask(id) {
    state.preset = id;
    state.focus = state.cursor = null;
    refresh();
  }
  function step(by) {
    const at = data.presets.findIndex((preset) => preset.id === state.preset);
    ask(data.presets[(at + by + data.presets.length) % data.presets.length].id);
  }
  Object.assign(ipg, { refresh, focus, ask, network });

  // Arrow keys go to the nearest node in that direction.
  function walk(dx, dy) {
    const { at } = ipg.now.plan;
    const here = state.cursor && at.get(state.cursor);
    let best = null;
    for (const id of ipg.now.shown.nodes.keys()) {
      const there = at.get(id);
      if (!here) {
        if (!best || there.x + there.y < best.cost) best = { id, cost: there.x + there.y };
        continue;
      }
      const [x, y] = [there.x - here.x, there.y - here.y];
      const along = x * dx + y * dy;
      if (id === state.cursor || along <= 1) continue;
      const cost = along + 2.5 * Math.abs(x * dy - y * dx);
      if (!best || cost < best.cost) best = { id, cost };
    }
    if (!best) return;
    state.cursor = best.id;
    find("status").textContent = ipg.nameOf(best.id);
    network.redraw();
  }
  const zoom = (by) => network.moveTo({ scale: Math.max(0.4, Math.min(6, network.getScale() * by)), animation: false });
  box.addEventListener("keydown", (event) => {
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (arrows[event.key]) walk(...arrows[event.key]);
    else if (event.key === "Enter" && state.cursor) focus(state.cursor);
    else if (event.key === "+") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") refresh();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const typing = /^(input|select|textarea)$/i.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "Escape") {
      if (!find("hits").hidden) closeHits();
      else if (state.focus) focus(null);
      else if (state.presenting) present(false);
      return;
    }
    if (typing) return;
    if (event.key === "/") find("search").focus();
    else if (event.key === "p" || event.key === "P") present(!state.presenting);
    else if (event.key === "PageDown" && (state.presenting || event.target === box)) step(1);
    else if (event.key === "PageUp" && (state.presenting || event.target === box)) step(-1);
    else return;
    event.preventDefault();
  });

  // Search: a list box, as screen readers know it.
  const field = find("search");
  let chosen = -1;
  let hits = [];
  function closeHits() {
    find("hits").hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    chosen = -1;
  }
  function listHits() {
    hits = ipg.search(field.value).slice(0, 12);
    chosen = -1;
    const visible = (id) => ipg.nodeShown(id);
    const item = (id, n) => {
      const about = ipg.isActor(id) ? [nodes.get(id).d.o] : [];
      if (!visible(id)) about.push(say("ui", "search_hidden"));
      const small = about.filter(Boolean).length ? [make("small", about.filter(Boolean).join(" · "))] : [];
      const click = () => take(id);
      return make("li", "", { id: `hit${n}`, role: "option", "aria-selected": "false", click }, [make("bdi", ipg.nameOf(id)), ...small]);
    };
    find("hits").replaceChildren(...hits.map(item));
    find("hits").hidden = !hits.length;
    field.setAttribute("aria-expanded", String(hits.length > 0));
    const key = hits.length ? "search_found" : "search_none";
    find("status").textContent = field.value.trim() ? say("ui", key, { n: hits.length }) : "";
  }
  function take(id) {
    if (!ipg.nodeShown(id)) {
      // What is searched for shall be seen: filters that hide it are lifted.
      data.chapters.forEach((_, n) => state.chapters.add(n));
      data.kinds.forEach((_, n) => state.kinds.add(n));
      ipg.panel.filters();
    }
    closeHits();
    focus(id);
  }
  field.addEventListener("input", listHits);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!hits.length) return;
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
      [...find("hits").children].forEach((item, n) => item.setAttribute("aria-selected", String(n === chosen)));
      field.setAttribute("aria-activedescendant", `hit${chosen}`);
      find(`hit${chosen}`).scrollIntoView({ block: "nearest" });
      event.preventDefault();
    } else if (event.key === "Enter" && hits.length) take(hits[Math.max(0, chosen)]);
  });
  field.addEventListener("blur", () => setTimeout(closeHits, 200));

  // Tables sort by any column; numbers as numbers, words as in a German dictionary.
  for (const head of document.querySelectorAll("thead th")) {
    const button = make("button", "", { type: "button" }, [...head.childNodes]);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = head.closest("table").tBodies[0];
      const value = (row) => row.cells[head.cellIndex].innerText;
      const order = new Intl.Collator("de", { numeric: true });
      const rows = [...body.rows].sort((a, b) => order.compare(value(a), value(b)) * (down ? -1 : 1));
      body.append(...rows);
    });
  }

  function present(on) {
    state.presenting = on;
    document.documentElement.classList.toggle("presenting", on);
    find("present").setAttribute("aria-pressed", String(on));
    // Full screen where the browser lets us; the page works without.
    if (on && document.documentElement.requestFullscreen) document.documentElement.requestFullscreen().catch(() => {});
    if (!on && document.fullscreenElement) document.exitFullscreen().catch(() => {});
    words();
    refresh();
  }
  // Words that stand in attributes, and those that change.
  function words() {
    const title = (id, key) => {
      find(id).title = say("ui", key);
      find(id).setAttribute("aria-label", say("ui", key));
    };
    document.documentElement.lang = state.lang;
    document.title = [data.meta.title[state.lang], data.meta.subtitle[state.lang]].filter(Boolean).join(" – ");
    title("smaller", "smaller");
    title("larger", "larger");
    title("previous", "previous");
    title("next", "next");
    find("png").title = say("ui", "png_help");
    find("csv").title = say("ui", "csv_help");
    find("search").placeholder = say("ui", "search_hint");
    box.setAttribute("aria-label", say("ui", "canvas"));
    find("language").textContent = say("ui", "language");
    find("language").lang = state.lang === "de" ? "en" : "de";
    find("present").textContent = say("ui", state.presenting ? "present_end" : "present");
    ipg.panel.filters();
  }
  const resizeText = (by) => {
    state.text = Math.max(-4, Math.min(14, state.text + by));
    document.documentElement.style.fontSize = `${16 + 1.2 * state.text}px`;
    refresh();
  };
  const actions = {
    smaller: () => resizeText(-1),
    larger: () => resizeText(1),
    png: ipg.savePicture,
    csv: ipg.saveTable,
    present: () => present(!state.presenting),
    previous: () => step(-1),
    next: () => step(1),
    language: () => {
      state.lang = state.lang === "de" ? "en" : "de";
      words();
      refresh(true);
    },
  };
  for (const [id, action] of Object.entries(actions)) find(id).addEventListener("click", action);
  find("slider").addEventListener("input", () => {
    state.least = Number(find("slider").value);
    refresh();
  });
  const most = Math.max(2, ...data.edges.filter((edge) => edge.d.t === "overlap").map((edge) => edge.d.g.length));
  find("slider").max = String(Math.min(8, most));

  words();
  refresh();
  let waiting = 0;
  new ResizeObserver(() => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => refresh());
  }).observe(box);
})();
