// The words beside the picture: questions and filters. Text of the plan goes in through textContent only, so that it
// is always text.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, state, say, said, fill } = ipg;
  const find = (id) => document.getElementById(id);

  function make(tag, text = "", attributes = {}, children = []) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "click") element.addEventListener("click", value);
      else if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }
  // A name of the plan: kept apart, so that its direction of writing changes nothing around it.
  const name = (text) => make("bdi", text);
  function swatch(mark, colour, square) {
    const element = make("span", mark, { class: `swatch${square ? " square" : ""}`, "aria-hidden": "true" });
    element.style.background = colour;
    element.style.color = ipg.dark(colour) ? "#fff" : "#000";
    return element;
  }
  const titleOf = (id) => data.texts.presets[id].title[state.lang];

  function presets() {
    const button = (preset) => {
      const chosen = preset.id === state.preset && !state.focus;
      const count = chosen && ipg.now ? ipg.now.shown.count : preset.count;
      const click = () => ipg.ask(preset.id);
      const inside = [make("span", titleOf(preset.id)), make("b", String(count))];
      return make("button", "", { type: "button", "data-preset": preset.id, "aria-pressed": String(chosen), click }, inside);
    };
    // Rebuilt only where something changed: who came here by keyboard stays on the button.
    const here = document.activeElement && document.activeElement.dataset.preset;
    const views = [...new Set(data.presets.map((preset) => preset.view))];
    find("presets").replaceChildren(
      ...views.map((view) => {
        const title = make("h3", said(data.texts.views[view]), { id: `view-${view}` });
        const buttons = data.presets.filter((preset) => preset.view === view).map(button);
        return make("div", "", { role: "group", "aria-labelledby": `view-${view}` }, [title, ...buttons]);
      }),
    );
    if (here) find("presets").querySelector(`[data-preset="${here}"]`).focus();
    find("slider-box").hidden = !ipg.preset().slider;
    find("slider-label").textContent = say("ui", "slider", { k: state.least });
    find("slider").value = String(state.least);
  }

  // ---- filters: one list of ticks each, and the years
  function filters() {
    const marks = {
      chapters: (n) => [swatch(data.chapters[n].n, data.chapters[n].c, true)],
      kinds: (n) => [swatch(data.kinds[n].s, data.kinds[n].c)],
    };
    for (const { id, items } of data.filters) {
      const box = find(`filter-${id}`);
      box.hidden = items.length < 2;
      const chosen = state.chosen[id];
      const all = (on) => () => {
        state.chosen[id] = new Set(on ? items.keys() : []);
        filters();
        ipg.refresh();
      };
      const rows = items.map((item, n) => {
        const tick = make("input", "", { type: "checkbox" });
        tick.checked = chosen.has(n);
        tick.addEventListener("change", () => {
          if (tick.checked) chosen.add(n);
          else chosen.delete(n);
          count();
          ipg.refresh();
        });
        return make("label", "", {}, [tick, ...(marks[id] ? marks[id](n) : []), name(said(item.l))]);
      });
      const button = (key, on) => make("button", say("ui", key), { type: "button", click: all(on) });
      box.querySelector(".filter").replaceChildren(make("div", "", { class: "pair" }, [button("all", true), button("none", false)]), ...rows);
      const count = () => {
        box.querySelector(".of").textContent = ipg.whole(id) ? "" : ` ${say("ui", "of", { n: state.chosen[id].size, k: items.length })}`;
      };
      count();
    }
    years();
    find("filters").hidden = !data.years && data.filters.every(({ items }) => items.length < 2);
  }
  function years() {
    find("filter-years").hidden = !data.years;
    if (!data.years) return;
    const [first, last] = data.years;
    const list = [...Array(last - first + 1).keys()].map((n) => first + n);
    for (const [id, key, none] of [["from", "from", "from_start"], ["to", "to", "to_end"]]) {
      const options = [["", say("ui", none)], ...list.map((year) => [String(year), String(year)])];
      find(id).replaceChildren(...options.map(([value, text]) => make("option", text, { value })));
      find(id).value = state[key] === null ? "" : String(state[key]);
    }
  }

  function question(shown) {
    const asked = ipg.preset();
    const words = data.texts.presets[asked.id];
    const form = shown.count === 0 ? "none" : shown.count === 1 ? "one" : "many";
    let text = fill(words[form][state.lang], { n: shown.count, k: state.least, of: [...shown.nodes.values()].filter((how) => !how.out).length, before: said(data.meta.before) });
    // "There is none" is true of the whole plan only if all of it is looked at.
    if (!shown.count && ipg.filtered()) text = say("ui", "none_in_part", { title: words.title[state.lang] });
    if (state.focus) {
      const short = { a: () => ipg.nameOf(state.focus), g: () => say("ui", "goal", { n: ipg.goalOf(state.focus).n }), m: () => say("ui", "measure", { n: ipg.measureOf(state.focus).n }), c: () => ipg.nameOf(state.focus) };
      text = say("ui", "focus", { name: short[ipg.type(state.focus)]() });
      if (!shown.count) text += ` – ${say("ui", ipg.type(state.focus) === "c" ? "field_empty" : "focus_alone")}`;
    } else if (![...shown.nodes.values()].some((how) => !how.out)) text = ipg.filtered() ? say("ui", "empty") : say("nothing", ipg.view());
    else if (ipg.view() === "actors" && shown.nodes.size === 1) text = say("ui", "one_actor");
    else if (ipg.now.plan && ipg.now.plan.dense) text += ` ${say("ui", "dense")}`;
    if (state.step !== null && ipg.story.steps[state.step]) text = ipg.story.steps[state.step].t || text;
    find("question").textContent = ipg.straight(text);
    return text;
  }

  // The tables show the rows whose node or line the filters leave.
  let asked = "";
  function tables() {
    if (document.readyState === "loading" || asked === (asked = ipg.address.choice())) return;
    for (const table of document.querySelectorAll("table[data-table]")) {
      let count = 0;
      for (const row of table.tBodies[0].rows) {
        const about = row.dataset.about;
        row.hidden = Boolean(about) && !(about[0] === "e" ? ipg.edgeShown(ipg.edges.get(about)) : !ipg.nodes.has(about) || ipg.nodeShown(about));
        if (!row.hidden) count += 1;
      }
      for (const cell of table.querySelectorAll("[data-field]")) {
        const number = ipg.nodeShown(cell.dataset.field) ? ipg.held(cell.dataset.field) : null;
        cell.textContent = number === null ? "–" : String(number);
        cell.dataset.level = number === null ? "" : String(ipg.level(number));
      }
      table.querySelector(".count").textContent = `(${count})`;
    }
  }

  Object.assign(ipg, { find, make, name, swatch, titleOf, panel: { presets, filters, question, tables } });
})();
