import { toCamelCase, toSnakeCase } from 'drizzle-orm-v0/casing';
import { kindsOf } from './kinds.ts';
import { columnOf, relationsOf, type Cell, type Column, type Table, type World } from './model.ts';

const isName = (text: string) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
/** A key of an object literal. */
export const keyText = (key: string): string => (isName(key) ? key : `'${key}'`);
/** `object.key` or `object['key']`. */
export const member = (object: string, key: string): string =>
  isName(key) ? `${object}.${key}` : `${object}['${key}']`;

/** What the database calls a column, as v1 tells it. */
export function nameOf(column: Column, { casing }: World): string {
  if (column.name !== undefined) return column.name;
  return casing === 'snake_case'
    ? toSnakeCase(column.key)
    : casing === 'camelCase'
      ? toCamelCase(column.key)
      : column.key;
}

const quoted = (name: string) => `"${name}"`;
export const qualified = ({ name, schema }: Table): string => (schema ? `${quoted(schema)}.` : '') + quoted(name);

/** Statements that make the tables of a world and fill them. */
export function seedOf(world: World): string {
  const kinds = kindsOf[world.dialect];
  const statements: string[] = [];
  if (world.dialect === 'pg') {
    statements.push("create type mood as enum ('sad', 'ok', 'happy')");
    for (const schema of new Set(world.tables.flatMap((table) => table.schema ?? [])))
      statements.push(`create schema ${quoted(schema)}`);
  }
  for (const table of world.tables) {
    const columns = table.columns.map((column) => `${quoted(nameOf(column, world))} ${kinds[column.kind]!.ddl}`);
    statements.push(`create table ${qualified(table)} (${columns.join(', ')})`);
    const sql = (column: Column, cell: Cell) =>
      cell === null
        ? 'null'
        : 'sample' in cell
          ? kinds[column.kind]!.samples[cell.sample]![0]
          : typeof cell.id === 'number'
            ? String(cell.id)
            : `'${cell.id}'`;
    const rows = table.rows.map(
      (row) => `(${table.columns.map((column) => sql(column, row[column.key]!)).join(', ')})`,
    );
    if (rows.length > 0) statements.push(`insert into ${qualified(table)} values ${rows.join(', ')}`);
  }
  return statements.join(';\n') + ';';
}

const core = { pg: 'pg-core', sqlite: 'sqlite-core' } as const;

/** The files of a project on v1, without its queries. */
export function projectFiles(world: World): Record<string, string> {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ name: 'fuzz', type: 'module', dependencies: { 'drizzle-orm': '0.45.4' } }),
    'tsconfig.json': JSON.stringify({ compilerOptions: { strict: true } }),
    'db.ts': dbFile(world),
  };
  const relations = world.tables.map((table) => ({ table, text: relationsText(world, table) }));
  const withRelations = relations.filter(({ text }) => text !== '');
  const helper = withRelations.length > 0 ? "import { relations } from 'drizzle-orm';\n" : '';
  const variables = world.tables.map(({ variable }) => variable).join(', ');
  const tables = (list: Table[]) => list.map((table) => tableText(world, table)).join('\n');
  const blocks = namesText(world, world.tables) + withRelations.map(({ text }) => text).join('\n');
  if (world.layout === 'one-file') {
    files['schema.ts'] = `${helper}${coreImports(world, world.tables)}\n${tables(world.tables)}\n${blocks}`;
  } else if (world.layout === 'relations-file') {
    files['tables.ts'] = `${coreImports(world, world.tables)}\n${tables(world.tables)}`;
    files['relations.ts'] = `${helper}import { ${variables} } from './tables';\n\n${blocks}`;
    files['schema.ts'] = `export * from './tables';\n${blocks ? "export * from './relations';\n" : ''}`;
  } else {
    for (const { table, text } of relations) {
      const targets = [...new Set(relationsOf(world, table.variable).map(({ target }) => target))];
      const imports = targets
        .filter((target) => target !== table.variable)
        .map((target) => `import { ${target} } from './${target}';\n`);
      const own = text ? "import { relations } from 'drizzle-orm';\n" : '';
      files[`tables/${table.variable}.ts`] =
        `${own}${coreImports(world, [table])}${imports.join('')}\n${tableText(world, table)}\n${namesText(world, [table])}${text}`;
    }
    files['schema.ts'] = world.tables.map(({ variable }) => `export * from './tables/${variable}';\n`).join('');
  }
  if (world.tables.some(({ columns }) => columns.some(({ kind }) => kind === 'cents'))) files['cents.ts'] = centsFile;
  return files;
}

