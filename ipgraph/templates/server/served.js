// The server adds this to the script of the site: a tab for the editor, a way there from every question, and the data
// behind every page. The files of the site stay as they were built.
(() => {
  const t = (de, en) => (document.documentElement.lang === "en" ? en : de);
  const home = document.body.dataset.home;
  const link = (href, text) => Object.assign(document.createElement("a"), { href, textContent: text });
  const tabs = document.querySelector(".tabs");
  if (tabs && !document.getElementById("editor-data")) tabs.append(link(`${home}sparql`, "SPARQL"));
  const question = location.pathname.match(/\/questions\/([a-z0-9-]+)\.html$/);
  const code = document.querySelector(".code-block");
  if (question && code) {
    const line = document.createElement("p");
    line.append(link(`${home}sparql#${question[1]}`, t("Im Editor öffnen", "Open in the editor")));
    code.before(line);
  }
  const iri = document.querySelector("p.iri");
  if (iri) {
    const address = encodeURIComponent(iri.querySelector("code").textContent);
    for (const [format, name] of [["ttl", "Turtle"], ["jsonld", "JSON-LD"]]) iri.append(" · ", link(`/resource?iri=${address}&format=${format}`, name));
  }
})();
