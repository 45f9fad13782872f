// Saving: the picture as PNG or SVG with title, date, source and legend on it; what is to be seen as CSV.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, edges, state, say, said } = ipg;
  const ink = "#1a1a1a";

  function save(name, type, parts) {
    const url = URL.createObjectURL(parts instanceof Blob ? parts : new Blob(parts, { type }));
    const link = ipg.make("a", "", { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }
  function fileName(ending, words = state.focus ? ipg.nameOf(state.focus) : ipg.titleOf(state.preset)) {
    const part = (text, most) => ipg.straight(text).replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, most).replace(/^-|-$/g, "");
    return `${part(said(data.meta.subtitle) || said(data.meta.title), 40)}-${part(words, 60)}.${ending}`;
  }

  // The whole picture on any context: drawn anew for its size, so that it is sharp whatever the window's size.
  function picture(ctx, W, H) {
    const text = (words, x, y, size, weight, colour = ink) => {
      ctx.fillStyle = colour;
      ctx.font = ipg.font(size, weight);
      ctx.textAlign = "left";
      ctx.textBaseline = "alphabetic";
      ctx.fillText(words, x, y);
    };
    const lines = (words, size, most, weight) => ipg.wrap(words, W - 60, size, most, weight, true);
    ctx.fillStyle = "#ffffff";
    ctx.fillRect(0, 0, W, H);
    let top = 14;
    for (const line of lines([said(data.meta.title), said(data.meta.subtitle)].filter(Boolean).join(" – "), 24, 2, 700)) text(line, 30, (top += 28), 24, 700);
    top += 6;
    for (const line of lines(ipg.find("question").textContent, 28, 3, 700)) text(line, 30, (top += 33), 28, 700, "#004488");
    top += 14;
    const { shown } = ipg.now;
    const foot = lines(caption().join("  ·  "), 16, 4, 400);
    const rows = legendRows(shown, W);
    const bottom = rows.length * 28 + foot.length * 20 + 22;
    const plan = ipg.place(W, H - top - bottom, shown);
    ctx.save();
    ctx.translate(0, top);
    paint(ctx, { shown, plan }, W, H - top - bottom);
    ctx.restore();
    let y = H - bottom + 24;
    for (const row of rows) {
      for (const [item, at] of row) {
        if (item.kind) badge(ctx, item.kind, at + 18, y - 6);
        else ipg.panel.sample(ctx, item, at, y - 15, 36, 18);
        text(item.text, at + 42, y, 18, 400);
      }
      y += 28;
    }
    foot.forEach((line, at) => text(line, 30, y + 20 * at, 16, 400, "#333333"));
  }
  // The items of the legend with their places, in as many rows as they need.
  function legendRows(shown, W) {
    const rows = [[]];
    let x = 30;
    for (const item of ipg.panel.legendItems(shown)) {
      const width = 64 + ipg.measure(item.text, 18, 400);
      if (x + width > W - 20 && rows[rows.length - 1].length) {
        rows.push([]);
        x = 30;
      }
      rows[rows.length - 1].push([item, x]);
      x += width;
    }
    return rows;
  }
  // What stands on every picture: fictional or not, date, source, and what it does not say.
  function caption() {
    const asOf = data.meta.asOf ? say("ui", "as_of", { n: data.meta.asOf }) : "";
    const from = said(data.meta.source) ? say("ui", "source", { n: said(data.meta.source) }) : "";
    return [said(data.meta.notice), asOf, from, filters(), say("ui", "caveat")].filter(Boolean);
  }
  // A part of the plan must not look like the whole of it.
  function filters() {
    if (!ipg.filtered()) return "";
    const parts = data.filters.filter(({ id }) => !ipg.whole(id)).map(({ id, items }) => `${said(data.texts.filters[id])}: ${items.filter((_, n) => state.chosen[id].has(n)).map((item) => said(item.l)).join(", ") || "–"}`);
    if (state.from !== null || state.to !== null) parts.push(`${said(data.texts.filters.years)}: ${state.from || "…"}–${state.to || "…"}`);
    return say("ui", "filtered", { n: parts.join("; ") });
  }
  function badge(ctx, kind, x, y) {
    ctx.beginPath();
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = "#222222";
    ipg.disc(ctx, kind, x, y, 12, 14, 1);
  }
  function paint(ctx, now, W, H) {
    const screen = ({ x, y }) => ({ x: x + W / 2, y: y + H / 2 });
    for (const [id, how] of now.shown.edges) {
      const edge = edges.get(id);
      const style = ipg.lineStyle(edge, how);
      const [a, b] = [screen(now.plan.at.get(edge.from)), screen(now.plan.at.get(edge.to))];
      ctx.globalAlpha = style.opacity;
      ctx.strokeStyle = style.color;
      ctx.lineWidth = style.width;
      ctx.setLineDash(style.dash);
      ctx.beginPath();
      ctx.moveTo(a.x, a.y);
      ctx.lineTo(b.x, b.y);
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    for (const [id, how] of now.shown.nodes) {
      const at = screen(now.plan.at.get(id));
      ipg.drawNode(ctx, id, at.x, at.y, how, now.plan.s);
    }
    ipg.drawLabels(ctx, ipg.layLabels(now, W, H, screen, 1));
  }
  function png() {
    const [W, H, times] = [1920, 1080, 2];
    const canvas = ipg.make("canvas", "", { width: W * times, height: H * times });
    const ctx = canvas.getContext("2d");
    ctx.scale(times, times);
    picture(ctx, W, H);
    return canvas;
  }
  function svg(W = 1920, H = 1080) {
    const context = new ipg.Svg(W, H);
    picture(context, W, H);
    return context.toString(ipg.find("question").textContent, caption().join(" "));
  }

  // For a spreadsheet: semicolons, a mark of the encoding, and no cell that would be run as a formula.
  function cell(value) {
    let text = String(value ?? "");
    if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[";\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }
  const named = ({ n, w }) => `${n} ${w}`.trim();
  function table() {
    const keys = [["ui", "csv_from"], ["ui", "csv_to"], ["ui", "legend"], ["tables", "shared"], ["tables", "measures"], ["tables", "cooperations"], ["tables", "why"]];
    const rows = [keys.map(([group, key]) => say(group, key))];
    for (const [id, how] of ipg.now.shown.edges) {
      if (how.faint) continue;
      const edge = edges.get(id);
      const d = edge.d;
      rows.push([
        ipg.nameOf(edge.from),
        ipg.nameOf(edge.to),
        say("lines", d.t),
        d.g.map((goal) => named(data.goals[goal])).join("; "),
        d.m.map((m) => named(data.measures[m])).join("; "),
        d.c.map((one) => said(data.cooperations[one].t)).join(", "),
        d.r ? said(d.r) : d.v || "",
      ]);
    }
    const joined = new Set([...ipg.now.shown.edges].filter(([, how]) => !how.faint).flatMap(([id]) => [edges.get(id).from, edges.get(id).to]));
    for (const [id, how] of ipg.now.shown.nodes) {
      if (joined.has(id) || how.faint) continue;
      if (ipg.type(id) === "c") rows.push([...ipg.fieldOf(id), say("lines", "field"), "", "", "", ipg.held(id)]);
      else rows.push([ipg.nameOf(id), "", "", "", "", "", (nodes.get(id).d.h || []).map(said).join(" ")]);
    }
    return [...rows, [], ...caption().map((words) => [words])].map((row) => row.map(cell).join(";")).join("\r\n");
  }

  Object.assign(ipg, {
    save, fileName, caption, part: filters, picture: png, svg, table,
    savePicture: () => png().toBlob((blob) => save(fileName("png"), "image/png", blob), "image/png"),
    saveDrawing: () => save(fileName("svg"), "image/svg+xml", [svg()]),
    saveTable: () => save(fileName("csv"), "text/csv", ["\ufeff", table(), "\r\n"]),
  });
})();
