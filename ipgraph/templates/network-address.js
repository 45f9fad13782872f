// The state of the page in its address, so that it can be shared, kept as a bookmark, or written into a story:
// #q=overlaps&k=3&chapters=K1,K3&n=a:A-STAB; #v=goals opens a view on its first question. Keys come from the plan and
// stay the same from edition to edition.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, state } = ipg;
  const NOTHING = "!";

  function encode() {
    const parts = [["q", state.preset]];
    if (ipg.preset().slider) parts.push(["k", String(state.least)]);
    if (state.focus) parts.push(["n", ipg.keyOf(state.focus)]);
    return joined([...parts, ...filters()]);
  }
  const choice = () => joined([["k", String(state.least)], ...filters()]);
  function filters() {
    const parts = [];
    for (const { id, items } of data.filters) {
      if (!ipg.whole(id)) parts.push([id, items.filter((_, n) => state.chosen[id].has(n)).map((item) => item.id.replace(/,/g, ";")).join(",") || (state.chosen[id].size ? "" : NOTHING)]);
    }
    for (const key of ["from", "to"]) if (state[key] !== null) parts.push([key, String(state[key])]);
    return parts;
  }
  // Colons, commas and slashes may stand in an address; so the plan's keys stay legible.
  function joined(parts) {
    return parts.map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%3A/g, ":").replace(/%2C/g, ",").replace(/%3B/g, ";").replace(/%2F/g, "/")}`).join("&");
  }

  // Take over a state; what is missing is as at the start, what is unknown is left out.
  function decode(text) {
    const given = new URLSearchParams(text.replace(/^#/, ""));
    const next = ipg.fresh();
    if (data.texts.views[given.get("v")]) next.preset = ipg.opening(given.get("v"));
    if (data.presets.some((preset) => preset.id === given.get("q"))) next.preset = given.get("q");
    if (/^\d{1,3}$/.test(given.get("k") || "")) next.least = Math.max(data.fewest, Number(given.get("k")));
    next.focus = ipg.idOf.get(given.get("n")) || null;
    for (const { id, items } of data.filters) {
      if (!given.has(id)) continue;
      const wanted = new Set(given.get(id).split(","));
      const found = items.flatMap((item, n) => (wanted.has(item.id.replace(/,/g, ";")) ? [n] : []));
      if (found.length || given.get(id) === NOTHING) next.chosen[id] = new Set(found);
    }
    for (const key of ["from", "to"]) if (/^\d{4}$/.test(given.get(key) || "")) next[key] = Number(given.get(key));
    Object.assign(state, next, { cursor: next.focus, hover: null });
  }

  const named = () => /^#[qv]=/.test(location.hash);
  const write = () => history.replaceState(null, "", `#${encode()}`);
  window.addEventListener("hashchange", () => {
    if (ipg.address.named()) ipg.show(location.hash);
  });

  ipg.address = { encode, decode, write, choice, named };
})();
