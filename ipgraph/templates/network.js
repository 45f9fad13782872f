// Puts it together: vis-network draws and answers the mouse; everything people do ends in refresh().
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, state, say, find, make } = ipg;
  const root = document.documentElement;
  root.classList.remove("no-js");
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
  // vis-network holds what is to be seen; large networks have thousands of lines that nobody asked for.
  const [dots, lines] = [new vis.DataSet([]), new vis.DataSet([])];
  const network = new vis.Network(box, { nodes: dots, edges: lines }, data.options);
  // vis-network's own canvas is a picture to assistive technology; the box around it says what it is.
  box.querySelector("canvas").setAttribute("aria-hidden", "true");

  function refresh(keepView = false) {
    // In front of people the words stand beside the picture only when somebody asks about a node.
    root.classList.toggle("focused", Boolean(state.focus));
    const shown = ipg.visible();
    // Words first: question and legend take more or less room, and the canvas has what is left.
    ipg.now = { shown, plan: ipg.now && ipg.now.plan };
    ipg.panel.presets();
    ipg.panel.details(shown);
    ipg.panel.legend(shown);
    ipg.panel.tables();
    ipg.story.list();
    find("reset").hidden = !ipg.filtered() && !state.focus;
    find("filtered").textContent = ipg.part();
    find("status").textContent = ipg.panel.question(shown);
    network.setSize("100%", "100%");
    ipg.now.plan = ipg.place(box.clientWidth, box.clientHeight, shown);
    ipg.panel.question(shown);
    lines.remove(lines.getIds().filter((id) => !shown.edges.has(id)));
    dots.remove(dots.getIds().filter((id) => !shown.nodes.has(id)));
    dots.update([...shown.nodes.keys()].map((id) => ({ id, shape: "custom", ctxRenderer: renderer, ...ipg.now.plan.at.get(id) })));
    lines.update(
      [...shown.edges].map(([id, how]) => {
        const edge = ipg.edges.get(id);
        const style = ipg.lineStyle(edge, how);
        const color = { color: style.color, highlight: style.color, hover: style.color, opacity: style.opacity };
        return { id, from: edge.from, to: edge.to, color, width: style.width, dashes: style.dash.length ? style.dash : false };
      }),
    );
    if (!keepView) network.moveTo({ position: { x: 0, y: 0 }, scale: 1, animation: false });
    network.redraw();
    ipg.address.write();
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

  // ---- what people do
  function focus(id) {
    Object.assign(state, { focus: id, cursor: id, hover: null, step: null });
    network.unselectAll();
    refresh();
    find("left").scrollTop = id ? find("details").offsetTop - find("left").offsetTop - 60 : 0;
  }
  function ask(id) {
    Object.assign(state, { preset: id, focus: null, cursor: null, step: null });
    refresh();
  }
  // Show the state that an address names.
  function show(address, ofStory = false) {
    ipg.address.decode(address);
    if (!ofStory) state.step = null;
    ipg.panel.filters();
    refresh();
  }
  function lift() {
    Object.assign(state, { chosen: ipg.everything(), from: null, to: null });
    ipg.panel.filters();
  }
  function reset() {
    Object.assign(state, ipg.fresh(), { preset: state.preset, cursor: null, step: null });
    ipg.panel.filters();
    refresh();
    box.focus();
  }
  function step(by) {
    if (state.step !== null || (state.presenting && ipg.story.steps.length)) return ipg.story.go(state.step === null ? 0 : state.step + by);
    const at = data.presets.findIndex((preset) => preset.id === state.preset);
    return ask(data.presets[(at + by + data.presets.length) % data.presets.length].id);
  }
  function present(on) {
    state.presenting = on;
    root.classList.toggle("presenting", on);
    find("present").setAttribute("aria-pressed", String(on));
    // Full screen where the browser lets us, and Escape for ourselves: it leads back from a circle. Works without both.
    if (on && root.requestFullscreen) root.requestFullscreen().then(() => navigator.keyboard && navigator.keyboard.lock(["Escape"])).catch(() => {});
    if (!on && document.fullscreenElement) document.exitFullscreen().catch(() => {});
    words();
    if (on && ipg.story.steps.length) ipg.story.go(state.step === null ? 0 : state.step);
    else refresh();
    if (on) box.focus();
  }
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && state.presenting && !state.focus) present(false);
  });
  function resizeText(by) {
    state.text = ipg.bounded(state.text + by, -4, 14);
    root.style.fontSize = `${16 + 1.2 * state.text}px`;
    refresh();
  }
  Object.assign(ipg, { refresh, focus, ask, show, lift, present, network });

  // Words that stand in attributes, and those that change.
  function words() {
    const title = (id, key) => {
      find(id).title = say("ui", key);
      find(id).setAttribute("aria-label", say("ui", key));
    };
    root.lang = state.lang;
    document.title = [data.meta.title[state.lang], data.meta.subtitle[state.lang]].filter(Boolean).join(" – ");
    for (const [id, key] of [["smaller", "smaller"], ["larger", "larger"], ["back", "previous"], ["next", "next"]]) title(id, key);
    find("search").placeholder = say("ui", "search_hint");
    box.setAttribute("aria-label", say("ui", "canvas"));
    find("language").textContent = say("ui", "language");
    find("language").lang = state.lang === "de" ? "en" : "de";
    find("present").textContent = say("ui", state.presenting ? "present_end" : "present");
    ipg.panel.filters();
  }
  const actions = {
    smaller: () => resizeText(-1),
    larger: () => resizeText(1),
    png: ipg.savePicture,
    svg: ipg.saveDrawing,
    csv: ipg.saveTable,
    "print-a4": () => ipg.paper.print("picture", "a4"),
    "print-a3": () => ipg.paper.print("picture", "a3"),
    "print-all": () => ipg.paper.print("all", "a3"),
    "print-sheets": () => ipg.paper.print("sheets"),
    present: () => present(!state.presenting),
    back: () => step(-1),
    next: () => step(1),
    reset,
    language() {
      state.lang = state.lang === "de" ? "en" : "de";
      words();
      refresh(true);
    },
  };
  for (const [id, action] of Object.entries(actions)) find(id).addEventListener("click", action);
  const menu = find("menu");
  menu.addEventListener("click", (event) => {
    if (event.target.closest("button")) menu.open = false;
  });
  find("slider").addEventListener("input", () => {
    state.least = Number(find("slider").value);
    refresh();
  });
  for (const key of ["from", "to"]) {
    find(key).addEventListener("change", () => {
      state[key] = find(key).value ? Number(find(key).value) : null;
      refresh();
    });
  }
  const most = data.edges.reduce((found, { d }) => (d.t === "overlap" ? Math.max(found, d.g.length) : found), Math.max(2, data.fewest));
  find("slider").min = String(data.fewest);
  find("slider").max = String(Math.max(Math.min(8, most), data.least));

  // Tables sort by any column; numbers as numbers, words as in a German dictionary.
  const sortable = (head) => {
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
  };
  // The tables stand below the scripts, so that the picture does not wait for them.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("thead th").forEach(sortable);
    ipg.panel.tables();
  });

  Object.assign(ipg, { step, menu });
  if (ipg.address.named()) ipg.address.decode(location.hash);
  words();
  const paper = /^#paper=(\w+)$/.exec(location.hash);
  refresh();
  if (paper && ["all", "sheets", "picture"].includes(paper[1])) {
    ipg.paper.build(paper[1], "a3");
    ipg.paper.kept = true;
  }
  let waiting = 0;
  let size = `${box.clientWidth} ${box.clientHeight}`;
  new ResizeObserver(() => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      if (size !== (size = `${box.clientWidth} ${box.clientHeight}`)) refresh();
    });
  }).observe(box);
})();
