import type { Condition } from './model-condition.ts';
import { columnOf } from './model.ts';
import { comparisonsOf, isBuilt, isOptional, type Of } from './presence.ts';
import { plainValue, printValue } from './print-value.ts';
import { member } from './project.ts';
import {
  declare,
  flag,
  insideFunction,
  moduleScope,
  parameter,
  sharedScope,
  tableName,
  typeOf,
  type Scope,
} from './sheet.ts';
import { valuesOf } from './values.ts';

/** Writes a condition in another one. */
type Print = (condition: Condition, scope: Scope) => string;

/** A condition that a variable, a function or another module holds. */
export function printHeld(condition: Of<'held'>, scope: Scope, printCondition: Print): string {
  const { sheet } = scope;
  if (isBuilt(condition)) return printBuilder(condition, scope);
  if (['guard-helper', 'column-helper', 'rest-helper', 'list-helper'].includes(condition.form))
    return printFurtherHelper(condition, scope, printCondition);
  if (['helper', 'builder', 'table-helper', 'helper-elsewhere'].includes(condition.form))
    return printHelper(condition, scope, printCondition);
  const isElsewhere = condition.form === 'elsewhere';
  const isInFunction = ['early', 'early-held', 'iife', 'function', 'method'].includes(condition.form);
  const own = isInFunction ? insideFunction(scope.outer) : scope.outer;
  const inner = isElsewhere ? sharedScope(scope) : condition.form === 'module' ? moduleScope(scope) : own;
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
    case 'early':
    case 'early-held': {
      const body = `if (${flag(inner, condition.flag)}) return ${text};\n    return undefined;`;
      declare(inner, `function ${name}() {\n    ${body}\n  }`);
      if (condition.form === 'early') return `${name}()`;
      const result = sheet.fresh('held');
      declare(inner, `const ${result} = ${name}();`);
      return result;
    }
    case 'chain': {
      const other = (operator: string) => `${inner.operator(operator)}(${inner.column(scope.table.primary[0]!)})`;
      const test = (value: boolean) => flag(inner, value);
      const branches = [
        `if (${test(condition.flag)}) ${name} = ${text};`,
        `else if (${test(!condition.flag)}) ${name} = ${other('isNotNull')};`,
        `else ${name} = ${other('isNull')};`,
      ];
      declare(inner, `let ${name}: ${sqlType()};\n  ${branches.join('\n  ')}`);
      return name;
    }
    case 'iife':
      return `(() => {\n    if (${flag(inner, condition.flag)}) return ${text};\n    return undefined;\n  })()`;
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
function printHelper({ form, member: part }: Of<'held'>, scope: Scope, printCondition: Print): string {
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

/** Conditions that are collected in a list first. */
export function printCollected(
  { operator, form, first, pushed }: Of<'collected'>,
  scope: Scope,
  printCondition: Print,
): string {
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

/** Functions that take a value that may be missing, a column, or conditions; and one that returns a list of them. */
function printFurtherHelper({ form, flag: value, member: part }: Of<'held'>, scope: Scope, print: Print): string {
  const { sheet } = scope;
  const outside = moduleScope(scope);
  const name = sheet.fresh('helper');
  const more = (at: Scope) => `${at.operator('isNotNull')}(${at.column(scope.table.primary[0]!)})`;
  switch (form) {
    case 'list-helper': {
      const outer = insideFunction(scope.outer);
      sheet.types.add('SQL');
      const list = [
        `const list: (SQL | undefined)[] = [${print(part, outer)}];`,
        `if (${flag(outer, value)}) list.push(${more(outer)});`,
        'return list;',
      ];
      declare(outer, `const ${name} = () => {\n    ${list.join('\n    ')}\n  };`);
      return `${scope.operator('and')}(...${name}())`;
    }
    case 'rest-helper': {
      sheet.types.add('SQL');
      const body = `return ${outside.operator('and')}(...list);`;
      declare(outside, `function ${name}(...list: (SQL | undefined)[]) {\n  ${body}\n}`);
      return `${name}(${print(part, scope)}, ${more(scope)})`;
    }
    case 'column-helper': {
      if (part.is !== 'compare') break;
      sheet.types.add('AnyColumn');
      const body = `return ${outside.operator(part.operator)}(column, value);`;
      declare(outside, `function ${name}(column: AnyColumn, value: unknown) {\n  ${body}\n}`);
      return `${name}(${scope.column(part.column)}, ${printValue(part.column, plainValue(part.value), scope)})`;
    }
    default: {
      if (part.is !== 'compare') break;
      const type = typeOf(outside, part.column);
      const test = `${outside.operator(part.operator)}(${outside.column(part.column)}, value)`;
      const body = `if (value === undefined) return undefined;\n  return ${test};`;
      declare(outside, `function ${name}(value?: ${type}) {\n  ${body}\n}`);
      const js = printValue(part.column, { ...part.value, form: 'literal' }, outside);
      return `${name}(${parameter(scope, `${type} | undefined`, value ? js : 'undefined', part.column)})`;
    }
  }
  declare(outside, `function ${name}(on: boolean) {\n  return on ? ${print(part, outside)} : undefined;\n}`);
  return `${name}(${flag(scope, form === 'column-helper' || value)})`;
}
