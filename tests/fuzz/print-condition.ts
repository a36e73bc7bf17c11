import { kindsOf } from './kinds.ts';
import { columnOf, relationsOf, tableOf, type Condition, type Value } from './model.ts';
import { valuesOf } from './conditions.ts';
import { member, nameOf } from './project.ts';
import {
  declare,
  drizzleName,
  flag,
  moduleScope,
  parameter,
  sharedScope,
  tableName,
  typeOf,
  type Scope,
} from './sheet.ts';

/** Whether a condition is there at all once its flags are known. */
export function isPresent(condition: Condition): boolean {
  switch (condition.is) {
    case 'group':
      return partsOf(condition).some(isPresent);
    case 'not':
      return isPresent(condition.member);
    case 'when':
      if (condition.flag) return isPresent(condition.member);
      return condition.form === 'else' && condition.otherwise !== undefined && isPresent(condition.otherwise);
    case 'nothing':
      return false;
    case 'optional':
      return condition.flag;
    case 'held':
      if (isBuilt(condition)) return condition.flag;
      if (condition.form === 'grown' && condition.flag) return true;
      return (!isSetLater(condition) || condition.flag) && isPresent(condition.member);
    case 'collected':
      return (
        condition.form === 'with-more' ||
        condition.form === 'from-map' ||
        condition.form === 'loop' ||
        condition.first.some(isPresent) ||
        condition.pushed.some((pushed) => pushed.flag && isPresent(pushed.member))
      );
    default:
      return true;
  }
}

type Of<K extends Condition['is']> = Extract<Condition, { is: K }>;

/** The members of a group that are there once its flag is known. */
const partsOf = ({ form, flag: isOn, members }: Of<'group'>) =>
  form === 'conditional-spread' && !isOn ? members.slice(0, -1) : members;

/** What a function that builds the condition out of an object asks for; any other condition it takes as it is. */
function comparisonsOf({ form, member: part }: Of<'held'>): Of<'compare'>[] {
  if (form !== 'builder') return [];
  const members = part.is === 'group' ? part.members : [part];
  return members.filter((each) => each.is === 'compare');
}

const isBuilt = (condition: Of<'held'>) => comparisonsOf(condition).length > 0;

const isSetLater = ({ form }: Of<'held'>) => form === 'assigned' || form === 'switch' || form === 'early';

/** Whether its type holds undefined. */
function isOptional(condition: Condition): boolean {
  if (condition.is === 'held') {
    const { form, member: held } = condition;
    return (
      isBuilt(condition) ||
      isSetLater(condition) ||
      form === 'typed' ||
      form === 'grown' ||
      form === 'twice' ||
      isOptional(held)
    );
  }
  if (condition.is === 'group' && condition.form === 'sql-join') return !isJoinable(condition.members);
  if (condition.is === 'not') return !isPresent(condition.member);
  return ['group', 'when', 'optional', 'nothing', 'collected'].includes(condition.is);
}

const isJoinable = (members: Condition[]) =>
  members.length > 0 && members.every((part) => isPresent(part) && !isOptional(part));

const sure = (condition: Condition, text: string) =>
  isOptional(condition) ? `${['when', 'optional', 'collected'].includes(condition.is) ? `(${text})` : text}!` : text;

