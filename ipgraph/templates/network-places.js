// Where nodes stand on a canvas of a given size: beside each other, round chapters, as a tree, or in a circle.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, state, isActor, measure, wrap, bounded } = ipg;

  // Sizes follow the height of the screen: what can be read at the desk can be read from the last row. Where many
  // nodes have to stand, all of it gets smaller, down to a limit.
  function sizes(W, H, shown) {
    const each = Math.sqrt((W * H) / Math.max(1, shown.ring ? 1 : [...shown.nodes.keys()].filter(isActor).length));
    const base = state.presenting ? bounded(window.innerHeight / 37, 18, 36) : bounded(H / 40, 14, 20);
    const least = state.presenting ? 17 : 13;
    const fs = Math.round(bounded(Math.min(base, Math.max(least, each * 0.27)) + 2 * state.text, 10, 44));
    return tiled({ fs, tri: fs * 0.6, most: Math.max(each < 24 ? 3 : 7, each * 0.17) }, Math.round(Math.min(fs * 1.1, Math.max(fs * 0.8, W / 70, H / 45))));
  }
  function tiled(s, number) {
    const widest = Math.max(number * 1.6, ...data.goals.map((goal) => measure(goal.n, number, 700)));
    return { ...s, number, tileW: Math.round(widest + number * 0.7), tileH: Math.round(number * 1.6) };
  }
  function radius(id, s) {
    const degree = ipg.links.get(id).length;
    return Math.round(Math.min(s.most, s.fs * (0.62 + 0.045 * Math.min(6, Math.sqrt(degree)))));
  }
  function half(id, s) {
    if (isActor(id)) return [radius(id, s), radius(id, s)];
    return ipg.type(id) === "m" ? [s.tri, s.tri * 0.87] : [s.tileW / 2, s.tileH / 2];
  }

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
    const actors = [...shown.nodes.keys()].filter(isActor);
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
    const rounds = Math.min(160, Math.floor(4e6 / actors.length ** 2));
    for (let step = 0; step < rounds; step += 1) {
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

  // The whole plan as an outline in columns. Rows are as high as the screen allows.
  function tree(W, H, s, shown) {
    const { columns, rows, heads } = data.tree;
    const at = new Map();
    if (!columns) return { at, blocks: [], heads: [] };
    const [cw, rh] = [(W - 12) / columns, Math.min(s.fs * 2.2, (H - 10) / rows)];
    Object.assign(s, tiled(s, Math.round(bounded(Math.min(s.number, rh * 0.62, cw / 6), 6, 40))));
    s.tileH = Math.min(s.tileH, Math.max(4, rh - 3));
    const slot = Math.min(rh, (cw - s.tileW - 18) / 8);
    s.tri = Math.max(2, Math.min(slot, rh - 3) * 0.44);
    const [left, top] = [(column) => 6 - W / 2 + column * cw, (row) => 5 - H / 2 + row * rh];
    for (const id of shown.nodes.keys()) {
      const [column, row, place] = nodes.get(id).d.tree;
      const goal = ipg.type(id) === "g";
      at.set(id, { x: left(column) + (goal ? s.tileW / 2 + 2 : s.tileW + 10 + (place + 0.5) * slot), y: top(row) + rh / 2 });
    }
    const words = heads.map((head) => {
      const chapter = data.chapters[head.c];
      const title = head.t === undefined;
      const text = title ? `${chapter.n} ${chapter.t}` : head.t || "–";
      // In one line if that will do, else smaller in several.
      const big = Math.round(bounded(rh * 0.6, 7, s.fs));
      const size = !title && measure(text, big, 600) > cw - 12 ? Math.round(bounded(rh * 0.43, 7, s.fs)) : big;
      const most = Math.max(1, Math.floor(((title ? 2 : 1) * rh) / (size * 1.14)));
      const lines = ipg.wrap(text, cw - 12, size, most, title ? 700 : 600, true);
      const w = Math.min(cw - 6, Math.max(...lines.map((line) => ipg.measure(line, size, title ? 700 : 600))) + 4);
      const high = lines.length * size * 1.14 + 2;
      const [x, y] = [left(head.at[0]), top(head.at[1]) + (title ? 2 * rh - high - 1 : (rh - high) / 2)];
      return { x, y, w, h: high, lines, size, title };
    });
    return { at, blocks: [], heads: words, dense: rh < 11 || slot < 5 };
  }

  function place(W, H, shown) {
    const s = sizes(W, H, shown);
    if (shown.ring) return { s, ...rings(W, H, s, shown.ring) };
    const layout = ipg.preset().layout;
    if (layout === "sector") return { s, ...sectors(W, H, s, shown), dense: crowd(W, H, shown) };
    if (layout === "tree") return { s, ...tree(W, H, s, shown) };
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
    return { s, at, blocks: [], dense: crowd(W, H, shown) };
  }
  // Whether there are so many that a picture says little: less than a finger's breadth for each.
  function crowd(W, H, shown) {
    const actors = [...shown.nodes].filter(([id, how]) => isActor(id) && !how.out).length;
    return actors > 60 && (W * H) / actors < 900;
  }

  Object.assign(ipg, { half, place });
})();
