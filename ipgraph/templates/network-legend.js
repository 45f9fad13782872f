// The legend names only what is to be seen; on screen, on the saved picture and on paper it is the same.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, said, say, make, find } = ipg;

  function items(shown) {
    const kinds = new Set();
    const seen = { g: false, m: false, c: false, gap: false, empty: false };
    for (const [id, how] of shown.nodes) {
      const d = nodes.get(id).d;
      if (d.t === "a" && !how.out && !how.aside) kinds.add(d.k);
      if (d.t !== "a") {
        seen[d.t] = true;
        seen.gap = seen.gap || d.gap;
        seen.empty = seen.empty || (d.t === "c" && !ipg.held(id));
      }
    }
    const lines = new Set([...shown.edges.keys()].map((id) => ipg.edges.get(id).d.t));
    const list = [...kinds].sort((a, b) => a - b).map((k) => ({ kind: data.kinds[k], text: said(data.kinds[k].l) }));
    if (seen.g) list.push({ tile: true, text: say("lines", "goal") });
    if (seen.m) list.push({ triangle: true, text: say("lines", "measure") });
    if (seen.c) list.push({ field: true, text: say("lines", "field") });
    if (seen.empty) list.push({ gap: true, text: say("lines", "empty") });
    if (seen.gap) list.push({ gap: true, text: say("lines", "gap") });
    for (const line of Object.keys(ipg.LINES)) if (lines.has(line) && !(line === "has" && seen.m && !shown.ring)) list.push({ line, text: say("lines", line === "tie" && ipg.preset().fresh && !shown.ring ? "fresh" : line) });
    return list;
  }

  function legend(shown) {
    find("legend").replaceChildren(
      ...items(shown).map((item) => {
        let mark;
        if (item.kind) mark = ipg.swatch(item.kind.s, item.kind.c);
        else {
          mark = make("canvas", "", { width: 72, height: 36, "aria-hidden": "true" });
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
      ctx.fillStyle = item.gap ? "#ffffff" : item.field ? ipg.SHADES[2] : "#dddddd";
      ctx.strokeStyle = item.gap ? "#b3261e" : "#222222";
      ctx.lineWidth = item.gap ? 2 : 1.2;
      if (item.gap) ctx.setLineDash([4, 3]);
      ctx.beginPath();
      if (item.triangle) {
        ctx.moveTo(x + w / 2, y + 1);
        ctx.lineTo(x + w / 2 + 9, y + h - 2);
        ctx.lineTo(x + w / 2 - 9, y + h - 2);
        ctx.closePath();
      } else ctx.rect(x + 5, y + 2, w - 10, h - 4);
      ctx.fill();
    }
    ctx.stroke();
    ctx.restore();
  }

  Object.assign(ipg.panel, { legend, legendItems: items, sample });
})();
