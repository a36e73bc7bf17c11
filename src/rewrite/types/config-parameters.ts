import { survives } from '../../edits/apply.ts';
import { quoted } from '../../edits/style.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { accessedName, isAccess } from '../../read/syntax/syntax.ts';
import { isWritten } from '../../read/syntax/writes.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { givenCallback } from '../queries/given-callbacks.ts';
import { areAllMigrated, conditionMembers, isQueryConfig } from './condition-types.ts';
import { rangeOf, type TypeEdit } from './type-edits.ts';

/**
 * Gives a parameter with the type of a query's configuration the SQL types that v1 had for its `where` and `orderBy`,
 * when its function reads these by name, because callers give SQL: `options: Config` →
 * `options: Omit<Config, 'where'> & { where?: SQL }`, and `Pick<Config, 'where' | 'limit'>` →
 * `Pick<Config, 'limit'> & { where?: SQL }`.
 */
export function configParameterEdit({ name, type }: ts.ParameterDeclaration, project: Project): TypeEdit[] {
  const { fileName } = name.getSourceFile();
  if (!type || !isQueryConfig(type, project) || !areAllMigrated(project)) return [];
  const read = readMembers(name);
  const keys = [...read.keys()];
  const isCallback = [...read.values()].flat().some((member) => givenCallback(member, project));
  if (keys.length === 0 || isCallback || !survives(type.getStart(), project.changes.edits(fileName))) return [];
  const style = project.styleOf(fileName);
  const pieces: TypeEdit['pieces'] = (names) => {
    const members = keys.map((key) => `${key}?: ${conditionMembers(key, false, names).join(' | ')}`);
    const object = `{ ${members.join('; ')} }`;
    const rest = withoutMembers(type, keys, (key) => quoted(key, style));
    return [rest === undefined ? object : `${rest} & ${object}`];
  };
  return [{ ...rangeOf(type), node: type, pieces }];
}

/** A type without some of its members; undefined for a `Pick` of nothing else. */
function withoutMembers(
  type: ts.TypeNode,
  keys: readonly string[],
  quote: (key: string) => string,
): string | undefined {
  const [whole, picked] = ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
  if (ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Pick' && whole && picked) {
    const members = ts.isUnionTypeNode(picked) ? picked.types : [picked];
    const kept = members.map((member) => member.getText()).filter((text) => !keys.includes(text.slice(1, -1)));
    return kept.length > 0 ? `Pick<${whole.getText()}, ${kept.join(' | ')}>` : undefined;
  }
  return `Omit<${type.getText()}, ${keys.map(quote).join(' | ')}>`;
}

/**
 * The places where a parameter's `where` and `orderBy` are read; empty when it is also used as a whole, as in
 * `findMany({ ...options })`.
 */
function readMembers(name: ts.BindingName): ReadonlyMap<string, ts.Expression[]> {
  const found = new Map<string, ts.Expression[]>();
  const add = (key: string, places: readonly ts.Expression[]) => {
    if (key === 'where' || key === 'orderBy') found.set(key, [...(found.get(key) ?? []), ...places]);
  };
  if (ts.isIdentifier(name)) {
    for (const { parent } of usesOf(name)) {
      const key = isAccess(parent) ? accessedName(parent) : undefined;
      if (!isAccess(parent) || key === undefined || isWritten(parent)) return new Map();
      add(key, [parent]);
    }
  } else if (ts.isObjectBindingPattern(name)) {
    for (const { name: local, propertyName, dotDotDotToken } of name.elements) {
      if (dotDotDotToken) return new Map();
      if (ts.isIdentifier(local)) add((propertyName ?? local).getText(), usesOf(local));
    }
  }
  return found;
}
