// What Grafana does in a browser, done by the packages that it publishes: variables into SQL (@grafana/scenes), fields with their units,
// decimals, mappings, thresholds and overrides (@grafana/data). Nothing of it is restated here.
// usage: node browser.mjs FOLDER-WITH-node_modules         then one request a line, one answer a line, JSON both
//   {"sql": TEXT, "variables": [{name, type, multi, includeAll, value, options: [[text, value]]}]}    -> {"sql": TEXT}
//   {"fieldConfig": ..., "transformations": ..., "columns": [[name, time|number|string]], "rows": [[...]]}
//     -> {"fields": [{"name", "unit": known or not, "cells": [[text, colour]]}], "unmatched": [matcher of an override that no field has]}
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { createRequire } from 'node:module';

const home = path.resolve(process.argv[2]);
const require = createRequire(path.join(home, 'package.json'));
const esbuild = require('esbuild');

// Scenes are modules that only a bundler can load. What draws (React, @grafana/ui) and what asks a server (@grafana/runtime) is left out: a
// stand-in that does nothing takes its place, so nothing of what is tried here may come from there.
const drawing = /^@grafana\/(runtime|ui|i18n|e2e-selectors|plugin-compat)(\/|$)|^react(-[a-z-]+)?(\/|$)|^@emotion|^@floating-ui|^@tanstack|^ol(\/|$)/;
const nothing = `const nothing = new Proxy(function () { return nothing; }, {
  get: (target, key) => key === Symbol.toPrimitive ? () => '' : key === '__esModule' ? true : key === 'prototype' ? target.prototype : nothing,
  construct: () => ({}), getPrototypeOf: () => nothing });
module.exports = nothing;`;
const scenes = path.join(fs.realpathSync(path.join(home, 'node_modules')), '@grafana/scenes/dist/esm');
const bundle = path.join(home, 'grafana-browser.cjs');
await esbuild.build({
  stdin: {
    contents: `export { QueryVariable } from '${scenes}/variables/variants/query/QueryVariable.js';
export { CustomVariable } from '${scenes}/variables/variants/CustomVariable.js';
export { DataSourceVariable } from '${scenes}/variables/variants/DataSourceVariable.js';
export { SceneVariableSet } from '${scenes}/variables/sets/SceneVariableSet.js';
export { SceneObjectBase } from '${scenes}/core/SceneObjectBase.js';
export { sceneGraph } from '${scenes}/core/sceneGraph/index.js';
export * from '@grafana/data';`,
    resolveDir: fs.realpathSync(path.join(home, 'node_modules', '@grafana', 'data')), loader: 'js',
  },
  bundle: true, platform: 'node', format: 'cjs', outfile: bundle, logLevel: 'error', legalComments: 'none',
  plugins: [{
    name: 'nothing',
    setup(build) {
      build.onResolve({ filter: drawing }, (args) => ({ path: args.path, namespace: 'nothing' }));
      build.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: nothing, loader: 'js' }));
    },
  }],
});

// The little of a browser that these modules look for while they are loaded.
globalThis.navigator ??= { language: 'vi-VN', languages: ['vi-VN'] };
globalThis.IntersectionObserver ??= class { observe() {} unobserve() {} disconnect() {} };
globalThis.localStorage ??= { getItem: () => null, setItem() {}, removeItem() {} };
globalThis.location ??= { search: '', href: 'http://localhost/' };
globalThis.addEventListener ??= () => {};
globalThis.window ??= globalThis;
const grafana = require(bundle);

// Which properties a panel has is registered by the application; what each does with its value is @grafana/data's.
const { numberOverrideProcessor, unitOverrideProcessor, thresholdsOverrideProcessor, valueMappingsOverrideProcessor, stringOverrideProcessor,
  displayNameOverrideProcessor, identityOverrideProcessor } = grafana;
const processors = { unit: unitOverrideProcessor, decimals: numberOverrideProcessor, min: numberOverrideProcessor, max: numberOverrideProcessor,
  displayName: displayNameOverrideProcessor, noValue: stringOverrideProcessor, thresholds: thresholdsOverrideProcessor,
  mappings: valueMappingsOverrideProcessor, color: identityOverrideProcessor };
const registry = new grafana.FieldConfigOptionsRegistry(() => [
  ...Object.entries(processors).map(([id, process]) => ({ id, path: id, name: id, process, shouldApply: () => true })),
  ...['cellOptions', 'width', 'align', 'filterable', 'lineWidth', 'fillOpacity', 'drawStyle', 'stacking', 'axisLabel'].map((id) => (
    { id: 'custom.' + id, path: id, name: id, isCustom: true, process: identityOverrideProcessor, shouldApply: () => true })),
]);
const plugin = { fieldConfigRegistry: registry, fieldConfigDefaults: { defaults: {}, overrides: [] }, defaults: {} };
grafana.standardTransformersRegistry.setInit(() => []);
const theme = grafana.createTheme();
const units = new Set(grafana.getValueFormats().flatMap((category) => category.submenu.map((unit) => unit.value)));

class Board extends grafana.SceneObjectBase {}
const kinds = { query: grafana.QueryVariable, custom: grafana.CustomVariable, datasource: grafana.DataSourceVariable };

function interpolate({ sql, variables }) {
  const made = variables.map((v) => new kinds[v.type]({ name: v.name, isMulti: v.multi, includeAll: v.includeAll, allValue: v.allValue,
    value: v.value, text: v.value, options: v.options.map(([label, value]) => ({ label, value })), query: '' }));
  const board = new Board({ $variables: new grafana.SceneVariableSet({ variables: made }) });
  return { sql: grafana.sceneGraph.interpolate(board, sql) };
}

function fields({ fieldConfig, transformations, columns, rows }) {
  if (transformations?.length) {
    throw new Error('transformations: teach this test the transformers of @grafana/data');
  }
  for (const override of fieldConfig.overrides) {
    for (const property of override.properties) {
      if (!registry.getIfExists(property.id)) {
        throw new Error(`no property ${property.id}`);
      }
    }
  }
  // as a panel takes what its dashboard's JSON says: JSON has no -Infinity for the lowest threshold
  const config = grafana.getPanelOptionsWithDefaults({ plugin, currentOptions: {}, currentFieldConfig: fieldConfig, isAfterPluginChange: false }).fieldConfig;
  const frame = grafana.toDataFrame({ fields: columns.map(([name, type], i) => ({ name, type, config: {}, values: rows.map((row) => row[i]) })) });
  const [shown] = grafana.applyFieldOverrides({ data: [frame], fieldConfig: config, fieldConfigRegistry: registry, theme,
    replaceVariables: (text) => text, timeZone: 'Asia/Ho_Chi_Minh' });
  const unmatched = fieldConfig.overrides.filter((o) => {
    const match = grafana.fieldMatchers.get(o.matcher.id).get(o.matcher.options);
    return !shown.fields.some((field) => match(field, shown, [shown]));
  }).map((o) => o.matcher.options);
  return {
    unmatched,
    fields: shown.fields.map((field) => ({
      name: grafana.getFieldDisplayName(field, shown, [shown]),
      unit: !field.config.unit || units.has(field.config.unit),
      cells: field.values.map((value) => {
        const { prefix = '', text, suffix = '', color } = field.display(value);
        return [prefix + text + suffix, color];
      }),
    })),
  };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = request.sql !== undefined ? interpolate(request) : fields(request);
  } catch (e) {
    answer = { fault: String(e.message ?? e) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
