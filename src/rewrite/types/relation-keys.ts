import { ts } from '../../ts.cts';
import type { Database, Relation } from '../../facts.ts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import type { Project } from '../project.ts';
import { indexOf } from './type-edits.ts';
import { isTables, accessBehind } from './type-accesses.ts';
import { renamingDatabases } from '../results/renamed-types.ts';
import { rename } from '../results/renamed-results.ts';
import { literalsOf } from '../results/shape-members.ts';

/**
 * Renames relations where a type takes one out of those of a table, `Tables['orders']['relations']['customer']`, and
 * reports types of their names, `keyof Tables['orders']['relations']`: a text of such a type may be used anywhere.
 */
export function reportRelationKeys(project: Project): void {
  const databases = renamingDatabases(project);
  if (databases.length === 0) return;
  const visit = (node: ts.Node): void => {
    if (ts.isIndexedAccessTypeNode(node)) renameIndex(node, databases, project);
    if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.KeyOfKeyword) reportKeys(node);
    ts.forEachChild(node, visit);
  };
  const reportKeys = (node: ts.TypeOperatorNode): void => {
    const [found] = renamedOf(node.type, databases, project);
    if (!found || !isSpoken(found.relation.key, project)) return;
    const { key: relation, newKey: renamed } = found.relation;
    project.changes.report('RQB_RELATION_RENAMED_IN_TYPE', node, { relation, renamed, table: found.table });
  };
  for (const { ast } of project.mentioning(/\[\s*['"]relations['"]\s*\]/)) visit(ast);
}

function renameIndex(node: ts.IndexedAccessTypeNode, databases: readonly Database[], project: Project): void {
  const [literal, ...others] = literalsOf(node.indexType);
  if (!literal || others.length > 0) return;
  const found = renamedOf(node.objectType, databases, project).find(({ relation }) => relation.key === literal.text);
  if (found) rename(literal, found.relation.newKey, project);
}

/** The renamed relations of `Tables['orders']['relations']`, or of any table for `Tables[K]['relations']`. */
function renamedOf(
  type: ts.TypeNode,
  databases: readonly Database[],
  project: Project,
): { table: string; relation: Relation }[] {
  const relations = accessBehind(type, project);
  if (!ts.isIndexedAccessTypeNode(relations) || indexOf(relations) !== 'relations') return [];
  const table = accessBehind(relations.objectType, project);
  if (!ts.isIndexedAccessTypeNode(table) || !isTables(table.objectType, project)) return [];
  const key = indexOf(table);
  return databases.flatMap((database) =>
    [...database.relations].flatMap(([name, own]) =>
      key === undefined || key === name
        ? own.flatMap((relation) => (relation.key === relation.newKey ? [] : [{ table: name, relation }]))
        : [],
    ),
  );
}

/** Whether a text of the project is the name of a relation, other than one that drizzle-orm is given for a column. */
function isSpoken(name: string, project: Project): boolean {
  const isIt = (node: ts.Node): boolean => {
    if (!ts.isStringLiteral(node) || node.text !== name) return ts.forEachChild(node, isIt) ?? false;
    const { parent } = node;
    return !ts.isCallExpression(parent) || project.evaluator.evaluate(parent.expression).kind !== 'external';
  };
  return project.mentioning(new RegExp(`['"]${escapeRegExp(name)}['"]`)).some(({ ast }) => isIt(ast));
}
