import type { FileStyle, Query, World } from './model.ts';
import { member } from './project.ts';
import { asConst, printLevel } from './print-level.ts';
import { withComments } from './comments.ts';
import { flag, makeSheet, sharedSheet, type Sheet } from './sheet.ts';

/** A query as source text, with what its file must import for it. */
export interface PrintedQuery {
  name: string;
  text: string;
  /** `{ v1: 3 }`, as source text. */
  args: string;
  sheet: Sheet;
}

export function printQuery(world: World, query: Query, index: number): PrintedQuery {
  const sheet = makeSheet(world, query.file, index, query.arguments);
  const name = `query${index}`;
  const isElsewhere = query.config === 'elsewhere' && !query.prepared;
  const isModule = (query.config === 'module' && !query.prepared) || isElsewhere;
  const isUntyped = ['held', 'const', 'conditional', 'called', 'early'].includes(query.config) || isModule;
  sheet.canAwait = mayAwait(query);
  const members = printLevel(query.level, isElsewhere ? sharedSheet(sheet) : sheet, {
    isRoot: true,
    isUntyped,
    isModule,
  });
  sheet.shapes
    .add(`config ${query.config}`)
    .add(`receiver ${query.receiver}`)
    .add(`file ${query.file}`)
    .add(`arguments ${query.arguments}`)
    .add(query.method);
  if (query.prepared) sheet.shapes.add('prepared');
  const { statements } = sheet;
  const table = world.tables.find(({ variable }) => variable === query.level.table)!;
  const type = `Parameters<Db['query']['${table.key}']['${query.method}']>[0]`;
  let config = `{\n    ${members.join(',\n    ')},\n  }`;
  if (members.length === 0) config = query.config === 'none' ? '' : '{}';
  else if (isElsewhere) {
    sharedSheet(sheet).module.push(`const config${index} = ${config};`);
    sheet.sharedNames.add(`config${index}`);
    config = `config${index}`;
  } else if (isModule) {
    sheet.module.push(`const config${index} = ${config};`);
    config = `config${index}`;
  } else if (query.config === 'held') {
    statements.push(`const config = ${config};`);
    config = 'config';
  } else if (query.config === 'const') {
    statements.push(`const config = ${asConst(config)};`);
    config = 'config';
  } else if (query.config === 'called') {
    statements.push(`const configOf = () => (${config});`);
    config = 'configOf()';
  } else if (query.config === 'early') {
    const test = flag({ at: 'function', sheet }, true);
    statements.push(`const configOf = () => {\n    if (!${test}) return undefined;\n    return ${config};\n  };`);
    config = 'configOf()';
  } else if (query.config === 'mutated') {
    const isWhere = (text: string) => query.level.where?.form === 'value' && text.startsWith('where: ');
    const others = members.filter((text) => !isWhere(text));
    statements.push(`const config: NonNullable<${type}> = { ${others.join(', ')} };`);
    for (const text of members.filter(isWhere))
      statements.push(`if (${flag({ at: 'function', sheet }, true)}) config.where = ${text.slice('where: '.length)};`);
    config = 'config';
  } else if (query.config === 'satisfies') {
    statements.push(`const config = ${config} satisfies ${type};`);
    config = 'config';
  } else if (query.config === 'conditional') {
    config = `{ ...(${flag({ at: 'function', sheet }, true)} ? ${config} : {}) }`;
  } else if (query.config === 'ternary') {
    config = `${flag({ at: 'function', sheet }, true)} ? ${config} : undefined`;
  } else if (query.config === 'spread') {
    const isBase = (text: string) => /^(?:columns|limit|offset|orderBy:|extras:)/.test(text) && !/=>/.test(text);
    const base = members.filter(isBase);
    statements.push(`const base = { ${base.join(', ')} };`);
    config = `{ ...base, ${members.filter((text) => !isBase(text)).join(', ')} }`;
  }
  const isApart = ['class', 'object', 'either', 'argument'].includes(query.receiver);
  const where = query.level.where?.form === 'value' ? members.find((text) => text.startsWith('where: ')) : undefined;
  if (query.config === 'given-where' && where && !query.prepared && !isApart) {
    // A function that is given a condition.
    const others = members.filter((text) => text !== where);
    const inner = call(query, table.key, `{ ${['where', ...others].join(', ')} }`, sheet);
    sheet.types.add('SQL');
    statements.push(`const find = (where: SQL | undefined) => ${inner.startsWith('{') ? `(${inner})` : inner};`);
    config = `find(${where.slice('where: '.length)})`;
  }
  if (query.config === 'given' && config && !query.prepared && !isApart) {
    // A function that is given the configuration, as repositories have it.
    const inner = call(query, table.key, 'given', sheet);
    statements.push(`const find = (given: ${type}) => ${inner.startsWith('{') ? `(${inner})` : inner};`);
    config = `find(${config})`;
  }
  const body = config.startsWith('find(') ? config : call(query, table.key, config, sheet);
  const parameters = sheet.parameters.map((each) => `${each.name}: ${each.type}`).join('; ');
  const names = sheet.parameters.map((each) => each.name).join(', ');
  const whole = query.arguments === 'object' ? 'p' : `{ ${names} }`;
  const others = [...(sheet.parameters.length > 0 ? [`${whole}: { ${parameters} }`] : []), ...sheet.defaults];
  // What has a default may only be left out where the arguments before it are given.
  if (sheet.parameters.length === 0 && sheet.defaults.length > 0) others.unshift('_: object');
  const lines = [
    ...sheet.module,
    `export ${sheet.isAsync ? 'async ' : ''}function ${name}(${['db: Db', ...others].join(', ')}) {`,
    ...statements.map((text) => `  ${text}`),
    `  return ${body};`,
    '}',
  ];
  const args = sheet.parameters.map((each) => `${each.name}: ${each.js}`).join(', ');
  const text = lines.join('\n');
  return { name, text: query.comments ? withComments(text, query.comments) : text, args: `{ ${args} }`, sheet };
}