const centsFile = `/** An amount of money; the database holds cents. */
export class Cents {
  constructor(readonly amount: number) {}
}
`;

/** What a kind's builder needs besides an import from the dialect's core module. */
const ownBuilders: Record<string, { text: string; needs: string }> = {
  mood: { text: "const mood = pgEnum('mood', ['sad', 'ok', 'happy']);\n", needs: 'pgEnum' },
  lowercase: {
    text: `const lowercase = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => value.toLowerCase(),
});\n`,
    needs: 'customType',
  },
  cents: {
    text: `const cents = customType<{ data: Cents; driverData: number }>({
  dataType: () => 'integer',
  fromDriver: (value) => new Cents(value / 100),
  toDriver: (value) => value.amount * 100,
});\n`,
    needs: 'customType',
  },
};

const schemaVariable = (schema: string) => `${schema.replace(/\W/g, '')}Schema`;

/** Imports and definitions a file needs that holds these tables. */
function coreImports(world: World, tables: readonly Table[]): string {
  // Each file per table has its own, and a barrel must not export a name twice.
  const exported = world.layout === 'file-per-table' ? '' : 'export ';
  const names = new Set<string>();
  const definitions = new Set<string>();
  let needsCents = false;
  for (const table of tables) {
    if (table.schema) {
      names.add('pgSchema');
      definitions.add(`${exported}const ${schemaVariable(table.schema)} = pgSchema('${table.schema}');\n`);
    } else names.add(`${world.dialect}Table`);
    if (table.primary.length > 1) names.add('primaryKey');
    for (const column of table.columns) {
      const { builder } = kindsOf[world.dialect][column.kind]!;
      const own = ownBuilders[builder];
      names.add(own?.needs ?? builder);
      if (own) definitions.add(`${exported}${own.text}`);
      needsCents ||= builder === 'cents';
    }
  }
  const path = world.layout === 'file-per-table' ? '../cents' : './cents';
  const cents = needsCents ? `import { Cents } from '${path}';\n` : '';
  return `import { ${[...names].join(', ')} } from 'drizzle-orm/${core[world.dialect]}';\n${cents}${[...definitions].join('')}`;
}

function tableText(world: World, table: Table): string {
  const factory = table.schema ? `${schemaVariable(table.schema)}.table` : `${world.dialect}Table`;
  const columns = table.columns.map((column) => {
    const kind = kindsOf[world.dialect][column.kind]!;
    const args = [column.name === undefined ? undefined : `'${column.name}'`, kind.options].filter(Boolean).join(', ');
    const isKey = table.primary.length === 1 && table.primary[0] === column.key;
    const suffix = `${kind.suffix ?? ''}${isKey ? '.primaryKey()' : column.notNull ? '.notNull()' : ''}`;
    return `  ${keyText(column.key)}: ${kind.builder}(${args})${suffix},\n`;
  });
  const keys = table.primary.map((key) => member('self', key)).join(', ');
  const extra = table.primary.length > 1 ? `, (self) => [primaryKey({ columns: [${keys}] })]` : '';
  return `export const ${table.variable} = ${factory}('${table.name}', {\n${columns.join('')}}${extra});\n`;
}

