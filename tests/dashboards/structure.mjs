// Dashboards against a JSON Schema made of Grafana's own types. usage: node structure.mjs FOLDER-WITH-node_modules DASHBOARD.json...
// Members that the types do not name are let through: Grafana's own dashboards have them too.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [home, ...files] = process.argv.slice(2);
const require = createRequire(path.resolve(home, 'package.json'));
const { createGenerator } = require('ts-json-schema-generator');
const Ajv = require('ajv');

const types = path.resolve(home, 'types.ts');
fs.writeFileSync(types, "export type { Dashboard } from './node_modules/@grafana/schema/dist/types/raw/dashboard/x/types.gen';\n");
const schema = createGenerator({ path: types, type: 'Dashboard', skipTypeCheck: true, additionalProperties: true }).createSchema('Dashboard');
const check = new Ajv({ strict: false, allErrors: true }).compile(schema);

function faults(board) {
  return check(board) ? [] : check.errors.map((e) => `${e.instancePath} ${e.message}`);
}

let bad = 0;
for (const file of files) {
  for (const fault of faults(JSON.parse(fs.readFileSync(file, 'utf8')))) {
    console.log(`${path.basename(file)}: ${fault}`);
    bad++;
  }
}

// the test of the test
const broken = [
  (b) => { b.schemaVersion = '42'; },
  (b) => { b.panels[0].gridPos.h = 'tall'; },
  (b) => { delete b.panels[0].type; },
  (b) => { b.panels[0].fieldConfig.defaults.thresholds.mode = 'relative'; },
  (b) => { b.templating.list[0].type = 'guess'; },
  (b) => { b.links[0].tags = 'motcua'; },
  (b) => { b.panels[0].fieldConfig.overrides = {}; },
];
broken.forEach((change, i) => {
  const board = JSON.parse(fs.readFileSync(files[0], 'utf8'));
  change(board);
  if (!faults(board).length) {
    console.log(`broken copy ${i + 1} is taken for a dashboard`);
    bad++;
  }
});
console.log(`${files.length} dashboards against ${Object.keys(schema.definitions).length} of Grafana's types, ${broken.length} broken copies`);
process.exit(bad ? 1 : 0);
