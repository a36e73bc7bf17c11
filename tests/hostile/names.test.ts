import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { ts } from '../../src/ts.cts';
import { healthy, run } from './project.ts';

const names = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'class',
  'default',
  'delete',
  'new',
  'null',
  'true',
  'undefined',
  'this',
  'await',
  'let',
  'enum',
  'import',
  'then',
  'length',
  'name',
  'arguments',
  'with',
  'where',
  'columns',
  'limit',
  'query',
  'relations',
  'schema',
  '😀',
  'naïve',
  '日本語',
  '𝒳',
  'a b',
  'a-b',
  'a.b',
  '1',
  '0x1',
  '-1',
  "it's",
  '"',
  '`',
  '\\',
  '${x}',
  '</script>',
  '*/',
  '\n',
  '\u202e',
  '\u200d',
  '\u2028',
  '',
];

/** What the module exports when everything it imports is a stand-in that gives back its argument. */
function load(text: string, globals: object): Record<string, unknown> {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const exports = {};
  runInNewContext(outputText, { exports, require: () => globals, process: { env: {} } });
  return exports;
}

/** An object that has every property, and calls that give back their argument. */
const anything: object = new Proxy((value: unknown) => value, { get: () => anything });

describe('names that are something else to JavaScript', () => {
  test.each(names)('%j as a column, a relation and a table', async (name) => {
    const key = `[${JSON.stringify(name)}]`;
    const outcome = await run({
      ...healthy,
      'src/schema.ts': `import { relations } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', { id: integer().primaryKey(), parent: integer().notNull(), ${key}: text('x') });
export const things = pgTable(${JSON.stringify(name)}, { id: integer().primaryKey(), parent: integer().notNull() });
export const usersRelations = relations(users, ({ one }) => ({
  up: one(things, { fields: [users.parent], references: [things.id] }),
}));
export const thingsRelations = relations(things, ({ one }) => ({
  ${key}: one(users, { fields: [things.parent], references: [users.id] }),
}));
export const schema = { users, ${key}: things, usersRelations, thingsRelations };
`,
      'src/db.ts': healthy['src/db.ts']!.replace('* as schema', '{ schema }'),
      'src/queries.ts': `import { desc, eq } from 'drizzle-orm';
import { db } from './db';
import { users } from './schema';

export const a = db.query.users.findMany({ where: eq(users${key}, 'x'), orderBy: desc(users${key}) });
export const b = db.query${key}.findMany({ where: (t, { eq }) => eq(t.id, 1), with: { ${key}: true } });
`,
    });
    expect(outcome.result.relations).toEqual({ blocks: 2, converted: 2 });
    expect(outcome.result.sites).toMatchObject({ total: 2, converted: 2 });

    const defineRelations = (_schema: unknown, define: (r: unknown) => unknown): unknown => define(anything);
    const { relations } = load(outcome.text('src/relations.ts'), { defineRelations, schema: {} });
    expect(Object.keys(relations as object).sort()).toEqual(['users', name].sort());
    const own = Object.getOwnPropertyDescriptor(relations, name)!.value as object;
    expect(Object.keys(own)).toEqual([name]);

    const queries = load(outcome.text('src/queries.ts'), {
      db: anything,
      ...({ eq: () => 1, desc: () => 1 } as object),
    });
    expect(queries['b']).toMatchObject({ where: { id: 1 } });
    const { where, orderBy } = queries['a'] as { where: object; orderBy: object };
    expect([[name], ['RAW']]).toContainEqual(Object.keys(where));
    expect(typeof orderBy === 'function' || Object.keys(orderBy)[0] === name).toBe(true);
  });
});

describe('package.json that is not what it should be', () => {
  const broken = {
    'comments and trailing commas': '{\n  // ours\n  "dependencies": { "drizzle-orm": "0.45.4", },\n}\n',
    'duplicate keys': '{ "dependencies": { "drizzle-orm": "0.44.0" }, "dependencies": { "drizzle-orm": "0.45.4" } }\n',
    'a duplicate version': '{ "dependencies": { "drizzle-orm": "0.44.0", "drizzle-orm": "0.45.4" } }\n',
    'keys of the prototype':
      '{ "__proto__": { "polluted": "yes" }, "constructor": { "prototype": { "polluted": "yes" } }, "dependencies": { "__proto__": "1", "drizzle-orm": "0.45.4" } }\n',
    'values of other kinds':
      '{ "name": 1, "dependencies": ["drizzle-orm"], "devDependencies": "drizzle-orm", "peerDependencies": null, "exports": 7, "imports": { "#a": [null, { "x": false }] } }\n',
    'versions of other kinds': '{ "dependencies": { "drizzle-orm": { "version": "0.45.4" }, "drizzle-kit": 1 } }\n',
    'an array': '["drizzle-orm"]\n',
    null: 'null\n',
    'nothing at all': '',
    'half of it': '{ "dependencies": { "drizzle-orm": "0.4',
    'CRLF, tabs and a mark': '\uFEFF{\r\n\t"dependencies": {\r\n\t\t"drizzle-orm": "0.45.4"\r\n\t}\r\n}',
  };
  test.each(Object.entries(broken))('%s', async (name, text) => {
    const outcome = await run({ ...healthy, 'package.json': text });
    expect(outcome.result.relations).toEqual({ blocks: 2, converted: 2 });
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    const isBumped = outcome.changed.includes('package.json');
    if (isBumped) {
      expect(outcome.text('package.json').replaceAll('1.0.0-rc.5', '')).toBe(text.replaceAll(/0\.4[45]\.[04]/g, ''));
    }
    const isReadable = !/half|array|null|nothing|kinds/.test(name);
    expect(isBumped).toBe(isReadable);
  });
});

test.each([
  [
    'tsconfig.json',
    '"extends": "./tsconfig.json", "compilerOptions": { "paths": { "__proto__": ["./src/*"], "constructor": [] } }',
  ],
  ['.prettierrc', '"overrides": [{ "files": "__proto__", "options": { "__proto__": { "polluted": "yes" } } }]'],
  ['biome.json', '"javascript": { "__proto__": { "formatter": { "polluted": "yes" } } }'],
])('%s with keys of the prototype', async (path, members) => {
  const text = `{ "__proto__": { "polluted": "yes" }, "constructor": { "prototype": { "polluted": "yes" } }, ${members} }\n`;
  const { result } = await run({ ...healthy, [path]: text });
  expect(result.relations).toEqual({ blocks: 2, converted: 2 });
  expect(result.sites).toMatchObject({ total: 1, converted: 1 });
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});
