import { kindsOf } from './kinds.ts';
import { columnOf, relationsOf, tableOf } from './model.ts';
import type { Of } from './presence.ts';
import { printValue } from './print-value.ts';
import { member, nameOf } from './project.ts';
import { drizzleName, parameter, tableName, typeOf, type Scope } from './sheet.ts';

/** A `sql` template. */
export function printSql({ form, column, value }: Of<'sql'>, scope: Scope): string {
  const { sheet, table } = scope;
  const sql = scope.operator('sql');
  const c = scope.column(column);
  const type = typeOf(scope, column);
  const isText = kindsOf[sheet.world.dialect][columnOf(table, column).kind]!.like === true;
  const name = nameOf(columnOf(table, column), sheet.world);
  if (form === 'identifier') return `${sql}\`\${${sql}.identifier('${name}')} is not null\``;
  if (form === 'raw') return `${sql}.raw('1 = 1')`;
  if (form === 'unqualified') return `${sql}<boolean>\`"${name}" is not null\``;
  if (form === 'named') {
    const isVisible = scope.isRoot && table.key === table.name && !table.schema && /^\w+$/.test(`${table.name}${name}`);
    return `${sql}\`${isVisible ? `"${table.name}".` : ''}"${name}" is not null\``;
  }
  // Without a column beside it nothing tells the driver how to send a value.
  if (!/^(?:string|number)$/.test(type) || value.form === 'placeholder' || columnOf(table, column).kind === 'lowercase')
    return `${sql}\`(\${${c}} is null or \${${c}} is not null)\``;
  const v = () => printValue(column, value, scope);
  const call = (operator: string, ...args: string[]) => `${scope.operator(operator)}(${args.join(', ')})`;
  switch (form) {
    case 'compare':
      return `${sql}\`\${${c}} = \${${v()}}\``;
    case 'function':
      return isText
        ? `${sql}<boolean>\`lower(\${${c}}) = \${${v()}}\``
        : `${sql}\`coalesce(\${${c}}, \${${v()}}) = \${${v()}}\``;
    case 'operand':
      return call('ne', c, `${sql}\`\${${v()}}\``);
    case 'in':
      return `${sql}\`\${${c}} in \${[${v()}, ${v()}]}\``;
    case 'left':
      return isText
        ? call('eq', `${sql}\`lower(\${${c}})\``, v())
        : call('gte', `${sql}\`coalesce(\${${c}}, \${${c}})\``, v());
    case 'alternative':
      return `${sql}\`(\${${c}} = \${${v()}} or \${${c}} is null)\``;
    case 'value':
      return call('eq', `${sql}\`\${${v()}}\``, c);
  }
}

/** A subquery of the query builder. */
export function printSubquery({ form, relation: key }: Of<'subquery'>, scope: Scope): string {
  const { sheet, table } = scope;
  const relation = relationsOf(sheet.world, table.variable).find((candidate) => candidate.key === key);
  const [field] = relation?.fields ?? [];
  const [reference] = relation?.references ?? [];
  if (!relation || !field || !reference || scope.at === 'module')
    return `${scope.operator('isNotNull')}(${scope.column(table.primary[0]!)})`;
  const target = tableName(sheet, relation.target);
  const inner = member(target, reference);
  const own = scope.column(field);
  const isGlobal = scope.outer === scope || own === scope.outer.column(field);
  // v1 itself knows the table by its own name at the root only, and the inner one hides it.
  const isSeen = !isGlobal || (scope.isRoot && table.key === table.name && !table.schema);
  if (form === 'text') {
    const name = nameOf(columnOf(tableOf(sheet.world, relation.target), reference), sheet.world);
    const sql = scope.operator('sql');
    return `${sql}\`exists (select 1 from \${${target}} as other where other."${name}" = \${${own}})\``;
  }
  const isCorrelated =
    isSeen && tableOf(sheet.world, relation.target) !== table && (form === 'exists' || form === 'notExists');
  if (isCorrelated) {
    const where = `${scope.operator('eq')}(${inner}, ${own})`;
    return `${scope.operator(form)}(db.select({ one: ${scope.operator('sql')}\`1\` }).from(${target}).where(${where}))`;
  }
  const where = form === 'in' ? `.where(${drizzleName(sheet, 'isNotNull')}(${inner}))` : '';
  return `${scope.operator('inArray')}(${own}, db.select({ id: ${inner} }).from(${target})${where})`;
}

/** What JSON holds, as each database has it. */
export function printJson({ form, column }: Of<'json'>, scope: Scope): string {
  const sql = scope.operator('sql');
  const c = scope.column(column);
  const value = parameter(scope, 'string', "'1'");
  const isJsonb = columnOf(scope.table, column).kind.startsWith('jsonb');
  const read = scope.sheet.world.dialect === 'pg' ? `\${${c}} ->> 'a'` : `json_extract(\${${c}}, '$.a') || ''`;
  if (form === 'left') return `${scope.operator('eq')}(${sql}<string>\`${read}\`, ${value})`;
  if (form === 'contains' && isJsonb) return `${sql}\`\${${c}} @> \${'{"a":1}'}::jsonb\``;
  return `${sql}\`(${read}) = \${${value}}\``;
}
