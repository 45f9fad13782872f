// What people in the room say is missing: co-operations are noted down here and saved as the sheet of co-operations of
// the plan, with those that are in it already. The file replaces the one in the folder of the plan.
(function () {
  "use strict";
  const ipg = window.ipg;
  const { data, nodes, say, make, find } = ipg;
  const noted = [];

  function csv() {
    const { columns, rows } = data.sheet;
    const cell = (value) => (/[",\n\r]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
    const taken = new Set(rows.map((row) => row[columns.findIndex((column) => column.role === "key")]));
    let number = 0;
    const added = noted.map(({ keys, form, topic }) => {
      do number += 1;
      while (taken.has(`${say("corrections", "key")}-${number}`));
      const values = { key: `${say("corrections", "key")}-${number}`, actors: keys.join("; "), form, topic, evidence: say("corrections", "evidence") };
      return columns.map((column) => values[column.role] || "");
    });
    return [columns.map((column) => column.name), ...rows, ...added].map((row) => row.map(cell).join(",")).join("\n");
  }
  const save = () => ipg.save(data.sheet.file, "text/csv", [csv(), "\n"]);

  // On the card of an actor: with whom it works together, too.
  function form(id) {
    if (!data.sheet) return "";
    const field = (key, list) => {
      const input = make("input", "", { type: "text", id: `noted-${key}`, list, autocomplete: "off" });
      return [make("label", say("corrections", key), { for: `noted-${key}` }), input];
    };
    const names = [...nodes.keys()].filter((other) => ipg.isActor(other) && other !== id);
    const options = make("datalist", "", { id: "noted-names" }, names.map((other) => make("option", "", { value: ipg.nameOf(other) })));
    const keep = () => {
      const other = names.find((one) => ipg.nameOf(one) === find("noted-other").value.trim());
      find("noted-message").textContent = say("corrections", other ? "kept" : "unknown", { n: noted.length + 1 });
      if (!other) return find("noted-other").focus();
      noted.push({ keys: [id, other].map((one) => nodes.get(one).d.i), form: find("noted-form").value.trim(), topic: find("noted-topic").value.trim() });
      find("noted-save").hidden = false;
      for (const key of ["other", "form", "topic"]) find(`noted-${key}`).value = "";
      return undefined;
    };
    const rows = [...field("other", "noted-names"), options, ...field("form"), ...field("topic")];
    const note = make("button", say("corrections", "note"), { type: "button", click: keep });
    const file = make("button", say("corrections", "save"), { type: "button", id: "noted-save", click: save });
    file.hidden = !noted.length;
    const message = make("p", noted.length ? say("corrections", "kept", { n: noted.length }) : "", { id: "noted-message", role: "status" });
    return make("details", "", { class: "noted" }, [make("summary", say("corrections", "title")), ...rows, make("p", "", { class: "pair" }, [note, file]), message, make("small", say("corrections", "help", { n: data.sheet.file }))]);
  }

  ipg.corrections = { form, csv, noted };
})();