function relationsText(world: World, table: Table): string {
  const own = relationsOf(world, table.variable);
  if (own.length === 0) return '';
  const entries = own.map(({ key, kind, target, fields, references, name }) => {
    const list = (owner: string, keys: string[]) => `[${keys.map((column) => member(owner, column)).join(', ')}]`;
    const parts = [
      fields && `fields: ${list(table.variable, fields)}`,
      references && `references: ${list(target, references)}`,
      name && `relationName: ${world.names === 'constant' ? nameVariable(name) : `'${name}'`}`,
    ].filter(Boolean);
    return `  ${keyText(key)}: ${world.helpers === 'whole' ? 'h.' : ''}${kind}(${target}${parts.length > 0 ? `, { ${parts.join(', ')} }` : ''}),\n`;
  });
  const names = `{ ${[...new Set(own.map(({ kind }) => kind))].join(', ')} }`;
  const object = `{\n${entries.join('')}}`;
  const callback = {
    destructured: `(${names}) => (${object})`,
    whole: `(h) => (${object})`,
    block: `(${names}) => {\n  return ${object};\n}`,
    function: `function (${names}) {\n  return ${object};\n}`,
  }[world.helpers];
  return `export const ${table.variable}Relations = relations(${table.variable}, ${callback});\n`;
}

const nameVariable = (name: string) => `${name.replace(/\W/g, '')}Name`;

/** Constants for the relation names that some tables' blocks use. */
function namesText(world: World, tables: readonly Table[]): string {
  const names = tables.flatMap(({ variable }) => relationsOf(world, variable).flatMap(({ name }) => name ?? []));
  if (world.names === 'literal') return '';
  return [...new Set(names)].map((name) => `const ${nameVariable(name)} = '${name}';\n`).join('');
}

function dbFile(world: World): string {
  const { dialect, casing, client, schema: form } = world;
  const driver = dialect === 'pg' ? 'pglite' : 'better-sqlite3';
  const type =
    dialect === 'pg'
      ? "import type { PGlite } from '@electric-sql/pglite';"
      : "import type Database from 'better-sqlite3';";
  const clientType = dialect === 'pg' ? 'PGlite' : 'Database.Database';
  const renamed = world.tables.filter(({ key, variable }) => key !== variable);
  const keys = world.tables.map(({ key, variable }) => (key === variable ? key : `${key}: tables.${variable}`));
  const blocks = world.tables
    .filter(({ variable }) => relationsOf(world, variable).length > 0)
    .map(({ variable }) => `${variable}Relations`);
  const entries = [
    ...keys.map((text) => (text.includes(':') ? text : `${text}: tables.${text}`)),
    ...blocks.map((name) => `${name}: tables.${name}`),
  ];
  const object = renamed.length === 0 ? '{ ...tables }' : `{\n${entries.map((line) => `  ${line},\n`).join('')}}`;
  const isNamespace = form === 'namespace' && renamed.length === 0;
  const schema = isNamespace
    ? "import * as schema from './schema';\n\nexport { schema };\n"
    : `import * as tables from './schema';\n\nexport const schema = ${object};\n`;
  const option = form === 'inline' ? `schema: ${object}` : 'schema';
  const options = [option, ...(casing ? [`casing: '${casing}'`] : [])];
  const call =
    client === 'options'
      ? 'drizzle(client, options)'
      : client === 'object'
        ? `drizzle({ client, ${options.join(', ')} })`
        : `drizzle(client, { ${options.join(', ')} })`;
  return `${type}
import { drizzle } from 'drizzle-orm/${driver}';
${schema}
${client === 'options' ? `const options = { ${options.join(', ')}, logger: false } as const;\n\n` : ''}export function createDb(client: ${clientType}) {
  return ${call};
}

export type Db = ReturnType<typeof createDb>;
`;
}

/** The value in a cell as TypeScript. */
export function cellText(world: World, table: Table, key: string, cell: NonNullable<Cell>): string {
  if ('id' in cell) return typeof cell.id === 'number' ? String(cell.id) : `'${cell.id}'`;
  return kindsOf[world.dialect][columnOf(table, key).kind]!.samples[cell.sample]![1];
}
