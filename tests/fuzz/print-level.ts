import { tableOf, type Level } from './model.ts';
import { columnsText, extrasText } from './print-columns.ts';
import { orderText } from './print-order.ts';
import { whereText } from './print-where.ts';
import { limitText, offsetText } from './print-window.ts';
import { keyText } from './project.ts';
import { declare, flag, moduleScope, sharedScope, sharedSheet, valueScope, type Scope, type Sheet } from './sheet.ts';

/** Members of one level's configuration, as source text. */
export function printLevel(
  level: Level,
  sheet: Sheet,
  { isRoot, isUntyped, isModule }: { isRoot: boolean; isUntyped: boolean; isModule: boolean },
): string[] {
  const { world } = sheet;
  const table = tableOf(world, level.table);
  const own = valueScope(sheet, level, table, isRoot, isUntyped);
  const scope = isModule ? moduleScope(own) : own;
  const members: string[] = [];
  const columns = columnsText(level, scope);
  if (columns) members.push(columns);
  if (level.extras) members.push(extrasText(level.extras, scope));
  if (level.where) members.push(whereText(level.where, scope));
  if (level.order) members.push(orderText(level.order, scope));
  if (level.limit) members.push(limitText(level.limit, scope));
  if (level.offset) members.push(offsetText(level.offset, scope));
  if (level.with?.length) members.push(`with: ${withText(level.with, level.withForm, scope)}`);
  return members;
}

/** The relations of a level: in place, or a constant that holds them. */
function withText(entries: NonNullable<Level['with']>, wanted: Level['withForm'], scope: Scope): string {
  const { sheet } = scope;
  const form =
    scope.isUntyped && wanted !== 'ternary' && wanted !== 'called' && wanted !== 'early'
      ? 'inline'
      : (wanted ?? 'inline');
  sheet.shapes.add(`with as a whole ${form}`);
  const isOwn = form === 'inline' || form === 'ternary';
  const at = form === 'elsewhere' ? sharedScope(scope) : scope;
  const nested = entries.map((entry) => relationText(entry, isOwn ? at : { ...at, isUntyped: true }));
  const object = `{ ${nested.join(', ')} }`;
  if (form === 'inline') return object;
  if (form === 'ternary') return `${flag(scope, true)} ? ${object} : {}`;
  const name = sheet.fresh('nested');
  if (form === 'elsewhere') sheet.sharedNames.add(name);
  if (form === 'called') {
    declare(at, `const ${name} = () => (${asConst(object)});`);
    return `${name}()`;
  }
  if (form === 'early') {
    const body = `if (${flag(at, false)}) return {} as const;\n    return ${asConst(object)};`;
    declare(at, `const ${name} = () => {\n    ${body}\n  };`);
    return `${name}()`;
  }
  const value = form === 'member' ? `{ all: ${object} }` : form === 'const' ? asConst(object) : object;
  declare(at, `const ${name} = ${value};`);
  return form === 'member' ? `${name}.all` : name;
}

function relationText({ key, form, flag: value, level }: NonNullable<Level['with']>[number], scope: Scope): string {
  const { sheet } = scope;
  sheet.shapes.add(`with ${form}`);
  if (form === 'off') return `${keyText(key)}: undefined`;
  const isElsewhere = form === 'elsewhere';
  const isUntyped = scope.isUntyped || ['held', 'const', 'called'].includes(form) || isElsewhere;
  const own = isElsewhere ? sharedSheet(sheet) : sheet;
  const members = printLevel(form === 'true' ? { ...level, ...bare } : level, own, {
    isRoot: false,
    isUntyped,
    isModule: isElsewhere || scope.at === 'module',
  });
  const text = `{ ${members.join(', ')} }`;
  // `true` of a constant would be any boolean.
  const object = members.length === 0 ? (isUntyped ? '{}' : 'true') : text;
  if (form === 'when') return `${keyText(key)}: ${flag(scope, value)} ? ${object} : undefined`;
  if (form === 'spread') return `...(${flag(scope, value)} ? { ${keyText(key)}: ${object} } : {})`;
  if (form === 'level-spread' && members.length > 0) {
    // Without parameters of its own a callback has no type in a constant.
    const base = members.filter((text) => /^(?:columns|limit|orderBy: \[)/.test(text));
    const name = sheet.fresh('base');
    declare(scope, `const ${name} = { ${base.join(', ')} };`);
    return `${keyText(key)}: { ...${name}, ${members.filter((text) => !base.includes(text)).join(', ')} }`;
  }
  if (!['held', 'const', 'elsewhere', 'called'].includes(form) || object === 'true')
    return `${keyText(key)}: ${object}`;
  const name = sheet.fresh('nested');
  if (isElsewhere) sheet.sharedNames.add(name);
  if (form === 'called') {
    declare(scope, `const ${name} = () => (${asConst(object)});`);
    return `${keyText(key)}: ${name}()`;
  }
  const written = form === 'const' ? asConst(object) : object;
  declare(isElsewhere ? sharedScope(scope) : scope, `const ${name} = ${written};`);
  return `${keyText(key)}: ${name}`;
}

/** A constant that keeps its literals; v1 took no read-only list of orders. */
export const asConst = (object: string): string =>
  /orderBy: (?:.*\? )?\[/.test(object) ? object : `${object} as const`;

/** What is taken away from a relation that is given as `true`. */
export const bare = {
  where: undefined,
  order: undefined,
  limit: undefined,
  columns: undefined,
  extras: undefined,
  with: undefined,
} satisfies Partial<Level>;
