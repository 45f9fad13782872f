// What Gephi Lite makes of our GraphML and GEXF: its own readers, without the program. Not part of the tests (npm).
//
//     npm install graphology graphology-gexf graphology-graphml jsdom
//     node tests/clients/gephi_lite_reads.js FILE.gexf FILE.graphml
//
// Prints nodes and edges of each file. Ends with 1 where a node lacks a label, a place, a size or a colour, where an
// edge lacks its relation or its weight, or where the files do not hold the same network.
"use strict";
const fs = require("fs");
const path = require("path");
const from = (name) => require(require.resolve(name, { paths: [process.cwd()] }));
const { JSDOM } = from("jsdom");
const { window } = new JSDOM("");
Object.assign(global, { DOMParser: window.DOMParser, Document: window.Document, XMLDocument: window.XMLDocument });
const Graph = from("graphology");
const readers = { ".gexf": from("graphology-gexf/browser"), ".graphml": from("graphology-graphml/browser") };

const lacks = (row, names) => names.filter((name) => row[name] === undefined || row[name] === "");
let faults = 0;
const seen = new Set();
for (const file of process.argv.slice(2)) {
  const graph = readers[path.extname(file)].parse(Graph, fs.readFileSync(file, "utf8"));
  const gaps = graph.mapNodes((node, row) => lacks(row, ["label", "name", "identifier", "iri", "x", "y", "size", "color"]).map((name) => `${node}: ${name}`)).flat();
  gaps.push(...graph.mapEdges((edge, row, a, b) => lacks(row, ["relation", "label", "weight"]).map((name) => `${a} - ${b}: ${name}`)).flat());
  console.log(`${file}: ${graph.order} nodes, ${graph.size} edges, ${gaps.length} gaps`);
  if (gaps.length) console.log(gaps.slice(0, 20).map((gap) => `  ${gap}`).join("\n"));
  faults += gaps.length;
  seen.add(JSON.stringify([graph.nodes().sort(), graph.mapEdges((edge, row, a, b) => [a, b].sort().join(" ")).sort()]));
}
if (seen.size > 1) console.log("the files hold different networks");
process.exit(faults || seen.size > 1 ? 1 : 0);
