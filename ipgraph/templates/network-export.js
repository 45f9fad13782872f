// Saving: the picture as PNG with title, date, source and legend on it; what is to be seen as CSV.
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
  const fileName = (ending) => {
    const words = `${said(data.meta.title)} ${state.focus ? ipg.nameOf(state.focus) : data.texts.presets[state.preset].title[state.lang]}`;
    const short = ipg.straight(words).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 80);
    return `${short}.${ending}`;
  };

  // Drawn anew at 1920 x 1080 and double density, so that it is sharp on paper whatever the window's size.
  function picture() {
    const [W, H, times] = [1920, 1080, 2];
    const canvas = ipg.make("canvas", "", { width: W * times, height: H * times });
    const ctx = canvas.getContext("2d");
    ctx.scale(times, times);
    ctx.fillStyle = "#ffffff";
    ctx.fillRect(0, 0, W, H);
    const text = (words, x, y, size, weight, colour = ink) => {
      ctx.fillStyle = colour;
      ctx.font = ipg.font(size, weight);
      ctx.textAlign = "left";
      ctx.textBaseline = "alphabetic";
      ctx.fillText(ipg.straight(words), x, y);
      return ctx.measureText(ipg.straight(words)).width;
    };
    const { title, subtitle, notice, source } = Object.fromEntries(Object.entries(data.meta).map(([k, v]) => [k, v[state.lang] || v]));
    text([title, subtitle].filter((words) => typeof words === "string" && words).join(" – "), 30, 40, 24, 700);
    text(ipg.find("question").textContent, 30, 76, 28, 700, "#004488");
    const [top, bottom] = [92, 118];
    const plan = ipg.place(W, H - top - bottom, ipg.now.shown);
    const now = { shown: ipg.now.shown, plan };
    ctx.save();
    ctx.translate(0, top);
    paint(ctx, now, W, H - top - bottom);
    ctx.restore();
    let [x, y] = [30, H - bottom + 24];
    for (const item of ipg.panel.legendItems(now.shown)) {
      ctx.font = ipg.font(18, 400);
      const width = 60 + ctx.measureText(item.text).width;
      if (x + width > W - 20) [x, y] = [30, y + 28];
      if (item.kind) badge(ctx, item.kind, x + 18, y - 6);
      else ipg.panel.sample(ctx, item, x, y - 15, 36, 18);
      text(item.text, x + 42, y, 18, 400);
      x += width;
    }
    const asOf = data.meta.asOf ? say("ui", "as_of", { n: data.meta.asOf }) : "";
    const from = typeof source === "string" && source ? say("ui", "source", { n: source }) : "";
    const told = typeof notice === "string" ? notice : "";
    text([told, asOf, from, say("ui", "caveat")].filter(Boolean).join("  ·  "), 30, H - 14, 16, 400, "#333333");
    return canvas;
  }
  function badge(ctx, kind, x, y) {
    ctx.beginPath();
    ctx.arc(x, y, 12, 0, 2 * Math.PI);
    ctx.fillStyle = kind.c;
    ctx.fill();
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = "#222222";
    ctx.stroke();
    ctx.fillStyle = ipg.dark(kind.c) ? "#ffffff" : "#000000";
    ctx.font = ipg.font(14, 700);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(kind.s, x, y + 1);
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

  // For a spreadsheet: semicolons, a mark of the encoding, and no cell that would be run as a formula.
  function table() {
    const cell = (value) => {
      let text = String(value ?? "");
      if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`;
      return /[";\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    };
    const head = [say("tables", "actor"), data.kind === "actors" ? say("tables", "other") : say("tables", "wording")];
    const rows = [[...head, say("ui", "legend"), say("tables", "shared"), say("tables", "measures"), say("tables", "cooperations"), say("tables", "why")]];
    for (const id of ipg.now.shown.edges.keys()) {
      const edge = edges.get(id);
      const d = edge.d;
      rows.push([
        ipg.nameOf(edge.from),
        ipg.nameOf(edge.to),
        say("lines", d.t),
        (d.g || []).map((goal) => data.goals[goal].n).join(", "),
        (d.m || []).map((m) => data.measures[m].n).join(", "),
        (d.c || []).map((one) => data.cooperations[one]).join(", "),
        d.r ? said(d.r) : "",
      ]);
    }
    const joined = new Set([...ipg.now.shown.edges.keys()].flatMap((id) => [edges.get(id).from, edges.get(id).to]));
    for (const [id, how] of ipg.now.shown.nodes) {
      if (joined.has(id) || how.faint) continue;
      rows.push([ipg.nameOf(id), "", "", "", "", "", nodes.get(id).d.h.map(said).join(" ")]);
    }
    return rows.map((row) => row.map(cell).join(";")).join("\r\n");
  }

  ipg.savePicture = () => picture().toBlob((blob) => save(fileName("png"), "image/png", blob), "image/png");
  ipg.saveTable = () => save(fileName("csv"), "text/csv", ["\ufeff", table(), "\r\n"]);
  ipg.picture = picture;
  ipg.table = table;
})();
