// How nodes, lines and words look. Works on any canvas context, so the screen, the saved image and the paper are drawn
// by the same code.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, state, goalOf } = ipg;
  const FONT = '"Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
  const LINES = {
    overlap: { color: "#b84a00", width: 2.2, dash: [9, 6] },
    talk: { color: "#7a3b9a", width: 2.2, dash: [3, 4] },
    tie: { color: "#117733", width: 1.5, dash: [] },
    lead: { color: "#004488", width: 1.8, dash: [] },
    part: { color: "#5a6b7d", width: 0.9, dash: [] },
    fund: { color: "#7a5c00", width: 1.4, dash: [2, 5] },
    has: { color: "#555555", width: 1, dash: [] },
    in: { color: "#5a6b7d", width: 1.2, dash: [] },
    lost: { color: "#b3261e", width: 2.2, dash: [12, 4, 3, 4] },
  };
  // The more actors in a field, the darker: 1, 2 to 3, 4 to 7, 8 and more.
  const SHADES = ["#ffffff", "#d7e6f4", "#a9cbe8", "#6ba3d6", "#1f5f9f"];
  const level = (number) => Math.min(4, 32 - Math.clz32(number));
  const ruler = document.createElement("canvas").getContext("2d");
  const font = (size, weight = 600) => `${weight} ${size}px ${FONT}`;
  const widths = new Map();
  function measure(text, size, weight = 600) {
    const key = `${weight}/${size}/${text}`;
    if (!widths.has(key)) {
      ruler.font = font(size, weight);
      widths.set(key, ruler.measureText(text).width);
    }
    return widths.get(key);
  }
  // Marks that turn the direction of writing could make a name read as another one on the canvas.
  const straight = (text) => text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
  const bounded = (value, low, high) => Math.max(low, Math.min(high, value));

  // Break at spaces and behind hyphens and slashes; what does not fit ends in an ellipsis (the details have it all).
  function wrap(text, width, size, most, weight = 600, fixed = false) {
    const words = straight(text).replace(/([-–/])(?=\S)/g, "$1\u200b").split(/(?<=[\s\u200b])/);
    // German has long words: rather a wider line than half a word, where there is room.
    if (!fixed) width = Math.max(width, Math.min(13 * size, Math.max(...words.map((word) => measure(word.trim(), size, weight)))));
    const lines = [""];
    for (const word of words) {
      const longer = lines[lines.length - 1] + word;
      if (lines[lines.length - 1] && measure(longer.trim(), size, weight) > width) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    const kept = lines.slice(0, most).map((line) => line.replace(/\u200b/g, "").trim());
    const cut = lines.length > most;
    const limit = width * (fixed ? 1 : 1.15);
    return kept.map((line, n) => {
      const whole = cut && n === most - 1 ? `${line}…` : line;
      if (measure(whole, size, weight) <= limit) return whole;
      let short = line;
      while (short.length > 1 && measure(`${short}…`, size, weight) > limit) short = short.slice(0, -1).trim();
      return `${short}…`;
    });
  }

  function lineStyle(edge, how) {
    const line = LINES[edge.d.t];
    const goals = edge.d.t === "overlap" ? ipg.sharedGoals(edge).length : 0;
    const many = ipg.now && ipg.now.shown.edges.size > 250;
    const pale = edge.d.t === "tie" || edge.d.t === "part" || edge.d.t === "has";
    let opacity = pale ? (many ? 0.32 : 0.55) : many ? 0.6 : 0.95;
    if (ipg.preset().fresh && edge.d.n && !state.focus) return { ...line, width: 2.6, opacity: how.faint ? 0.1 : 0.95 };
    if (how.faint) opacity = 0.1;
    return { ...line, width: line.width + Math.max(0, goals - 2) * 0.9, opacity };
  }

  // By type of node: its shape, and what stands in it.
  const painted = {
    a: (ctx, d, x, y, [r]) => disc(ctx, data.kinds[d.k], x, y, r),
    m(ctx, d, x, y, [w, h]) {
      ctx.moveTo(x, y - h);
      ctx.lineTo(x + w, y + h);
      ctx.lineTo(x - w, y + h);
      ctx.closePath();
      outline(ctx, d.gap ? null : data.chapters[d.c].c, 2);
    },
    c(ctx, d, x, y, [w, h], s, id) {
      const number = ipg.held(id);
      const shade = SHADES[level(number)];
      ctx.rect(x - w, y - h, 2 * w, 2 * h);
      ctx.lineWidth = 1;
      outline(ctx, number ? shade : null, 2);
      if (h >= 4) inscribe(ctx, String(number), x, y + 1, Math.round(Math.min(s.fs, h * 1.6)), shade);
    },
    g(ctx, d, x, y, [w, h], s, id) {
      ctx.rect(x - w, y - h, 2 * w, 2 * h);
      outline(ctx, d.gap ? null : data.chapters[d.c].c, 3);
      inscribe(ctx, straight(goalOf(id).n), x, y + 1, s.number, "#ffffff");
    },
  };
  function drawNode(ctx, id, x, y, how, s) {
    const [w, h] = ipg.half(id, s);
    ctx.save();
    ctx.globalAlpha = how.faint ? 0.22 : 1;
    ctx.lineWidth = how.mark || id === state.cursor ? 3 : 1.5;
    ctx.strokeStyle = "#222222";
    ctx.beginPath();
    const { d } = nodes.get(id);
    painted[d.t](ctx, d, x, y, [w, h], s, id);
    if (id === state.cursor) {
      ctx.setLineDash([]);
      ctx.strokeStyle = "#b85c00";
      ctx.lineWidth = 4;
      ctx.strokeRect(x - w - 5, y - h - 5, 2 * w + 10, 2 * h + 10);
    }
    ctx.restore();
  }
  function disc(ctx, kind, x, y, r, size = Math.round(r * 1.1), down = r * 0.06) {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fillStyle = kind.c;
    ctx.fill();
    ctx.stroke();
    inscribe(ctx, kind.s, x, y + down, size, kind.c);
  }
  function inscribe(ctx, text, x, y, size, ground) {
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = dark(ground) ? "#ffffff" : "#000000";
    ctx.font = font(size, 700);
    ctx.fillText(text, x, y);
  }
  // Goals, measures and fields: their colour; where the plan says nothing, white with a dashed outline.
  function outline(ctx, colour, width) {
    ctx.fillStyle = colour || "#ffffff";
    ctx.fill();
    if (!colour) {
      ctx.strokeStyle = "#b3261e";
      ctx.lineWidth = width;
      ctx.setLineDash([6, 4]);
    }
    ctx.stroke();
  }
  function dark(colour) {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const value = parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.19;
  }

  Object.assign(ipg, { LINES, font, measure, straight, wrap, bounded, lineStyle, drawNode, disc, dark, level, SHADES });
})();
