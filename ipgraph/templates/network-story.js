// The story of an evening: views with a sentence each, in a row. It comes with the page, from a file, or is made here.
// The file is plain text: a sentence, below it the address of the view (from "#" on), then an empty line.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, state, say, make, name, find } = ipg;
  const story = { steps: data.story.map((step) => ({ ...step })) };

  function parse(text) {
    const steps = [];
    let words = [];
    for (const raw of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
      const line = raw.trim();
      const at = line.indexOf("#q=");
      if (at >= 0) {
        steps.push({ t: words.join(" "), s: line.slice(at + 1) });
        words = [];
      } else if (line && !line.startsWith("#")) words.push(line);
    }
    return steps;
  }
  const text = () => `# ${say("story", "file")}\n\n${story.steps.map((step) => `${step.t}\n#${step.s}\n`).join("\n")}`;

  function go(number) {
    if (!story.steps.length) return;
    state.step = ipg.bounded(number, 0, story.steps.length - 1);
    ipg.show(story.steps[state.step].s, true);
    find("status").textContent = `${say("story", "step", { n: state.step + 1, k: story.steps.length })} ${find("question").textContent}`;
  }
  function add() {
    const words = find("sentence").value.trim() || find("question").textContent;
    const at = state.step === null ? story.steps.length : state.step + 1;
    story.steps.splice(at, 0, { t: words.replace(/\s+/g, " ").replace(/#/g, "＃"), s: ipg.address.encode() });
    find("sentence").value = "";
    state.step = at;
    ipg.refresh(true);
  }
  function drop(number) {
    story.steps.splice(number, 1);
    state.step = null;
    ipg.refresh(true);
    find("sentence").focus();
  }
  const save = () => ipg.save(ipg.fileName("txt", say("story", "title")), "text/plain", [text()]);
  async function load() {
    const [file] = find("story-file").files;
    if (!file) return;
    const steps = parse(await file.text());
    find("story-file").value = "";
    find("status").textContent = say("story", steps.length ? "loaded" : "not_loaded", { n: steps.length });
    if (steps.length) {
      story.steps = steps;
      go(0);
    }
  }

  function list() {
    find("steps").replaceChildren(
      ...story.steps.map((step, n) => {
        const current = n === state.step ? "step" : null;
        const there = make("button", "", { type: "button", class: "plain", "aria-current": current, click: () => go(n) }, [name(step.t || ipg.titleOf(new URLSearchParams(step.s).get("q")))]);
        const away = make("button", "×", { type: "button", class: "away", "aria-label": say("story", "drop", { n: n + 1 }), click: () => drop(n) });
        return make("li", "", {}, [there, away]);
      }),
    );
    find("story-count").textContent = story.steps.length ? ` (${story.steps.length})` : "";
    find("story-save").hidden = !story.steps.length;
    find("position").textContent = state.presenting && state.step !== null ? `${state.step + 1}/${story.steps.length}` : "";
  }
  find("story-add").addEventListener("click", add);
  find("story-save").addEventListener("click", save);
  find("story-file").addEventListener("change", load);
  find("sentence").addEventListener("keydown", (event) => {
    if (event.key === "Enter") add();
  });

  ipg.story = Object.assign(story, { go, list, parse, text });
})();
