// Every route of the program against the OpenAPI document that it serves. usage: node openapi.mjs SITE ROUTES-FILE OWN-CODE OTHER-CODE
// ROUTES-FILE: "METHOD PATTERN" a line, as the source has them. Prints a line for each fault; its exit status is their number.
import fs from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import { Validator } from '@seriousme/openapi-schema-validator';
const [site, routesFile, own, other] = process.argv.slice(2);
let faults = 0;
const check = (ok, what) => { if (!ok) { faults++; console.log('FAULT: ' + what); } };
const password = (name) => fs.readFileSync('pw-' + name, 'utf8').trim();
const cookie = (reply, name) => (reply.headers.getSetCookie().find((c) => c.startsWith(name + '=')) || '').split(';')[0];

async function login(name) {
  const form = await fetch(site + '/dang-nhap');
  const token = /name="csrf" value="([0-9a-f]{64})"/.exec(await form.text())[1];
  const reply = await fetch(site + '/dang-nhap', {
    method: 'POST', redirect: 'manual', headers: { cookie: cookie(form, 'motcua_form') },
    body: new URLSearchParams({ name, password: password(name), csrf: token }),
  });
  return cookie(reply, 'motcua');
}

const get = (path, session) => fetch(site + path, { redirect: 'manual', headers: session ? { cookie: session } : {} });
const document = await (await get('/api/v1/openapi.json')).json();

// the document itself, by the official schema of OpenAPI 3.1
const official = await new Validator().validate(structuredClone(document));
check(official.valid, 'the document is no OpenAPI 3.1: ' + JSON.stringify(official.errors));

// the same routes as the program, no more and no fewer
const told = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((m) => m.toUpperCase() + ' ' + path)).sort();
const there = fs.readFileSync(routesFile, 'utf8').trim().split('\n').sort();
check(there.length > 25 && JSON.stringify(told) === JSON.stringify(there), `routes differ: ${told.filter((r) => !there.includes(r))} | ${there.filter((r) => !told.includes(r))}`);

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'document', ...document });
const validator = (schema) => ajv.compile({ $ref: 'document' + schema.$ref });
const sessions = { tinh: await login('tinh'), xa: await login('xa') };

for (const [pattern, methods] of Object.entries(document.paths)) {
  const path = pattern.replace('{unit}', own);
  for (const [method, operation] of Object.entries(methods)) {
    const open = JSON.stringify(operation.security) === '[]';
    if (method === 'post') {
      // no form is taken without its token: from nobody, a unit, the province
      for (const session of [null, sessions.xa, sessions.tinh, 'motcua=' + 'a'.repeat(64)]) {
        const type = Object.keys(operation.requestBody.content)[0];
        const body = type.startsWith('multipart') ? (() => { const f = new FormData(); f.append('csrf', 'a'.repeat(64)); f.append('tep', new Blob(['x']), 'x.csv'); return f; })() : new URLSearchParams({ csrf: 'a'.repeat(64) });
        const reply = await fetch(site + path, { method: 'POST', redirect: 'manual', headers: session ? { cookie: session } : {}, body });
        const refused = reply.status === 403 || (reply.status === 303 && reply.headers.get('location') === '/dang-nhap');
        check(refused, `POST ${path} without its token: ${reply.status}`);
        check(Object.keys(operation.responses).includes(String(reply.status)), `POST ${path}: ${reply.status} is not in the document`);
      }
      continue;
    }
    const nobody = await get(path, null);
    check(Object.keys(operation.responses).includes(String(nobody.status)), `${path} for nobody: ${nobody.status} is not in the document`);
    check(open === (nobody.status === 200), `${path} for nobody: ${nobody.status}`);
    for (const [name, session] of Object.entries(sessions)) {
      const reply = await get(path, session);
      check([200, 303, 403].includes(reply.status) && Object.keys(operation.responses).includes(String(reply.status)), `${path} for ${name}: ${reply.status} is not in the document`);
      const shape = reply.status === 200 ? operation.responses[200].content : reply.status === 403 ? operation.responses[403].content : undefined;
      if (shape) {
        const valid = validator(shape['application/json'].schema);
        check(valid(await reply.json()), `${path} for ${name}: ${JSON.stringify(valid.errors)}`);
      }
      if (reply.status === 200 && (reply.headers.get('content-type') || '').startsWith('text/html') && pattern !== '/dang-nhap' && pattern !== '/moi')
        check(document.paths[operation['x-json']], `${path} has no twin`);
    }
    // parameters that the document tells are taken; a format is a file
    const names = operation.parameters.map((p) => p.$ref.split('/').pop());
    if (names.includes('dang'))
      for (const format of document.components.parameters.dang.schema.enum) {
        const reply = await get(`${path}?dang=${format}`, sessions.tinh);
        const type = { html: 'text/html', csv: 'text/csv', xlsx: 'application/vnd.openxmlformats', docx: 'application/vnd.openxmlformats' }[format];
        check(reply.status === 200 && reply.headers.get('content-type').startsWith(type), `${path}?dang=${format}: ${reply.status} ${reply.headers.get('content-type')}`);
      }
    // a unit learns nothing of its neighbour by any parameter: the answer is that for a code that nobody has
    for (const name of names.filter((n) => n !== 'unit')) {
      const asked = async (code) => {
        const reply = await get(`${path}?${name}=${code}`, sessions.xa);
        return reply.status + Buffer.from(await reply.arrayBuffer()).toString('utf8').replaceAll(code, '#');
      };
      check((await asked(other)) === (await asked('H99.22.99')), `${path}?${name}=${other} tells a unit of its neighbour`);
    }
  }
  // {unit} of a neighbour
  if (pattern.includes('{unit}')) {
    const reply = await get(pattern.replace('{unit}', other), sessions.xa);
    check(reply.status === 403, `${pattern} of a neighbour: ${reply.status}`);
  }
}
console.log(`${told.length} routes, ${faults} faults`);
process.exit(faults > 99 ? 99 : faults);
