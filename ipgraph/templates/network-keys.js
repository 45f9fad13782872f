// Everything by keyboard: from node to node on the picture, through questions or story steps in front of people.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { state, find, network } = ipg;
  const box = find("canvas");

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
  const zoom = (by) => network.moveTo({ scale: ipg.bounded(network.getScale() * by, 0.4, 6), animation: false });
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const moves = state.presenting && !state.focus && /^Arrow(Left|Right)$/.test(event.key);
    if (moves) return; // in front of people left and right go through the evening
    if (arrows[event.key]) walk(...arrows[event.key]);
    else if (event.key === "Enter" && state.cursor) ipg.focus(state.cursor);
    else if (event.key === "+") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") ipg.refresh();
    else return;
    event.preventDefault();
  });

  function escape() {
    if (!find("hits").hidden) ipg.closeHits();
    else if (ipg.menu.open) {
      ipg.menu.open = false;
      ipg.menu.querySelector("summary").focus();
    } else if (state.focus) ipg.focus(null);
    else if (state.presenting) ipg.present(false);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.key === "Escape") {
      escape();
      return;
    }
    const typing = /^(input|select|textarea)$/i.test(event.target.tagName) && event.target.type !== "checkbox";
    if (typing) return;
    const free = state.presenting || event.target === box || event.target === document.body;
    const by = { PageDown: 1, PageUp: -1, ...(state.presenting ? { ArrowRight: 1, ArrowLeft: -1 } : {}) }[event.key];
    // Keys that are single characters can be switched off: whoever dictates would press them by chance (WCAG 2.1.4).
    const single = find("shortcuts").checked ? event.key.toLowerCase() : "";
    if (single === "/") find("search").focus();
    else if (single === "p") ipg.present(!state.presenting);
    else if (by && free) ipg.step(by);
    else return;
    event.preventDefault();
  });
})();
