// Names beside the nodes. They keep their size when the picture is enlarged, never cover each other or a node, and
// never leave the canvas: a name without room is left out and shown when its node is pointed at or the picture is
// enlarged. No library does this, so the page does it after vis-network has drawn.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, state, isActor, goalOf, wrap, bounded, measure, font } = ipg;

  const legal = /\s+(e\.\s?V\.|gGmbH|mbH|GmbH|AöR|KdöR|gUG|eG)(?=$|[\s,])/g;
  const short = (id) => nodes.get(id).d.s || nodes.get(id).d.n.replace(legal, "");
  const hits = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

  // Which names are wanted, the more important first.
  function wanted(shown, crowd) {
    const list = [];
    for (const [id, how] of shown.nodes) {
      const actor = isActor(id);
      const pointed = id === state.hover || id === state.cursor;
      if (how.faint && !pointed) continue;
      if (!actor && !shown.ring && !how.mark && !pointed) continue;
      const full = pointed || id === state.focus;
      const first = pointed ? 3 : id === state.focus ? 2 : how.mark ? 1 : 0;
      const text = actor ? (full ? nodes.get(id).d.n : short(id)) : shown.ring && !full && ipg.type(id) === "g" ? goalOf(id).w : ipg.nameOf(id);
      list.push({ id, text, full, actor, rank: first * 1000 + ipg.links.get(id).length });
    }
    return list.sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1)).slice(0, crowd ? 80 : 300);
  }

  // The same words in several shapes; those that show all of them come first.
  function shapes(item, fs, shown, crowded) {
    // Many long sentences at once: a short form of all tells more than the whole of a few.
    const brief = crowded && !item.full && !item.actor && !shown.ring;
    const tried = brief
      ? [[15, 3, 1], [12, 3, 1], [19, 2, 1], [14, 3, 0.86], [11, 3, 0.86], [16, 2, 0.86]]
      : item.actor
      ? [[9.5, 3, 1], [7, 4, 1], [13, 2, 1], [9.5, 3, 0.86], [6.5, 4, 0.86], [13, 2, 0.86]]
      : shown.ring && !item.full
        ? [[12, 3, 1], [10, 4, 0.9], [16, 2, 0.9]]
        : [[15, 5, 1], [12, 6, 1], [20, 4, 1], [15, 6, 0.86], [11, 4, 0.86]];
    const made = tried.map(([width, most, share]) => {
      const size = Math.round(fs * share);
      const lines = wrap(item.text, size * width, size, most);
      const w = Math.max(...lines.map((line) => measure(line, size))) + 4;
      return { size, lines, w, h: lines.length * size * 1.14 + 2, cut: lines.some((line) => line.endsWith("…")) };
    });
    if (brief) return made;
    return [...made.filter((shape) => !shape.cut), ...made.filter((shape) => shape.cut)];
  }

  function* near(at, w, h, [rx, ry]) {
    const gap = 3;
    yield [at.x - w / 2, at.y + ry + gap];
    yield [at.x - w / 2, at.y - ry - gap - h];
    yield [at.x + rx + gap, at.y - h / 2];
    yield [at.x - rx - gap - w, at.y - h / 2];
    for (const [dx, dy] of [[1, 1], [-1, 1], [1, -1], [-1, -1]]) {
      yield [dx > 0 ? at.x + rx * 0.7 : at.x - rx * 0.7 - w, dy > 0 ? at.y + ry * 0.7 : at.y - ry * 0.7 - h];
    }
    for (const shift of [-0.2, 0.2, -0.32, 0.32, -0.42, 0.42]) {
      yield [at.x - w / 2 + shift * w, at.y + ry + gap];
      yield [at.x - w / 2 + shift * w, at.y - ry - gap - h];
    }
    for (const shift of [-0.35, 0.35]) {
      yield [at.x + rx + gap, at.y - h / 2 + shift * h];
      yield [at.x - rx - gap - w, at.y - h / 2 + shift * h];
    }
  }
  // A little further off, with a thin line back to the node.
  function* apart(at, w, h, [rx, ry], fs) {
    for (let away = 0.6 * fs; away < 5 * fs; away += 0.5 * fs) {
      for (let turn = 0; turn < 12; turn += 1) {
        const [c, s] = [Math.cos((turn * Math.PI) / 6), Math.sin((turn * Math.PI) / 6)];
        yield [at.x + c * (rx + away + w / 2) - w / 2, at.y + s * (ry + away + h / 2) - h / 2];
      }
    }
  }
  // Words for a tile in a block: a free place further in. They begin with the number, so they need no line.
  function* inwards(at, w, h, [rx, ry], block) {
    for (let away = 4; away < 460; away += 8) {
      const y = block.v > 0.5 ? at.y - away - h - ry : at.y + away + ry;
      for (const across of [0, -0.25, 0.25, -0.5, 0.5, -0.75, 0.75, -1.05, 1.05]) yield [at.x - w / 2 + across * w, y];
      if (Math.abs(block.v) > 0.5) continue;
      for (const up of [0, -20, 20, -48, 48, -80, 80, -120, 120]) {
        yield [block.u < 0 ? at.x + rx + away : at.x - rx - away - w, at.y - h / 2 + up];
      }
    }
  }

  // Boxes by the squares they touch, so that a picture with thousands of nodes need not look through all of them.
  function taking() {
    const squares = new Map();
    const size = 96;
    function* touched({ x, y, w, h }) {
      for (let i = Math.floor(x / size); i <= Math.floor((x + w) / size); i += 1) {
        for (let j = Math.floor(y / size); j <= Math.floor((y + h) / size); j += 1) yield i * 4096 + j;
      }
    }
    function push(box) {
      for (const key of touched(box)) {
        if (!squares.has(key)) squares.set(key, []);
        squares.get(key).push(box);
      }
    }
    function meets(box, id) {
      for (const key of touched(box)) {
        for (const other of squares.get(key) || []) if ((id === null || other.id !== id) && hits(box, other)) return true;
      }
      return false;
    }
    return { push, meets };
  }

  // Decide on places. `screen` turns a place of the network into a place of the canvas, `zoom` is its scale.
  function layLabels(now, W, H, screen, zoom) {
    const { shown, plan } = now;
    const s = plan.s;
    const taken = taking();
    const spots = taking();
    const chapters = [];
    const points = new Map();
    for (const id of shown.nodes.keys()) {
      const at = screen(plan.at.get(id));
      points.set(id, at);
      const [rx, ry] = ipg.half(id, s);
      const tile = !isActor(id) && !shown.ring;
      const { faint, aside } = shown.nodes.get(id);
      if (!faint || aside || tile) {
        const spot = { id, x: at.x - rx * zoom, y: at.y - ry * zoom, w: 2 * rx * zoom, h: 2 * ry * zoom };
        taken.push(spot);
        spots.push(spot);
      }
    }
    for (const block of plan.blocks) {
      const at = screen({ x: block.x, y: block.low ? block.y + block.height / 2 + 2 : block.y - block.height / 2 - block.titleH });
      const box = { x: at.x - block.titleW / 2, y: at.y, w: block.titleW, h: block.titleH };
      if (zoom > 1 && !block.low) box.y = at.y + block.titleH * (zoom - 1);
      box.x = bounded(box.x, 2, W - box.w - 2);
      chapters.push({ ...box, lines: block.title, size: s.fs });
      taken.push(box);
    }
    for (const head of plan.heads || []) {
      const at = screen({ x: head.x, y: head.y });
      chapters.push({ ...head, ...at, left: !head.middle });
      taken.push({ ...at, w: head.w, h: head.h });
    }
    const placed = [];
    const free = (box, id) =>
      box.x >= 2 && box.y >= 2 && box.x + box.w <= W - 2 && box.y + box.h <= H - 2 && !taken.meets(box, id);
    // In a circle no name may stand as near to another node as to its own: it would name either.
    const clear = ({ x, y, w, h }, id, room) => !spots.meets({ x: x - room, y: y - room, w: w + 2 * room, h: h + 2 * room }, id);
    // Nor should a thin line lead across another node or name.
    const led = (at, { x, y, w, h }, id) => {
      const [dx, dy] = [bounded(at.x, x, x + w) - at.x, bounded(at.y, y, y + h) - at.y];
      return [0.2, 0.4, 0.6, 0.8].every((t) => !taken.meets({ x: at.x + t * dx - 2, y: at.y + t * dy - 2, w: 4, h: 4 }, id));
    };
    function settle(item, far, room, crossing) {
      const at = points.get(item.id);
      const reach = ipg.half(item.id, s).map((value) => value * zoom);
      const tile = !item.actor && plan.blocks.length > 0;
      for (const shape of shapes(item, s.fs, shown, crowded)) {
        const { w, h } = shape;
        const choice = tile ? inwards(at, w, h, reach, plan.blocks[nodes.get(item.id).d.c]) : far ? apart(at, w, h, reach, s.fs) : near(at, w, h, reach);
        for (const [x, y] of choice) {
          const box = { x, y, w, h };
          if (!free(box, tile || far ? null : item.id)) continue;
          if (room && !clear(box, item.id, room)) continue;
          if (far && !tile && !crossing && !led(at, box, item.id)) continue;
          taken.push({ ...box, id: null });
          placed.push({ ...item, ...shape, ...box, from: far && !tile ? at : null });
          return true;
        }
      }
      return false;
    }
    const inside = ({ id }) => {
      const at = points.get(id);
      return at.x >= 0 && at.y >= 0 && at.x <= W && at.y <= H;
    };
    const list = wanted(shown, plan.dense).filter(inside);
    const crowded = list.filter((item) => !item.actor).length * s.fs * s.fs * 120 > W * H * 0.3;
    const room = shown.ring ? [0.6 * s.fs, 0] : [0];
    const tries = [...room.flatMap((least) => [[false, least, false], [true, least, false]]), [true, 0, true]];
    const without = tries.reduce((left, how) => left.filter((item) => !settle(item, ...how)), list);
    return { placed, chapters, card: card(without.find(({ id }) => id === state.hover || id === state.cursor)) };

    // What is pointed at is named in any case: on a card over the picture.
    function card(item) {
      if (!item) return null;
      const [at, [, ry]] = [points.get(item.id), ipg.half(item.id, s)];
      const lines = wrap(item.text, Math.min(W * 0.6, s.fs * 24), s.fs, 6);
      const w = Math.max(...lines.map((line) => measure(line, s.fs))) + 14;
      const h = lines.length * s.fs * 1.14 + 10;
      const y = at.y + ry + 6 + h < H ? at.y + ry + 6 : at.y - ry - 6 - h;
      return { lines, size: s.fs, w, h, x: bounded(at.x - w / 2, 2, W - w - 2), y: Math.max(2, y) };
    }
  }

  function write(ctx, label, colour, weight) {
    ctx.font = font(label.size, weight);
    ctx.textAlign = label.left ? "left" : "center";
    ctx.textBaseline = "top";
    ctx.lineJoin = "round";
    label.lines.forEach((line, n) => {
      const [x, y] = [label.left ? label.x + 2 : label.x + label.w / 2, label.y + 2 + n * label.size * 1.14];
      ctx.strokeStyle = "#ffffff";
      ctx.lineWidth = Math.max(4, label.size / 4);
      ctx.strokeText(line, x, y);
      ctx.fillStyle = colour;
      ctx.fillText(line, x, y);
    });
  }

  function drawLabels(ctx, labels) {
    for (const chapter of labels.chapters) write(ctx, chapter, "#00305f", chapter.weight || 700);
    ctx.strokeStyle = "#555555";
    ctx.lineWidth = 1;
    for (const { from, x, y, w, h } of labels.placed.filter((label) => label.from)) {
      ctx.beginPath();
      ctx.moveTo(from.x, from.y);
      ctx.lineTo(bounded(from.x, x, x + w), bounded(from.y, y, y + h));
      ctx.globalCompositeOperation = "destination-over"; // behind the node, in front of nothing
      ctx.stroke();
      ctx.globalCompositeOperation = "source-over";
    }
    for (const label of labels.placed) write(ctx, label, "#111111", 600);
    if (labels.card) {
      const { x, y, w, h } = labels.card;
      ctx.fillStyle = "#ffffff";
      ctx.strokeStyle = "#b85c00";
      ctx.lineWidth = 2;
      ctx.beginPath();
      ctx.rect(x, y, w, h);
      ctx.fill();
      ctx.stroke();
      write(ctx, { ...labels.card, y: y + 3 }, "#111111", 600);
    }
  }

  Object.assign(ipg, { layLabels, drawLabels });
})();
