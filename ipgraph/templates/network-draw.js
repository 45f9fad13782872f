// Where nodes stand on a canvas of a given size, and how nodes and lines look. Works on any canvas context, so the
// screen and the saved image are drawn by the same code.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, state, isActor, goalOf } = ipg;
  const FONT = '"Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
  const LINES = {
    overlap: { color: "#b84a00", width: 2.2, dash: [9, 6] },
    talk: { color: "#7a3b9a", width: 2.2, dash: [3, 4] },
    tie: { color: "#117733", width: 1.5, dash: [] },
    lead: { color: "#004488", width: 1.8, dash: [] },
    part: { color: "#5a6b7d", width: 0.9, dash: [] },
  };
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
  function wrap(text, width, size, most, weight = 600) {
    const words = straight(text).replace(/([-–/])(?=\S)/g, "$1\u200b").split(/(?<=[\s\u200b])/);
    // German has long words: rather a wider line than half a word.
    width = Math.max(width, Math.min(13 * size, Math.max(...words.map((word) => measure(word.trim(), size, weight)))));
    const lines = [""];
    for (const word of words) {
      const longer = lines[lines.length - 1] + word;
      if (lines[lines.length - 1] && measure(longer.trim(), size, weight) > width) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    const kept = lines.slice(0, most).map((line) => line.replace(/\u200b/g, "").trim());
    const cut = lines.length > most;
    return kept.map((line, n) => {
      let short = line;
      const more = cut && n === most - 1 ? "…" : "";
      while (short.length > 1 && measure(short + more, size, weight) > width * 1.15) short = short.slice(0, -1).trim();
      return short === line ? line + more : `${short}…`;
    });
  }

  // Sizes follow the height of the screen: what can be read at the desk can be read from the last row. Where many
  // nodes have to stand, all of it gets smaller, down to a limit.
  function sizes(W, H, shown) {
    const each = Math.sqrt((W * H) / Math.max(1, shown.ring ? 1 : [...shown.nodes.keys()].filter(isActor).length));
    const base = state.presenting ? bounded(window.innerHeight / 37, 18, 36) : bounded(H / 40, 14, 20);
    const least = state.presenting ? 17 : 13;
    const fs = Math.round(bounded(Math.min(base, Math.max(least, each * 0.27)) + 2 * state.text, 10, 44));
    return tiled({ fs, most: Math.max(7, each * 0.17) }, Math.round(Math.min(fs * 1.1, Math.max(fs * 0.8, W / 70, H / 45))));
  }
  function tiled(s, number) {
    const widest = Math.max(number * 1.6, ...data.goals.map((goal) => measure(goal.n, number, 700)));
    return { ...s, number, tileW: Math.round(widest + number * 0.7), tileH: Math.round(number * 1.6) };
  }
  function radius(id, s) {
    const degree = ipg.links.get(id).length;
    return Math.round(Math.min(s.most, s.fs * (0.62 + 0.045 * Math.min(6, Math.sqrt(degree)))));
  }
  const half = (id, s) => (isActor(id) ? [radius(id, s), radius(id, s)] : [s.tileW / 2, s.tileH / 2]);

  // Blocks of goals round the edge: the blocks themselves are never stretched, so tiles never overlap.
  function blocksOf(W, H, s) {
    const seats = data.chapters.map((_, n) => data.nodes.filter((node) => node.d.c === n && node.d.t === "g").length);
    const room = Math.max(2, Math.floor((W * 0.29) / (s.tileW + 3)));
    return data.chapters.map((chapter, n) => {
      const columns = Math.min(room, Math.max(3, Math.ceil(Math.sqrt(seats[n] * 0.9))));
      const width = columns * (s.tileW + 3);
      const height = Math.ceil(seats[n] / columns) * (s.tileH + 3);
      const title = wrap(`${chapter.n} ${chapter.t}`, Math.max(width, W * 0.24), s.fs, 3, 700);
      const titleW = Math.max(...title.map((line) => measure(line, s.fs, 700)));
      const full = Math.max(width, titleW);
      const titleH = title.length * s.fs * 1.15 + 4;
      const [u, v] = chapter.at;
      const x = (u * (W - full)) / 2 * 0.985;
      const low = v > 0.5;
      const y = v * ((H - height - titleH) / 2 - 6) + (low ? -titleH / 2 : titleH / 2);
      return { x, y, width, height, columns, title, titleW, titleH, low, u, v };
    });
  }
  // Blocks that stand above one another need to fit into the height.
  function tooHigh(blocks, H) {
    const heights = new Map();
    for (const { u, height, titleH } of blocks) {
      const side = Math.sign(Math.round(u));
      heights.set(side, (heights.get(side) || 0) + height + titleH + 8);
    }
    return Math.max(0, ...heights.values()) > H;
  }
  function sectors(W, H, s, shown) {
    let blocks = blocksOf(W, H, s);
    while (tooHigh(blocks, H) && s.number > 9) {
      Object.assign(s, tiled(s, s.number - 1));
      blocks = blocksOf(W, H, s);
    }
    const at = new Map();
    for (const [id, node] of nodes) {
      if (node.d.t !== "g" || !shown.nodes.has(id)) continue;
      const block = blocks[node.d.c];
      const [column, row] = [node.d.seat % block.columns, Math.floor(node.d.seat / block.columns)];
      at.set(id, {
        x: block.x - block.width / 2 + (column + 0.5) * (s.tileW + 3),
        y: block.y - block.height / 2 + (row + 0.5) * (s.tileH + 3),
      });
    }
    const actors = [...shown.nodes.keys()].filter((id) => nodes.get(id).d.p);
    for (const id of actors) {
      const [x, y] = nodes.get(id).d.p.sector;
      at.set(id, { x: x * W * 0.4, y: y * H * 0.36 });
    }
    spread(actors, at, W, H, s, blocks);
    return { at, blocks };
  }

  // Push actors off one another and off the blocks. Done here and not beforehand, because only here it is known how
  // large the canvas is; without chance, so the same window shows the same picture.
  function spread(actors, at, W, H, s, blocks, wide = 7.5) {
    const walls = blocks.map((block) => {
      const top = block.y - block.height / 2 - (block.low ? 0 : block.titleH);
      const width = Math.max(block.width, block.titleW) + s.fs;
      return { x: block.x, y: top + (block.height + block.titleH) / 2, w: width / 2, h: (block.height + block.titleH) / 2 + 4 };
    });
    // As much room for each as there is, but no more than a name needs.
    const room = Math.sqrt((W * H * 0.5) / Math.max(1, actors.length) / 2.4);
    const [rx, ry] = [Math.min(s.fs * wide, room * 2.2), Math.min(s.fs * 3.2, room * 1.1)];
    for (let step = 0; step < 160; step += 1) {
      for (let i = 0; i < actors.length; i += 1) {
        const a = at.get(actors[i]);
        for (let j = i + 1; j < actors.length; j += 1) {
          const b = at.get(actors[j]);
          const [dx, dy] = [(b.x - a.x) / rx, (b.y - a.y) / ry];
          const distance = Math.hypot(dx, dy) || 0.01;
          if (distance >= 1) continue;
          const push = ((1 - distance) / distance) * 0.4;
          [a.x, a.y, b.x, b.y] = [a.x - push * dx * rx, a.y - push * dy * ry, b.x + push * dx * rx, b.y + push * dy * ry];
        }
      }
      for (const id of actors) {
        const a = at.get(id);
        const r = radius(id, s) + 3;
        for (const wall of walls) {
          const [dx, dy] = [a.x - wall.x, a.y - wall.y];
          const [over, under] = [wall.w + r - Math.abs(dx), wall.h + r - Math.abs(dy)];
          if (over <= 0 || under <= 0) continue;
          // Always towards the middle, or a node could be pushed out of the picture.
          if (over < under || Math.abs(wall.y) < H * 0.2) a.x += (wall.x > 0 ? -1 : 1) * over;
          else a.y += (wall.y > 0 ? -1 : 1) * under;
        }
        a.x = bounded(a.x, -W / 2 + r + s.fs * 2, W / 2 - r - s.fs * 2);
        a.y = bounded(a.y, -H / 2 + r + 2, H / 2 - r - s.fs * 1.4);
      }
    }
  }

  // One node in the centre, its neighbours on one to three rings.
  function rings(W, H, s, ring) {
    const at = new Map([[state.focus, { x: 0, y: 0 }]]);
    const count = ring.length > 30 ? 3 : ring.length > 13 ? 2 : 1;
    const [rx, ry] = [W / 2 - s.fs * 6.2, H / 2 - s.fs * 2.9];
    ring.forEach((id, n) => {
      const share = count === 1 ? (ring.length > 8 || n % 2 === 0 ? 1 : 0.82) : 1 - (n % count) * (count === 2 ? 0.4 : 0.29);
      const angle = ring.length === 1 ? 0 : -Math.PI / 2 + ((n + 0.5) * 2 * Math.PI) / ring.length;
      at.set(id, { x: rx * share * Math.cos(angle), y: ry * share * Math.sin(angle) - s.fs * 0.5 });
    });
    return { at, blocks: [] };
  }

  function place(W, H, shown) {
    const s = sizes(W, H, shown);
    if (shown.ring) return { s, ...rings(W, H, s, shown.ring) };
    const layout = ipg.preset().layout;
    if (layout === "sector") return { s, ...sectors(W, H, s, shown) };
    // What the slider adds may be missing in the layout of the question; then a wider one serves.
    const complete = (name) => [...shown.nodes.keys()].every((id) => nodes.get(id).d.p[name]);
    const used = [layout, `${layout}_all`, "ties"].find(complete);
    const at = new Map();
    const [w, h] = [W - s.fs * 11, H - s.fs * 5];
    for (const id of shown.nodes.keys()) {
      const [x, y] = nodes.get(id).d.p[used];
      at.set(id, { x: (x - 0.5) * w, y: (y - 0.5) * h - s.fs * 0.8 });
    }
    spread([...at.keys()], at, W, H, s, [], 4.5);
    return { s, at, blocks: [] };
  }

  function lineStyle(edge, how) {
    const line = LINES[edge.d.t];
    const goals = edge.d.t === "overlap" ? ipg.sharedGoals(edge).length : 0;
    const many = ipg.now && ipg.now.shown.edges.size > 250;
    const opacity = how.faint ? 0.1 : edge.d.t === "tie" || edge.d.t === "part" ? (many ? 0.32 : 0.55) : many ? 0.6 : 0.95;
    return { ...line, width: line.width + Math.max(0, goals - 2) * 0.9, opacity };
  }

  function drawNode(ctx, id, x, y, how, s) {
    const d = nodes.get(id).d;
    ctx.save();
    ctx.globalAlpha = how.faint ? 0.22 : 1;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineWidth = how.mark || id === state.cursor ? 3 : 1.5;
    ctx.strokeStyle = "#222222";
    ctx.beginPath();
    if (d.t === "a") {
      const r = radius(id, s);
      const kind = data.kinds[d.k];
      ctx.arc(x, y, r, 0, 2 * Math.PI);
      ctx.fillStyle = kind.c;
      ctx.fill();
      ctx.stroke();
      ctx.fillStyle = dark(kind.c) ? "#ffffff" : "#000000";
      ctx.font = font(Math.round(r * 1.1), 700);
      ctx.fillText(kind.s, x, y + r * 0.06);
    } else {
      ctx.rect(x - s.tileW / 2, y - s.tileH / 2, s.tileW, s.tileH);
      ctx.fillStyle = d.gap ? "#ffffff" : data.chapters[d.c].c;
      ctx.fill();
      if (d.gap) {
        ctx.strokeStyle = "#b3261e";
        ctx.lineWidth = 3;
        ctx.setLineDash([6, 4]);
      }
      ctx.stroke();
      ctx.fillStyle = "#000000";
      ctx.font = font(s.number, 700);
      ctx.fillText(straight(goalOf(id).n), x, y + 1);
    }
    if (id === state.cursor) {
      const [w, h] = half(id, s);
      ctx.setLineDash([]);
      ctx.strokeStyle = "#b85c00";
      ctx.lineWidth = 4;
      ctx.strokeRect(x - w - 5, y - h - 5, 2 * w + 10, 2 * h + 10);
    }
    ctx.restore();
  }
  function dark(colour) {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const value = parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.19;
  }

  Object.assign(ipg, { LINES, font, measure, straight, wrap, half, place, lineStyle, drawNode, dark });
})();
