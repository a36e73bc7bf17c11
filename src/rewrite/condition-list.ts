import { ts } from '../ts.cts';
import { contextAt, layOut } from '../edits/layout.ts';
import { quoted } from '../edits/style.ts';
import type { ListUse, QueryContext } from '../filter/context.ts';
import type { Filter } from '../filter/filter.ts';
import { parseFilter } from '../filter/parse.ts';
import { filterCode } from '../filter/print.ts';
import { declarationOf } from '../read/scope.ts';
import { drizzleImport } from './drizzle-import.ts';
import { isFilterPosition } from './filter-position.ts';
import type { Project } from './project.ts';
import type { Level } from './query-context.ts';
import { identifiersOf } from './references.ts';
import { relationsName, relationsOf } from './relations-name.ts';

const decided = new WeakMap<Project, Map<ts.VariableDeclaration, ListUse | undefined>>();

/**
 * Rewrites a locally built list of conditions (`const conditions = [eq(…)]; conditions.push(…); where: and(...conditions)`)
 * into a typed list of filter objects, when every use of it is in sight and none is SQL. Undefined otherwise; the list
 * then stays SQL.
 */
export function rewriteConditionList(
  declaration: ts.VariableDeclaration,
  context: QueryContext,
  level: Level,
  project: Project,
): ListUse | undefined {
  let known = decided.get(project);
  if (!known) decided.set(project, (known = new Map()));
  if (known.has(declaration)) return known.get(declaration);
  known.set(declaration, undefined);
  const use = rewrite(declaration, context, level, project);
  known.set(declaration, use);
  return use;
}

function rewrite(
  declaration: ts.VariableDeclaration,
  context: QueryContext,
  level: Level,
  project: Project,
): ListUse | undefined {
  const { initializer, name } = declaration;
  if (!initializer || !ts.isArrayLiteralExpression(initializer) || !ts.isIdentifier(name)) return undefined;
  if ((ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0) return undefined;
  const relations = relationsOf(level.database, project.placements, project);
  if (!context.javascript && !relations) return undefined;
  const members = membersOf(name, declaration, initializer, level, project);
  if (!members) return undefined;
  const mark = project.changes.mark();
  const inner: QueryContext = { ...context, callback: undefined, used: () => {} };
  const filters = members.map((member): [ts.Expression, Filter] => [member, parseFilter(member, inner)]);
  if (filters.some(([, filter]) => filter.kind === 'opaque')) {
    project.changes.restore(mark);
    return undefined;
  }
  const path = declaration.getSourceFile().fileName;
  const style = project.styleOf(path);
  const { text } = declaration.getSourceFile();
  for (const [member, filter] of filters) {
    const start = member.getStart();
    project.changes.replace(
      path,
      start,
      member.end,
      ...layOut(filterCode(filter, inner, style), contextAt(text, start, style, 2)),
    );
  }
  if (relations && !context.javascript) {
    const filterType = drizzleImport(path, 'RelationsFilter', project, { typeOnly: true });
    const local = relationsName(path, relations, [declaration], [], project);
    const all = relations.isFunction ? `ReturnType<typeof ${local}>` : `typeof ${local}`;
    const table = `${relations.isFunction ? all : `(${all})`}[${quoted(level.tableKey, style)}]`;
    const annotation = `: ${filterType}<${table}, ${all}>[]`;
    project.changes.replace(path, name.end, declaration.type?.end ?? name.end, annotation);
  }
  return { mayBeEmpty: initializer.elements.length === 0 };
}

/** The conditions put into a list, or undefined when it is used in any other way than to collect a query's conditions. */
function membersOf(
  name: ts.Identifier,
  declaration: ts.VariableDeclaration,
  initializer: ts.ArrayLiteralExpression,
  level: Level,
  project: Project,
): ts.Expression[] | undefined {
  if (initializer.elements.some(ts.isSpreadElement)) return undefined;
  const members: ts.Expression[] = [...initializer.elements];
  for (const use of identifiersOf(name.getSourceFile()).get(name.text) ?? []) {
    if (use === name || declarationOf(use) !== declaration) continue;
    const { parent } = use;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === use) {
      if (parent.name.text === 'length') continue;
      const call = parent.parent;
      const isPush = parent.name.text === 'push' && ts.isCallExpression(call) && ts.isExpressionStatement(call.parent);
      if (!isPush || call.arguments.some(ts.isSpreadElement)) return undefined;
      members.push(...call.arguments);
    } else if (ts.isSpreadElement(parent) && ts.isCallExpression(parent.parent)) {
      if (!isFilterPosition(parent, level, project)) return undefined;
    } else return undefined;
  }
  return members;
}