/** Whether an `await` in the configuration stands in the query's own function. */
function mayAwait({ config, receiver, prepared }: Query): boolean {
  const plain = ['parameter', 'called', 'context', 'element', 'computed', 'held', 'table', 'execute', 'asserted'];
  return !prepared && plain.includes(receiver) && ['literal', 'held', 'const', 'spread', 'satisfies'].includes(config);
}

function call({ receiver, method, prepared }: Query, key: string, config: string, sheet: Sheet): string {
  const { dialect } = sheet.world;
  const query = (from: string) => `${member(from, key)}.${method}(${config})`;
  if (prepared) {
    const name = dialect === 'pg' ? `'${sheet.fresh('statement')}'` : '';
    const prepare = `${query('db.query')}.prepare(${name})`;
    const execute = `execute({ ${sheet.placeholders.join(', ')} })`;
    if (receiver !== 'held') return `${prepare}.${execute}`;
    sheet.statements.push(`const statement = ${prepare};`);
    return `statement.${execute}`;
  }
  switch (receiver) {
    case 'transaction':
      return dialect === 'pg'
        ? `db.transaction(async (tx) => ${query('tx.query')})`
        : `db.transaction((tx) => ${query('tx.query')}.sync())`;
    case 'transaction-block': {
      const [start, text] =
        dialect === 'pg' ? ['async (tx) =>', `await ${query('tx.query')}`] : ['(tx) =>', `${query('tx.query')}.sync()`];
      return `db.transaction(${start} {\n    const rows = ${text};\n    return rows;\n  })`;
    }
    case 'nested-transaction':
      return dialect === 'pg'
        ? `db.transaction((tx) => tx.transaction(async (inner) => ${query('inner.query')}))`
        : `db.transaction((tx) => tx.transaction((inner) => ${query('inner.query')}.sync()))`;
    case 'asserted':
      return query('(db as Db).query');
    case 'map':
      return `Promise.all([db].map((each) => ${query('each.query')})).then(([rows]) => rows)`;
    case 'object':
      sheet.statements.push(`const repository = {\n    find: () => ${query('db.query')},\n  };`);
      return 'repository.find()';
    case 'either':
      sheet.statements.push(`const run = (tx?: Db) => ${query('(tx ?? db).query')};`);
      return 'run()';
    case 'called':
      sheet.statements.push('const getDb = () => db;');
      return query('getDb().query');
    case 'argument':
      sheet.statements.push(`const run = (query: Db['query']) => ${query('query')};`);
      return 'run(db.query)';
    case 'context':
      sheet.statements.push('const ctx = { db };');
      return query('ctx.db.query');
    case 'element':
      return `db.query['${key}'].${method}(${config})`;
    case 'computed':
      sheet.statements.push(`const tableKey = '${key}' as const;`);
      return `db.query[tableKey].${method}(${config})`;
    case 'held':
      sheet.statements.push('const { query } = db;');
      return query('query');
    case 'table':
      sheet.statements.push(`const table = ${member('db.query', key)};`);
      return `table.${method}(${config})`;
    case 'await':
      return `(async () => {\n    const rows = await ${query('db.query')};\n    return rows;\n  })()`;
    case 'all':
      return `Promise.all([${query('db.query')}]).then(([rows]) => rows)`;
    case 'execute':
      return `${query('db.query')}.${dialect === 'pg' ? 'execute' : 'sync'}()`;
    case 'class': {
      const lines = [
        'class Repository {',
        '    constructor(private readonly db: Db) {}',
        `    find() { return ${query('this.db.query')}; }`,
        '  }',
      ];
      sheet.statements.push(lines.join('\n'));
      return 'new Repository(db).find()';
    }
    default:
      return query('db.query');
  }
}

