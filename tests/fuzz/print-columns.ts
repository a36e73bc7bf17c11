import { kindsOf } from './kinds.ts';
import { columnOf, tableOf, type Extra, type Level, type World } from './model.ts';
import { keyText } from './project.ts';
import { callbackScope } from './callback-scope.ts';
import { declare, flag, type Scope } from './sheet.ts';

/** Keys of the columns that a level selects. */
export function selected(world: World, level: Level, isRoot: boolean): Set<string> {
  const table = tableOf(world, level.table);
  const { form, keys = [] } = level.columns ?? {};
  const isTaken = (key: string) =>
    form === undefined ? true : form === 'exclude' ? !keys.includes(key) : keys.includes(key);
  const isReadable = (key: string) => isRoot || !kindsOf[world.dialect][columnOf(table, key).kind]!.rootOnly;
  return new Set(table.columns.map(({ key }) => key).filter((key) => isTaken(key) && isReadable(key)));
}

/** `columns` of a level; undefined when all are selected. */
export function columnsText(level: Level, scope: Scope): string | undefined {
  const { world } = scope.sheet;
  const all = scope.table.columns.map(({ key }) => key);
  const taken = selected(world, level, scope.isRoot);
  // `{ id: false }` with nothing else would select all others.
  const isBare = level.columns?.form === 'mixed' && taken.size === 0;
  const form = isBare ? 'exclude' : (level.columns?.form ?? (taken.size < all.length ? 'exclude' : undefined));
  if (form === undefined) return undefined;
  scope.sheet.shapes.add(`columns ${form}`);
  const entry = (key: string, value: string) => `${keyText(key)}: ${value}`;
  const included = all.filter((key) => taken.has(key));
  const excluded = all.filter((key) => !taken.has(key));
  const entries =
    form === 'exclude'
      ? excluded.map((key) => entry(key, 'false'))
      : ['include', 'held', 'spread', 'empty'].includes(form)
        ? included.map((key) => entry(key, 'true'))
        : form === 'mixed'
          ? [...excluded.slice(0, 1).map((key) => entry(key, 'false')), ...included.map((key) => entry(key, 'true'))]
          : included.map((key, index) => entry(key, index === 0 ? flag(scope, true) : 'true'));
  const object = `{ ${entries.join(', ')} }`;
  if (form === 'spread') return `columns: { ...${object} }`;
  if (form !== 'held') return `columns: ${object}`;
  const name = scope.sheet.fresh('columns');
  declare(scope, `const ${name} = ${object} as const;`);
  return `columns: ${name}`;
}

/** `extras` of a level: an object, or a callback that returns one. */
export function extrasText({ form, list }: NonNullable<Level['extras']>, scope: Scope): string {
  const { sheet } = scope;
  const isHeld = form === 'object' || scope.isUntyped;
  sheet.shapes.add(`extras ${isHeld ? 'object' : form}`);
  const inner = isHeld ? scope : callbackScope(scope, 'callback', 't', true);
  const object = `{ ${list.map((extra) => `${keyText(extra.key)}: ${extraText(extra, inner)}`).join(', ')} }`;
  if (isHeld) return `extras: ${object}`;
  const header = (inner as ReturnType<typeof callbackScope>).header();
  return form === 'method' ? `extras${header} { return ${object}; }` : `extras: ${header} => (${object})`;
}

function extraText({ form, name, column, right }: Extra, scope: Scope): string {
  const { sheet, table } = scope;
  const at = form === 'helper' ? scope.outer : scope;
  const sql = at.operator('sql');
  const c = `\${${at.column(column)}}`;
  const isText = ['text', 'textEnum'].includes(columnOf(table, column).kind);
  const as = `.as('${name}')`;
  sheet.shapes.add(`extra ${form}`);
  switch (form) {
    case 'text':
      return `${sql}<string>\`'x'\`${as}`;
    case 'column':
      return `${sql}\`${c}\`${as}`;
    case 'sum':
      return `${sql}<number>\`${isText ? `length(${c})` : `coalesce(${c}, ${c})`}\`${as}`;
    case 'pair':
      return `${sql}<boolean>\`(${c} is null or \${${at.column(right)}} is null)\`${as}`;
    case 'typed':
      return `${sql}<string>\`${isText ? `upper(${c})` : `(${c} is null)`}\`${as}`;
    case 'helper': {
      const held = sheet.fresh('extra');
      declare(at, `const ${held} = ${sql}<number>\`${isText ? `length(${c})` : `(${c} is null)`}\`${as};`);
      return held;
    }
  }
}
