import { survives } from '../../edits/apply.ts';
import { contextAt } from '../../edits/layout-context.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { nameText, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { filterType, typeText } from '../conditions/filter-type.ts';
import type { Level, SiteUse } from '../level.ts';
import type { Project } from '../project.ts';
import { makeQueryContext } from './query-context.ts';
import { membersOfType } from './written-config.ts';

/**
 * Rewrites the annotation of a variable or parameter whose value is the configuration of a query:
 * `options: { where?: SQL }` → `options: { where?: RelationsFilter<…> }`. What it is given becomes an object of v2.
 *
 * @returns a member that cannot be rewritten: an order or extras, or one of a type that others may use as well
 */
export function rewriteAnnotation(
  node: ts.Expression,
  level: Level,
  use: SiteUse,
  project: Project,
): ts.TypeElement | undefined {
  const inner = unwrap(node);
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  const isBound = declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration));
  const type = isBound ? declaration.type : undefined;
  const members = (type && membersOfType(type, project)) ?? [];
  return members.find((member) => isOfSql(member) && !(member.parent === type && retype(member, level, use, project)));
}

/** Whether a member of a configuration's type takes SQL. */
function isOfSql(member: ts.TypeElement): member is ts.PropertySignature & { type: ts.TypeNode } {
  const name = member.name && nameText(member.name);
  if (!ts.isPropertySignature(member) || !member.type || !/^(?:where|orderBy|extras)$/.test(name ?? '')) return false;
  return /\b(?:SQL|SQLWrapper|AnyColumn)\b/.test(member.type.getText());
}

/** Writes v2's type for a `where` that takes SQL; false for another member, or when the relations cannot be named. */
function retype(
  { name, type }: ts.PropertySignature & { type: ts.TypeNode },
  level: Level,
  use: SiteUse,
  project: Project,
): boolean {
  const { fileName, text } = type.getSourceFile();
  if (nameText(name) !== 'where' || !/^SQL(?:<\w+>)?(?:\s*\|\s*undefined)?$/.test(type.getText())) return false;
  // Another query has been given the same configuration.
  if (!survives(type.getStart(), project.changes.edits(fileName))) return true;
  const filter = filterType(type, makeQueryContext(type, level, use, project), level, project);
  if (!filter) return false;
  const layout = contextAt(text, type.getStart(), project.styleOf(fileName));
  const end = ts.isUnionTypeNode(type) ? type.types[0]!.end : type.end;
  project.changes.replace(fileName, type.getStart(), end, typeText(filter, 0, layout).text);
  return true;
}
