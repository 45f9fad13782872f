// What people in the room say is missing, and whom they will talk to: noted down here and saved as two sheets of the
// plan, co-operations and meetings, each with the rows that are in it already. The files replace those in its folder.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, say, make, find } = ipg;
  const KINDS = ["cooperations", "meetings"];
  const noted = { cooperations: [], meetings: [] };
  const count = () => noted.cooperations.length + noted.meetings.length;

  // Several values in one cell, as the reader parts them.
  const several = (keys) => keys.map((key) => key.replace(/(\\*);/g, "$1$1\\;")).join("; ");
  function csv(kind) {
    const { columns, rows } = data.sheets[kind];
    const cell = (value) => (/[",\n\r]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
    const taken = new Set(rows.map((row) => row[columns.findIndex((column) => column.role === "key")]));
    let number = 0;
    const added = noted[kind].map(({ keys, ...said }) => {
      do number += 1;
      while (taken.has(`${say("corrections", "key")}-${number}`));
      const values = { ...said, key: `${say("corrections", "key")}-${number}`, actors: several(keys), evidence: say("corrections", "evidence") };
      return columns.map((column) => values[column.role] || "");
    });
    return [columns.map((column) => column.name), ...rows, ...added].map((row) => row.map(cell).join(",")).join("\n");
  }
  const save = (kind) => ipg.save(data.sheets[kind].file, "text/csv", [csv(kind), "\n"]);

  // Two bodies of one name are told apart by their Kennung.
  function called(id, all) {
    const twice = all.some((other) => other !== id && ipg.nameOf(other) === ipg.nameOf(id));
    return twice ? `${ipg.nameOf(id)} (${nodes.get(id).d.i})` : ipg.nameOf(id);
  }
  // On the card of an actor: with whom it works together, too, or with whom it will talk, and when.
  function form(id) {
    if (!data.sheets) return "";
    const field = (key, list) => {
      const input = make("input", "", { type: "text", id: `noted-${key}`, list, autocomplete: "off" });
      return make("div", "", {}, [make("label", say("corrections", key), { for: `noted-${key}` }), input]);
    };
    const names = [...nodes.keys()].filter((other) => ipg.isActor(other) && other !== id);
    const options = make("datalist", "", { id: "noted-names" }, names.map((other) => make("option", "", { value: called(other, names) })));
    const kind = make("select", "", { id: "noted-kind" }, KINDS.map((one) => make("option", say("corrections", one), { value: one })));
    const fields = { cooperations: field("form"), meetings: field("day") };
    const show = () => KINDS.forEach((one) => { fields[one].hidden = one !== kind.value; });
    kind.addEventListener("change", show);
    show();
    const note = make("button", say("corrections", "note"), { type: "button", click: () => keep(id, names, kind.value) });
    const files = KINDS.map((one) => {
      const file = make("button", say("corrections", `save_${one}`), { type: "button", id: `noted-save-${one}`, click: () => save(one) });
      file.hidden = !noted[one].length;
      return file;
    });
    const message = make("p", count() ? say("corrections", "kept", { n: count() }) : "", { id: "noted-message", role: "status" });
    const help = make("small", say("corrections", "help", { n: KINDS.map((one) => data.sheets[one].file).join(", ") }));
    const asked = [make("label", say("corrections", "kind"), { for: "noted-kind" }), kind, field("other", "noted-names"), options];
    return make("details", "", { class: "noted" }, [make("summary", say("corrections", "title")), ...asked, ...Object.values(fields), field("topic"), make("p", "", { class: "pair" }, [note, ...files]), message, help]);
  }
  // Take over what stands in the fields, or say what is missing.
  function keep(id, names, kind) {
    const text = (key) => find(`noted-${key}`).value.trim();
    const other = names.find((one) => called(one, names) === text("other"));
    const missing = other ? (kind === "meetings" && !text("day") ? "day" : "") : "other";
    find("noted-message").textContent = missing ? say("corrections", `no_${missing}`) : say("corrections", "kept", { n: count() + 1 });
    if (missing) return find(`noted-${missing}`).focus();
    const title = [`${say("corrections", "talk")}: ${ipg.nameOf(id)} – ${ipg.nameOf(other)}`, text("topic")].filter(Boolean).join(", ");
    const said = { cooperations: { form: text("form"), topic: text("topic") }, meetings: { day: text("day"), topic: title } };
    noted[kind].push({ keys: [id, other].map((one) => nodes.get(one).d.i), ...said[kind] });
    find(`noted-save-${kind}`).hidden = false;
    for (const key of ["other", "form", "day", "topic"]) find(`noted-${key}`).value = "";
    return undefined;
  }

  ipg.corrections = { form, csv, noted };
})();