/** A condition as v1 source text. */
export function printCondition(condition: Condition, scope: Scope): string {
  const { sheet } = scope;
  const call = (name: string, ...args: string[]) => `${scope.operator(name)}(${args.join(', ')})`;
  const print = (part: Condition) => printCondition(part, scope);
  sheet.shapes.add(`where ${condition.is}${'form' in condition ? ` ${condition.form}` : ''}`);
  if ('operator' in condition) sheet.shapes.add(`operator ${condition.operator}`);
  switch (condition.is) {
    case 'compare':
      return call(
        condition.operator,
        scope.column(condition.column),
        printValue(condition.column, condition.value, scope),
      );
    case 'null':
      return call(condition.operator, scope.column(condition.column));
    case 'in':
      return call(condition.operator, scope.column(condition.column), printList(condition, scope));
    case 'between': {
      const { operator, column, low, high } = condition;
      return call(operator, scope.column(column), printValue(column, low, scope), printValue(column, high, scope));
    }
    case 'like': {
      const js = `'${condition.pattern.replaceAll('\\', '\\\\')}'`;
      const value =
        condition.form === 'literal'
          ? js
          : condition.form === 'parameter'
            ? parameter(scope, 'string', js)
            : `\`\${${parameter(scope, 'string', js)}}\``;
      return call(condition.operator, scope.column(condition.column), value);
    }
    case 'list': {
      const value = { ...condition.value };
      const values = valuesOf(sheet.world, scope.table, columnOf(scope.table, condition.column));
      // An empty list throws in both versions.
      if (values[value.sample % values.length] === '[]') value.sample = values.findIndex((js) => js !== '[]');
      return call(condition.operator, scope.column(condition.column), printValue(condition.column, value, scope));
    }
    case 'group': {
      if (condition.form === 'sql-join' && isJoinable(condition.members)) {
        const sql = scope.operator('sql');
        const parts = condition.members.map((part) => print(part)).join(', ');
        return `${sql}\`(\${${sql}.join([${parts}], ${sql}\` ${condition.operator} \`)})\``;
      }
      const parts = condition.members.map(print).join(', ');
      if (condition.form === 'conditional-spread') {
        const [last] = condition.members.slice(-1);
        const others = condition.members.slice(0, -1).map(print);
        return call(condition.operator, ...others, `...(${flag(scope, condition.flag)} ? [${print(last!)}] : [])`);
      }
      return condition.form === 'spread' ? call(condition.operator, `...[${parts}]`) : call(condition.operator, parts);
    }
    case 'not':
      return isPresent(condition.member) ? call('not', sure(condition.member, print(condition.member))) : 'undefined';
    case 'when':
      return printWhen(condition, scope);
    case 'optional':
      return printOptional(condition, scope);
    case 'nothing':
      return condition.form === 'undefined' ? 'undefined' : call(condition.form);
    case 'sql':
      return printSql(condition, scope);
    case 'either': {
      const column = `${flag(scope, condition.flag)} ? ${scope.column(condition.left)} : ${scope.column(condition.right)}`;
      return call(condition.operator, column, printValue(condition.left, condition.value, scope));
    }
    case 'columns':
      return call(condition.operator, scope.column(condition.left), scope.column(condition.right));
    case 'subquery':
      return printSubquery(condition, scope);
    case 'held':
      return printHeld(condition, scope);
    case 'collected':
      return printCollected(condition, scope);
  }
}

/** The commonest condition of all: only when there is a value. */
function printOptional({ operator, column, sample, form, flag: isSet }: Of<'optional'>, scope: Scope): string {
  const values = valuesOf(scope.sheet.world, scope.table, columnOf(scope.table, column));
  const js = values[sample % values.length]!;
  const type = typeOf(scope, column);
  const compare = (value: string) => `${scope.operator(operator)}(${scope.column(column)}, ${value})`;
  const given = (whole: string, text: string) =>
    parameter(scope, `${whole} | undefined`, isSet ? text : 'undefined', column);
  if (scope.at === 'module') return `${flag(scope, isSet)} ? ${compare(js)} : undefined`;
  switch (form) {
    case 'object': {
      const value = given(`{ value: ${type} }`, `{ value: ${js} }`);
      return `${value} && ${compare(`${value}.value`)}`;
    }
    case 'list': {
      const value = given(`(${type})[]`, `[${js}]`);
      return `${value}?.length ? ${scope.operator('inArray')}(${scope.column(column)}, ${value}) : undefined`;
    }
    default: {
      const value = given(type, js);
      // Zero, false and the empty text are there as well.
      const isTruthy = form === 'truthy' && !/^(?:0n?|false|'')$/.test(js);
      return `${value}${isTruthy ? '' : ' !== undefined'} ? ${compare(value)} : undefined`;
    }
  }
}