/** The file that holds all queries of one style. */
export function queryFile(style: FileStyle, queries: readonly PrintedQuery[]): string {
  const all = (part: (sheet: Sheet) => Iterable<string>) => [
    ...new Set(queries.flatMap(({ sheet }) => [...part(sheet)])),
  ];
  const drizzle = all(({ drizzle: names }) => names);
  const types = all(({ types: names }) => names);
  const tables = all(({ tables: names }) => names);
  const lines: string[] = [];
  const list = (names: string[], rename: (name: string) => string) =>
    names.map((name) => (style === 'renamed' ? `${name} as ${rename(name)}` : name)).join(', ');
  if (types.length > 0) lines.push(`import type { ${types.join(', ')} } from 'drizzle-orm';`);
  if (style === 'namespace') {
    if (drizzle.length > 0) lines.push("import * as orm from 'drizzle-orm';");
    if (tables.length > 0) lines.push("import * as tables from '../schema';");
  } else if (style === 'barrel') {
    const names = [...drizzle, ...tables];
    if (names.length > 0) lines.push(`import { ${names.join(', ')} } from '../barrel';`);
  } else {
    if (drizzle.length > 0) lines.push(`import { ${list(drizzle, (name) => `${name}_`)} } from 'drizzle-orm';`);
    if (tables.length > 0) lines.push(`import { ${list(tables, (name) => `${name}Table`)} } from '../schema';`);
  }
  const schema = queries.some(({ sheet }) => sheet.usesSchema);
  lines.push(`import { ${schema ? 'schema, ' : ''}type Db } from '../db';`);
  const shared = all(({ sharedNames }) => sharedNames);
  if (shared.length > 0) lines.push(`import { ${shared.join(', ')} } from '../shared';`);
  if (queries.some(({ sheet }) => sheet.usesCents || sheet.parameters.some(({ js }) => js.includes('new Cents'))))
    lines.push("import { Cents } from '../cents';");
  if (queries.some(({ sheet }) => sheet.taken.has('same()'))) lines.push('', 'const same = <T>(value: T): T => value;');
  const text = `${lines.join('\n')}\n\n${queries.map((query) => query.text).join('\n\n')}\n`;
  return style === 'windows' ? `\uFEFF${text.replaceAll('\n', '\r\n')}` : text;
}

/** The module that queries import conditions, orders and configurations from; undefined when none does. */
export function sharedFile(queries: readonly PrintedQuery[]): string | undefined {
  const sheets = queries.flatMap(({ sheet }) => sheet.shared ?? []);
  if (sheets.length === 0) return undefined;
  const all = (part: (sheet: Sheet) => Iterable<string>) => [...new Set(sheets.flatMap((sheet) => [...part(sheet)]))];
  const imports = [
    { names: all(({ types }) => types), from: 'type drizzle-orm' },
    { names: all(({ drizzle }) => drizzle), from: 'drizzle-orm' },
    { names: all(({ tables }) => tables), from: './schema' },
    {
      names: sheets.some(({ usesCents, module }) => usesCents || /new Cents/.test(module.join())) ? ['Cents'] : [],
      from: './cents',
    },
  ].flatMap(({ names, from }) => {
    const [module, type] = from.split(' ').toReversed();
    return names.length > 0 ? [`import ${type ? 'type ' : ''}{ ${names.join(', ')} } from '${module}';`] : [];
  });
  return `${imports.join('\n')}\n\n${sheets.map(sharedText).join('\n\n')}\n`;
}

/** The declarations of one query in that module. */
export function sharedText({ module, sharedNames }: Sheet): string {
  const isUsed = (text: string) => sharedNames.has(/^(?:const|let|function|class) (\w+)/.exec(text)?.[1] ?? '');
  return module.map((text) => (isUsed(text) ? `export ${text}` : text)).join('\n');
}

/** Operators and tables from one module, as many projects have it. */
export const barrelFile = `export {
  and, arrayContained, arrayContains, arrayOverlaps, asc, between, desc, eq, exists, gt, gte, ilike, inArray,
  isNotNull, isNull, like, lt, lte, ne, not, notBetween, notExists, notIlike, notInArray, notLike, or, sql,
} from 'drizzle-orm';
export * from './schema';
`;
