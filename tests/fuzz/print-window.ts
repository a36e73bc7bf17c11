import type { Level } from './model.ts';
import { flag, parameter, type Scope } from './sheet.ts';

/** `limit` of a level. */
export function limitText({ value, form, flag: isSet }: NonNullable<Level['limit']>, scope: Scope): string {
  scope.sheet.shapes.add(`limit ${form}`);
  if (form === 'literal') return `limit: ${value}`;
  if (form === 'optional') return `limit: ${maybe(scope, value, isSet)}`;
  if (form === 'default') return `limit: ${maybe(scope, value, isSet)} ?? ${value + 1}`;
  const given = parameter(scope, 'number', String(value));
  if (form === 'parameter') return `limit: ${given}`;
  if (form === 'spread') return `...(${flag(scope, true)} ? { limit: ${given} } : {})`;
  const name = scope.sheet.fresh('limit');
  scope.sheet.placeholders.push(`${name}: ${given}`);
  return `limit: ${scope.outer.operator('sql')}.placeholder('${name}')`;
}

/** `offset` of a level. */
export function offsetText({ value, form, flag: isSet }: NonNullable<Level['offset']>, scope: Scope): string {
  scope.sheet.shapes.add(`offset ${form}`);
  switch (form) {
    case 'literal':
      return `offset: ${value}`;
    case 'parameter':
      return `offset: ${parameter(scope, 'number', String(value))}`;
    case 'page':
      return `offset: (${parameter(scope, 'number', '2')} - 1) * ${parameter(scope, 'number', String(value))}`;
    case 'optional':
      return `offset: ${maybe(scope, value, isSet)}`;
  }
}

function maybe(scope: Scope, value: number, isSet: boolean): string {
  const js = isSet ? String(value) : 'undefined';
  // Of a value that is asserted in place TypeScript knows whether `??` has anything to do.
  if (scope.at === 'module') return `({ count: ${js} } as { count?: number }).count`;
  return parameter(scope, 'number | undefined', js);
}
