// Where nodes stand on a canvas of a given size: beside each other, round chapters, as a tree, or in a circle.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, state, say, isActor, measure, wrap, bounded } = ipg;

  // Sizes follow the height of the screen: what can be read at the desk can be read from the last row. Where many
  // nodes have to stand, all of it gets smaller, down to a limit.
  function sizes(W, H, shown) {
    const many = shown.ring ? shown.ring.length : [...shown.nodes].filter(([id, how]) => isActor(id) && !how.aside).length;
    const each = Math.sqrt((W * H) / Math.max(1, many));
    const base = state.presenting ? bounded(window.innerHeight / 37, 18, 36) : bounded(H / 40, 14, 20);
    const least = state.presenting ? 17 : 13;
    const fs = Math.round(bounded(Math.min(base, Math.max(least, each * 0.27)) + 2 * state.text, 10, 44));
    return tiled({ fs, tri: fs * 0.6, fieldW: fs * 2.6, fieldH: fs * 1.8, most: Math.max(each < 24 ? 3 : 7, each * 0.17) }, Math.round(Math.min(fs * 1.1, Math.max(fs * 0.8, W / 70, H / 45))));
  }
  function tiled(s, number) {
    const widest = Math.max(number * 1.6, ...data.goals.map((goal) => measure(goal.n, number, 700)));
    return { ...s, number, tileW: Math.round(widest + number * 0.7), tileH: Math.round(number * 1.6) };
  }
  function radius(id, s) {
    if (s.aside && s.aside.has(id)) return s.dot;
    const degree = ipg.links.get(id).length;
    return Math.round(Math.min(s.most, s.fs * (0.62 + 0.045 * Math.min(6, Math.sqrt(degree)))));
  }
  function half(id, s) {
    if (isActor(id)) return [radius(id, s), radius(id, s)];
    if (ipg.type(id) === "c") return [s.fieldW / 2, s.fieldH / 2];
    return ipg.type(id) === "m" ? [s.tri, s.tri * 0.87] : [s.tileW / 2, s.tileH / 2];
  }

  const seats = data.chapters.map((_, n) => data.nodes.filter((node) => node.d.c === n && node.d.t === "g").length);
  // Blocks of goals round the edge: the blocks themselves are never stretched, so tiles never overlap.
  function blocksOf(W, H, s) {
    const room = Math.max(2, Math.floor((W * 0.29) / (s.tileW + 3)));
    return data.chapters.map(({ at: [u, v] }, n) => {
      const columns = Math.min(room, Math.max(3, Math.ceil(Math.sqrt(seats[n] * 0.9))));
      const width = columns * (s.tileW + 3);
      const height = Math.ceil(seats[n] / columns) * (s.tileH + 3);
      const title = wrap(ipg.chapterName(n), Math.max(width, W * 0.24), s.fs, 3, 700);
      const titleW = Math.max(...title.map((line) => measure(line, s.fs, 700)));
      const titleH = title.length * s.fs * 1.15 + 4;
      const [w, h] = [Math.max(width, titleW), height + titleH];
      return { x: (u * (W - w)) / 2 * 0.985, y: v * ((H - h) / 2 - 6), w, h, width, height, columns, title, titleW, titleH, low: v > 0.5, u, v };
    });
  }
  // Push blocks off one another, within the canvas; whether there is room for that.
  function apart(blocks, W, H) {
    for (let step = 0; step < 300; step += 1) {
      let moved = false;
      blocks.forEach((a, n) => {
        for (const b of blocks.slice(0, n)) {
          const [over, under] = [(a.w + b.w) / 2 + 8 - Math.abs(a.x - b.x), (a.h + b.h) / 2 + 8 - Math.abs(a.y - b.y)];
          if (over <= 0.5 || under <= 0.5) continue;
          moved = true;
          const [along, by] = under < over ? ["y", under] : ["x", over];
          const push = (a[along] < b[along] ? -by : by) / 2;
          a[along] += push;
          b[along] -= push;
        }
      });
      for (const block of blocks) {
        block.x = bounded(block.x, (block.w - W) / 2 + 2, (W - block.w) / 2 - 2);
        block.y = bounded(block.y, (block.h - H) / 2 + 2, (H - block.h) / 2 - 2);
      }
      if (!moved) return true;
    }
    return false;
  }
  function sectors(W, H, s, shown) {
    let blocks = blocksOf(W, H, s);
    while (!apart(blocks, W, H) && s.number > 6) {
      Object.assign(s, tiled({ ...s, fs: Math.max(10, s.fs - 1) }, s.number - 1));
      blocks = blocksOf(W, H, s);
    }
    // From here on the place of a block is that of its tiles, without the title.
    for (const block of blocks) block.y += (block.low ? -block.titleH : block.titleH) / 2;
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
    // Actors between the blocks at the sides, and those above and below.
    const actors = [...shown.nodes.keys()].filter(isActor);
    const most = (side, size) => Math.max(0, ...blocks.filter((block) => Math.abs(block[side]) > 0.9).map((block) => block[size]));
    const [rx, ry] = [Math.max(W * 0.2, W / 2 - most("u", "w") - s.fs), Math.max(H * 0.2, H / 2 - most("v", "h") * 0.7 - s.fs)];
    for (const id of actors) {
      const [x, y] = nodes.get(id).d.p.sector;
      at.set(id, { x: x * rx, y: y * ry });
    }
    spread(actors, at, W, H, s, blocks);
    return { at, blocks };
  }

  // Push actors off one another and off the blocks. Done here and not beforehand, because only here it is known how
  // large the canvas is; without chance, so the same window shows the same picture.
  function spread(actors, at, W, H, s, blocks, wide = 7.5) {
    const walls = blocks.map((block) => ({
      x: block.x,
      y: block.y + (block.low ? block.titleH : -block.titleH) / 2,
      w: (block.w + s.fs) / 2,
      h: block.h / 2 + 4,
    }));
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
    spread([state.focus, ...ring], at, W, H, s, [], 4.5);
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
    const places = data.nodes.filter((node) => node.d.t === "m").map((node) => node.d.tree[2] + 1);
    const slot = Math.min(rh, (cw - s.tileW - 18) / Math.max(4, ...places));
    s.tri = Math.max(2, Math.min(slot, rh - 3) * 0.44);
    const [left, top] = [(column) => 6 - W / 2 + column * cw, (row) => 5 - H / 2 + row * rh];
    for (const id of shown.nodes.keys()) {
      const [column, row, place] = nodes.get(id).d.tree;
      const goal = ipg.type(id) === "g";
      at.set(id, { x: left(column) + (goal ? s.tileW / 2 + 2 : s.tileW + 10 + (place + 0.5) * slot), y: top(row) + rh / 2 });
    }
    const chapters = heads.filter((head) => head.t === undefined);
    const sections = heads.filter((head) => head.t !== undefined);
    const above = headings(chapters.map(({ c }) => ipg.chapterName(c)), cw - 12, 2 * rh, Math.min(s.fs, rh * 0.6), 700);
    const within = headings(sections.map(({ t }) => t || "–"), cw - 12, rh, Math.min(s.fs, rh * 0.5), 600);
    const words = [
      ...above.map((made, n) => ({ ...made, x: left(chapters[n].at[0]), y: top(chapters[n].at[1] + 2) - made.h - 1 })),
      ...within.map((made, n) => ({ ...made, x: left(sections[n].at[0]), y: top(sections[n].at[1]) + (rh - made.h) / 2 })),
    ];
    return { at, blocks: [], heads: words, dense: rh < 11 || slot < 3 };
  }
  // Words in rows or columns, all of one size that lets them be seen whole; a long one alone is smaller still.
  function headings(texts, width, height, largest, weight) {
    const broken = (text, size) => wrap(text, width, size, Math.max(1, Math.floor(height / (size * 1.14))), weight, true);
    const cut = (text, size) => broken(text, size).some((line) => line.endsWith("…"));
    let common = Math.round(Math.max(7, largest));
    for (const least = Math.max(9, common * 0.7); common > least && texts.some((text) => cut(text, common)); common -= 1);
    return texts.map((text) => {
      let size = common;
      while (size > 9 && cut(text, size)) size -= 1;
      return box(broken(text, size), size, weight);
    });
  }
  function box(lines, size, weight) {
    const w = Math.max(...lines.map((line) => measure(line, size, weight))) + 4;
    return { lines, size, weight, w, h: lines.length * size * 1.14 + 2 };
  }

  // Who takes part where: a field for each row and chapter, their names at the left and on top.
  function matrix(W, H, s, shown) {
    const { by } = ipg.preset();
    const { rows, columns } = data.coverage[by];
    const at = new Map();
    const fields = [...shown.nodes.keys()].map((id) => [id, nodes.get(id).d]);
    if (!fields.length) return { at, blocks: [], heads: [] };
    const [inRow, inColumn] = ["row", "column"].map((key) => [...new Set(fields.map(([, d]) => d[key]))].sort((a, b) => a - b));
    const words = inRow.map((row) => ipg.straight(ipg.said(rows[row].l)));
    const left = Math.min(W * 0.34, Math.max(...words.map((name) => measure(name, s.fs))) + 20);
    const cw = (W - left - 6) / inColumn.length;
    const titles = headings(inColumn.map((column) => `${columns[column].n} ${columns[column].t}`), cw - 6, 4.6 * s.fs, s.fs, 700);
    const top = Math.max(...titles.map(({ h }) => h)) + 6;
    const rh = Math.min((H - top - 6) / inRow.length, s.fs * 2.6);
    Object.assign(s, { fieldW: Math.max(4, cw - 4), fieldH: Math.max(4, rh - 4) });
    const [x, y] = [(n) => left - W / 2 + (n + 0.5) * cw, (n) => top - H / 2 + (n + 0.5) * rh];
    for (const [id, d] of fields) at.set(id, { x: x(inColumn.indexOf(d.column)), y: y(inRow.indexOf(d.row)) });
    const onTop = titles.map((title, n) => ({ ...title, middle: true, x: x(n) - title.w / 2, y: top - H / 2 - title.h - 2 }));
    const names = rh < 8 ? [] : headings(words, left - 14, rh, Math.min(s.fs, rh * 0.75), 600);
    const atLeft = names.map((name, n) => ({ ...name, x: 4 - W / 2, y: y(n) - name.h / 2 }));
    return { at, blocks: [], heads: [...onTop, ...atLeft], dense: rh < 11 };
  }

  function place(W, H, shown) {
    const s = sizes(W, H, shown);
    if (shown.ring) return { s, ...rings(W, H, s, shown.ring) };
    const layout = ipg.preset().layout;
    if (layout === "sector") return { s, ...sectors(W, H, s, shown), dense: crowd(W, H, shown) };
    if (layout === "matrix") return { s, ...matrix(W, H, s, shown) };
    if (layout === "tree") return { s, ...tree(W, H, s, shown) };
    return { s, ...beside(W, H, s, shown, layout), dense: crowd(W, H, shown) };
  }

  // Actor beside actor; who is in no pair that is asked for stands in a strip at the right.
  function beside(W, H, s, shown, layout) {
    const [pairs, others] = [[], []];
    for (const [id, how] of shown.nodes) (how.aside ? others : pairs).push(id);
    const strip = aside(W, H, s, others);
    // What the slider adds may be missing in the layout of the question; then a wider one serves.
    const used = [layout, `${layout}_all`, "ties"].find((name) => pairs.every((id) => nodes.get(id).d.p[name]));
    const room = W - strip.width;
    const at = new Map();
    for (const id of pairs) {
      const [x, y] = nodes.get(id).d.p[used];
      at.set(id, { x: (x - 0.5) * (room - s.fs * 11), y: (y - 0.5) * (H - s.fs * 5) - s.fs * 0.8 });
    }
    spread(pairs, at, room, H, s, [], 4.5);
    for (const place of at.values()) place.x -= strip.width / 2;
    for (const [id, place] of strip.at) at.set(id, place);
    return { at, blocks: [], heads: strip.heads };
  }
  function aside(W, H, s, others) {
    const at = new Map();
    if (!others.length) return { at, heads: [], width: 0 };
    const size = Math.round(s.fs * 0.85);
    const title = box(wrap(say("ui", "aside", { n: others.length }), size * 6, size, 3, 600), size, 600);
    const [top, high] = [title.h + 6 - H / 2, H - title.h - 10];
    const gap = Math.min(s.fs * 1.5, Math.sqrt((W * high * 0.12) / others.length));
    const rows = Math.max(1, Math.floor(high / gap));
    const width = Math.max(title.w, Math.ceil(others.length / rows) * gap);
    Object.assign(s, { aside: new Set(others), dot: gap * 0.38 });
    others.forEach((id, n) => at.set(id, { x: W / 2 - width + Math.floor(n / rows) * gap, y: top + ((n % rows) + 0.5) * gap }));
    return { at, heads: [{ ...title, x: W / 2 - title.w - gap / 2, y: 2 - H / 2 }], width: width + gap };
  }
  // Whether there are so many that a picture says little: less than a finger's breadth for each.
  function crowd(W, H, shown) {
    const actors = [...shown.nodes].filter(([id, how]) => isActor(id) && !how.out && !how.aside).length;
    return actors > 60 && (W * H) / actors < 900;
  }

  Object.assign(ipg, { half, place });
})();