function printWhen({ form, flag: value, member: part, otherwise }: Of<'when'>, scope: Scope): string {
  const then = printCondition(part, scope);
  if (form === 'else' && otherwise) return `${flag(scope, value)} ? ${then} : ${printCondition(otherwise, scope)}`;
  if (form === 'ternary' || scope.at === 'module') return `${flag(scope, value)} ? ${then} : undefined`;
  return `${parameter(scope, '{ on: true } | undefined', value ? '{ on: true }' : 'undefined')} && ${then}`;
}

function otherValue(column: string, sample: number, scope: Scope): string {
  const values = valuesOf(scope.sheet.world, scope.table, columnOf(scope.table, column));
  return values[(sample + 1) % values.length]!;
}

/** A value for a comparison with a column. */
export function printValue(column: string, { sample, form }: Value, scope: Scope): string {
  const { sheet } = scope;
  const values = valuesOf(sheet.world, scope.table, columnOf(scope.table, column));
  const js = values[sample % values.length]!;
  const type = typeOf(scope, column);
  sheet.shapes.add(`value ${form}`);
  if (scope.at === 'module') return js;
  switch (form) {
    case 'literal':
      return js;
    case 'parameter':
      return parameter(scope, type, js, column);
    case 'converted':
      if (type === 'string') return `\`\${${parameter(scope, 'string', js)}}\``;
      return type === 'number' ? `Number(${parameter(scope, 'string', `'${js}'`)})` : parameter(scope, type, js);
    case 'constant': {
      const name = sheet.fresh('value');
      // Elements of a list are widened in a constant that does not say what they are.
      declare(scope, `const ${name}${/^\(.*\)\[\]$/.test(type) ? `: ${type}` : ''} = ${js};`);
      return name;
    }
    case 'cast':
      return `${parameter(scope, 'unknown', js)} as ${type}`;
    case 'default': {
      const isSet = sample % 2 === 0;
      const value = parameter(scope, `${type} | undefined`, isSet ? js : 'undefined');
      return `${value} ?? ${isSet ? otherValue(column, sample, scope) : js}`;
    }
    case 'or': {
      // What `||` takes for nothing is left to the tests of `??`.
      const isSet = sample % 2 === 0 && !/^(?:0n?|false|'')$/.test(js);
      const value = parameter(scope, `${type} | undefined`, isSet ? js : 'undefined');
      return `${value} || ${isSet ? otherValue(column, sample, scope) : js}`;
    }
    case 'chain': {
      const isSet = sample % 2 === 0;
      const value = parameter(scope, `{ value?: ${type} } | undefined`, isSet ? `{ value: ${js} }` : 'undefined');
      return `${value}?.value ?? ${isSet ? otherValue(column, sample, scope) : js}`;
    }
    case 'there':
      return `${parameter(scope, `${type} | undefined`, js)}!`;
    case 'choice': {
      // An object or list would be read-only, too.
      if (!/^['\d]/.test(js)) return js;
      const name = sheet.fresh('choices');
      declare(scope, `const ${name} = { one: ${js}, other: ${otherValue(column, sample, scope)} } as const;`);
      return `${name}.one`;
    }
    case 'conditional': {
      const isFirst = sample % 2 === 0;
      const other = otherValue(column, sample, scope);
      return `${flag(scope, isFirst)} ? ${isFirst ? js : other} : ${isFirst ? other : js}`;
    }
    case 'path':
      return `${parameter(scope, `{ value: ${type} }`, `{ value: ${js} }`)}.value`;
    case 'call':
      sheet.taken.add('same()');
      return `same(${parameter(scope, type, js)})`;
    case 'element':
      return `${parameter(scope, `(${type})[]`, `[${js}]`)}[0]!`;
    case 'placeholder': {
      const name = sheet.fresh('hole');
      sheet.placeholders.push(`${name}: ${parameter(scope, type, js)}`);
      return `${scope.operator('sql')}.placeholder('${name}')`;
    }
    case 'missing':
      return `${parameter(scope, `${type} | undefined`, 'undefined')}!`;
    case 'missing-any':
      return parameter(scope, 'any', 'undefined');
    case 'null':
      return `${parameter(scope, `${type} | null`, 'null')}!`;
  }
}

function printList({ operator, column, samples, form }: Of<'in'>, scope: Scope): string {
  const values = valuesOf(scope.sheet.world, scope.table, columnOf(scope.table, column));
  const js = `[${samples.map((sample) => values[sample % values.length]).join(', ')}]`;
  const type = typeOf(scope, column);
  if (form === 'literal' || scope.at === 'module') return js;
  if (form === 'parameter') return parameter(scope, `(${type})[]`, js);
  if (form === 'missing') return `[${parameter(scope, `${type} | undefined`, 'undefined')}!, ${js.slice(1)}`;
  if (form === 'default') return `${parameter(scope, `(${type})[] | undefined`, js)} ?? []`;
  if (form === 'called') {
    scope.sheet.taken.add('same()');
    return `same(${parameter(scope, `(${type})[]`, js)})`;
  }
  if (form === 'mapped') return `${parameter(scope, `(${type})[]`, js)}.map((item) => item)`;
  const name = scope.sheet.fresh('list');
  declare(
    scope,
    `const ${name}: ${form === 'readonly' && operator === 'inArray' ? 'readonly ' : ''}(${type})[] = ${js};`,
  );
  return name;
}

function printSql({ form, column, value }: Of<'sql'>, scope: Scope): string {
  const { sheet, table } = scope;
  const sql = scope.operator('sql');
  const c = scope.column(column);
  const type = typeOf(scope, column);
  const isText = kindsOf[sheet.world.dialect][columnOf(table, column).kind]!.like === true;
  const name = nameOf(columnOf(table, column), sheet.world);
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

function printSubquery({ form, relation: key }: Of<'subquery'>, scope: Scope): string {
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
  const isCorrelated =
    isSeen && tableOf(sheet.world, relation.target) !== table && (form === 'exists' || form === 'notExists');
  if (isCorrelated) {
    const where = `${scope.operator('eq')}(${inner}, ${own})`;
    return `${scope.operator(form)}(db.select({ one: ${scope.operator('sql')}\`1\` }).from(${target}).where(${where}))`;
  }
  const where = form === 'in' ? `.where(${drizzleName(sheet, 'isNotNull')}(${inner}))` : '';
  return `${scope.operator('inArray')}(${own}, db.select({ id: ${inner} }).from(${target})${where})`;
}

function printHeld(condition: Of<'held'>, scope: Scope): string {
  const { sheet } = scope;
  if (isBuilt(condition)) return printBuilder(condition, scope);
  if (['helper', 'builder', 'table-helper', 'helper-elsewhere'].includes(condition.form))
    return printHelper(condition, scope);
  const isElsewhere = condition.form === 'elsewhere';
  const inner = isElsewhere ? sharedScope(scope) : condition.form === 'module' ? moduleScope(scope) : scope.outer;
  const text = printCondition(condition.member, inner);
  const name = sheet.fresh('held');
  const sqlType = () => {
    sheet.types.add('SQL');
    return 'SQL | undefined';
  };
  switch (condition.form) {
    case 'typed':
      declare(inner, `const ${name}: ${sqlType()} = ${text};`);
      return name;
    case 'let':
      declare(inner, `let ${name} = ${text};`);
      return name;
    case 'assigned':
      declare(inner, `let ${name}: ${sqlType()};\n  if (${flag(inner, condition.flag)}) ${name} = ${text};`);
      return name;
    case 'grown': {
      const more = `${inner.operator('isNotNull')}(${inner.column(scope.table.primary[0]!)})`;
      const grown = `${name} = ${inner.operator('and')}(${name}, ${more});`;
      declare(inner, `let ${name}: ${sqlType()} = ${text};\n  if (${flag(inner, condition.flag)}) ${grown}`);
      return name;
    }
    case 'early': {
      const body = `if (${flag(inner, condition.flag)}) return ${text};\n    return undefined;`;
      declare(inner, `function ${name}() {\n    ${body}\n  }`);
      return `${name}()`;
    }
    case 'chosen': {
      const other = `${inner.operator('isNotNull')}(${inner.column(scope.table.primary[0]!)})`;
      declare(inner, `const ${name} = { first: ${text}, other: ${other} };`);
      return `${name}[${parameter(inner, "'first' | 'other'", "'first'")}]`;
    }
    case 'switch': {
      const test = parameter(inner, "'yes' | 'no'", condition.flag ? "'yes'" : "'no'");
      const cases = `case 'yes':\n      ${name} = ${text};\n      break;\n    default:\n      break;`;
      declare(inner, `let ${name}: ${sqlType()};\n  switch (${test}) {\n    ${cases}\n  }`);
      return name;
    }
    case 'member':
      declare(inner, `const ${name} = { first: ${text} };`);
      return `${name}.first`;
    case 'function':
      declare(inner, `const ${name} = () => ${text.startsWith('{') ? `(${text})` : text};`);
      return `${name}()`;
    case 'method':
      declare(inner, `class ${name} {\n    make() { return ${text}; }\n  }`);
      return `new ${name}().make()`;
    case 'elsewhere':
      declare(inner, `const ${name} = ${text};`);
      sheet.sharedNames.add(name);
      return name;
    case 'two-queries':
      declare(inner, `const ${name} = ${text};`);
      if (inner.at === 'function')
        declare(inner, `void ${member('db.query', scope.table.key)}.findMany({ where: ${name} });`);
      return name;
    case 'twice':
      declare(inner, `const ${name} = ${text};`);
      return `${scope.operator('and')}(${name}, ${name})`;
    case 'shared': {
      declare(inner, `const ${name} = ${text};`);
      if (inner.at === 'function')
        declare(
          inner,
          `void db.select({ one: ${inner.operator('sql')}\`1\` }).from(${tableName(sheet, scope.table.variable)}).where(${name});`,
        );
      return name;
    }
    default:
      declare(inner, `const ${name} = ${text};`);
      return name;
  }
}

/** A function of the module that builds a condition out of what an object holds, as searches do. */
function printBuilder(condition: Of<'held'>, scope: Scope): string {
  const { sheet } = scope;
  const outside = moduleScope(scope);
  const name = sheet.fresh('build');
  sheet.types.add('SQL');
  const parts = comparisonsOf(condition).map(({ operator, column, value }, index) => {
    const [key, type] = [`part${index}`, typeOf(outside, column)];
    const js = printValue(column, { ...value, form: 'literal' }, outside);
    const test = `${outside.operator(operator)}(${outside.column(column)}, given.${key})`;
    return {
      type: `${key}?: ${type}`,
      push: `  if (given.${key} !== undefined) list.push(${test});`,
      value: `${key}: ${parameter(scope, `${type} | undefined`, condition.flag ? js : 'undefined', column)}`,
    };
  });
  const lines = [
    `function ${name}(given: { ${parts.map(({ type }) => type).join('; ')} }) {`,
    '  const list: SQL[] = [];',
    ...parts.map(({ push }) => push),
    `  return ${outside.operator('and')}(...list);`,
    '}',
  ];
  declare(outside, lines.join('\n'));
  return `${name}({ ${parts.map(({ value }) => value).join(', ')} })`;
}

/** A function of the module that makes SQL: out of a value, or out of the table. */
function printHelper({ form, member: part }: Of<'held'>, scope: Scope): string {
  const { sheet } = scope;
  const isElsewhere = form === 'helper-elsewhere';
  const outside = isElsewhere ? sharedScope(scope) : moduleScope(scope);
  const name = sheet.fresh('helper');
  if (isElsewhere) sheet.sharedNames.add(name);
  const table = tableName(sheet, scope.table.variable);
  // What is declared on the way would not know the table.
  const isWhole = !/"is":"(?:held|collected)"/.test(JSON.stringify(part));
  if (form === 'table-helper' && isWhole) {
    const own = table === 't' ? 'self' : 't';
    const inner: Scope = { ...outside, column: (key) => member(own, key) };
    inner.outer = inner;
    if (part.is === 'compare') {
      const type = typeOf(outside, part.column);
      const body = `${outside.operator(part.operator)}(${inner.column(part.column)}, value)`;
      declare(outside, `function ${name}(${own}: typeof ${table}, value: ${type}) {\n  return ${body};\n}`);
      return `${name}(${table}, ${printValue(part.column, plainValue(part.value), scope)})`;
    }
    const text = printCondition(part, inner);
    declare(outside, `function ${name}(${own}: typeof ${table}) {\n  return ${text};\n}`);
    return `${name}(${table})`;
  }
  if (part.is !== 'compare') {
    declare(outside, `function ${name}() {\n  return ${printCondition(part, outside)};\n}`);
    return `${name}()`;
  }
  const { operator, column, value } = part;
  const body = `${outside.operator(operator)}(${outside.column(column)}, value)`;
  declare(outside, `function ${name}(value: ${typeOf(outside, column)}) {\n  return ${body};\n}`);
  return `${name}(${printValue(column, plainValue(value), scope)})`;
}

/** A value that a parameter takes, which a placeholder is not. */
const plainValue = (value: Value): Value => (value.form === 'placeholder' ? { ...value, form: 'literal' } : value);

function printCollected({ operator, form, first, pushed }: Of<'collected'>, scope: Scope): string {
  const { sheet } = scope;
  const group = scope.operator(operator);
  const [key] = scope.table.primary;
  const values = () => valuesOf(sheet.world, scope.table, columnOf(scope.table, key!)).slice(0, 2);
  if (form === 'from-map') {
    const list = parameter(scope, `(${typeOf(scope, key!)})[]`, `[${values().join(', ')}]`);
    return `${group}(...${list}.map((item) => ${scope.operator('ne')}(${scope.column(key!)}, item)))`;
  }
  const inner = scope.outer;
  const isLoose = [...first, ...pushed.map((each) => each.member)].some(isOptional);
  sheet.types.add('SQL');
  const collect = (name: string, start: Condition[], more: typeof pushed) => {
    const type = isLoose ? '(SQL | undefined)[]' : 'SQL[]';
    declare(inner, `const ${name}: ${type} = [${start.map((part) => printCondition(part, inner)).join(', ')}];`);
    for (const each of more) {
      const push = `${name}.push(${printCondition(each.member, inner)});`;
      declare(inner, `if (${flag(inner, each.flag)}) ${push}`);
    }
  };
  if (form === 'boolean') {
    const items = [
      ...first.map((part) => printCondition(part, scope)),
      ...pushed.map((each) => `${flag(scope, each.flag)} && ${printCondition(each.member, scope)}`),
    ];
    return `${group}(...([${items.join(', ')}].filter(Boolean) as SQL[]))`;
  }
  const name = sheet.fresh('list');
  collect(name, first, form === 'concat' ? [] : pushed);
  switch (form) {
    case 'tested':
      return `${name}.length > 0 ? ${group}(...${name}) : undefined`;
    case 'loop': {
      const given = parameter(inner, `(${typeOf(scope, key!)})[]`, `[${values().join(', ')}]`);
      const body = `${name}.push(${inner.operator('ne')}(${inner.column(key!)}, item));`;
      declare(inner, `for (const item of ${given}) ${body}`);
      return `${group}(...${name})`;
    }
    case 'with-more':
      return `${group}(${scope.operator('isNotNull')}(${scope.column(key!)}), ...${name})`;
    case 'filtered':
      return `${group}(...${name}.filter((item) => item !== undefined))`;
    case 'reduce':
      return `${name}.reduce<SQL | undefined>((all, item) => ${group}(all, item), undefined)`;
    case 'concat': {
      const second = sheet.fresh('list');
      collect(second, [], pushed);
      return `${group}(...${name}, ...${second})`;
    }
    default:
      return `${group}(...${name})`;
  }
}
