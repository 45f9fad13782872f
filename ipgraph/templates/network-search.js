// Search: a list box, as screen readers know it. Finds umlauts however they are typed, and says when a hit is hidden.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { nodes, state, say, make, find } = ipg;

  // "Müller", "mueller" and "muller" find each other, and "strasse" finds "Straße".
  const plain = (text) => text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const spelled = (text) =>
    plain(text.toLowerCase().normalize("NFC").replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue"));
  function search(query) {
    const [a, b] = [plain(query.trim()), spelled(query.trim())];
    if (!a) return [];
    const order = "agm";
    const hits = [];
    for (const [id, node] of nodes) {
      if (node.d.t === "c") continue;
      const text = node.d.t === "a" ? `${node.d.n} ${node.d.s} ${node.d.o}` : ipg.nameOf(id);
      const at = plain(text).indexOf(a) >= 0 ? plain(text).indexOf(a) : spelled(text).indexOf(b);
      if (at >= 0) hits.push([order.indexOf(node.d.t), at, id]);
    }
    return hits
      .sort((x, y) => x[0] - y[0] || x[1] - y[1] || ipg.nameOf(x[2]).localeCompare(ipg.nameOf(y[2]), "de"))
      .map((hit) => hit[2]);
  }

  const field = find("search");
  let chosen = -1;
  let hits = [];
  function closeHits() {
    find("hits").hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    chosen = -1;
  }
  function item(id, n) {
    const about = [ipg.isActor(id) ? nodes.get(id).d.o : say("ui", `type_${ipg.type(id)}`)];
    if (!ipg.nodeShown(id)) about.push(say("ui", "search_hidden"));
    const words = about.filter(Boolean).join(" · ");
    const small = words ? [make("small", words)] : [];
    return make("li", "", { id: `hit${n}`, role: "option", "aria-selected": "false", click: () => take(id) }, [make("bdi", ipg.nameOf(id)), ...small]);
  }
  function listHits() {
    const all = search(field.value);
    hits = all.slice(0, 12);
    chosen = -1;
    find("hits").replaceChildren(...hits.map(item));
    find("hits").hidden = !hits.length;
    field.setAttribute("aria-expanded", String(hits.length > 0));
    const hidden = hits.filter((id) => !ipg.nodeShown(id)).length;
    const words = [say("ui", hits.length ? "search_found" : "search_none", { n: all.length })];
    if (hidden) words.push(say("ui", "search_some_hidden", { n: hidden }));
    find("status").textContent = field.value.trim() ? words.join(" ") : "";
  }
  function take(id) {
    // What is searched for shall be seen: filters that hide it are lifted.
    if (!ipg.nodeShown(id)) ipg.lift();
    closeHits();
    ipg.focus(id);
  }
  field.addEventListener("input", listHits);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!hits.length) return;
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
      [...find("hits").children].forEach((one, n) => one.setAttribute("aria-selected", String(n === chosen)));
      field.setAttribute("aria-activedescendant", `hit${chosen}`);
      find("hits").children[chosen].scrollIntoView({ block: "nearest" });
      event.preventDefault();
    } else if (event.key === "Enter" && hits.length) take(hits[Math.max(0, chosen)]);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".search")) closeHits();
  });
  Object.assign(ipg, { search, closeHits });
})();
