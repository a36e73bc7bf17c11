import { ts } from '../../ts.cts';
import { propertyOfThis } from '../../read/syntax/class-properties.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import type { Project } from '../project.ts';
import { applyTypeEdits, indexOf, type TypeEdit } from './type-edits.ts';

/** A cheap test on text: whether a file may mention the types of rows. */
const mention = /\$infer(?:Insert|Select)\b/;

/** The types of a table's rows in 0.x, with what drizzle-orm exports for them in both versions. */
const rowTypes: Readonly<Record<string, string>> = {
  $inferInsert: 'InferInsertModel',
  $inferSelect: 'InferSelectModel',
};

/** Classes of tables that have the types of their rows as members in 0.x, and do not in 1.0. */
const tableClasses = /^(?:Any)?(?:Pg|MySql|SQLite|SingleStore)?Table(?:WithColumns)?$/;

/** Applies `inferredRowEdits` to all files; for a run that rewrites no other types. */
export function rewriteInferredRows(project: Project): void {
  for (const { ast } of project.mentioning(mention))
    applyTypeEdits(ast, inferredRowEdits(ast, project), () => undefined, project);
}

/**
 * The edits for `T['$inferInsert']` and `typeof table.$inferInsert` where the type is not that of one table, but a class
 * of tables or a type parameter bound to one, as in helpers for any table: `InferInsertModel<T>`. In 1.0 only the tables
 * themselves have these members.
 */
export function inferredRowEdits(file: ts.SourceFile, project: Project): TypeEdit[] {
  if (!mention.test(file.text)) return [];
  const edits: TypeEdit[] = [];
  const add = (node: ts.Node, member: string | undefined, table: ts.Node, prefix = ''): void => {
    const model = member === undefined || !Object.hasOwn(rowTypes, member) ? undefined : rowTypes[member]!;
    if (model === undefined || !isTable(table, project, new Set())) return;
    const range = { start: table.getStart(), end: table.end };
    const pieces: TypeEdit['pieces'] = (names) => [`${names.drizzle(model)}<${prefix}`, range, '>'];
    edits.push({ node, start: node.getStart(), end: node.end, pieces });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isIndexedAccessTypeNode(node)) {
      const { objectType } = node;
      add(node, indexOf(node), ts.isParenthesizedTypeNode(objectType) ? objectType.type : objectType);
    } else if (ts.isTypeQueryNode(node) && ts.isQualifiedName(node.exprName))
      add(node, node.exprName.right.text, node.exprName.left, 'typeof ');
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

/**
 * Whether a type, or the name in a `typeof` type, is a class of tables or bound to one.
 *
 * @param seen what was followed on the way here, which ends circles
 */
function isTable(node: ts.Node, project: Project, seen: Set<ts.Node>): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  const isOne = (type: ts.Node | undefined) => type !== undefined && isTable(type, project, seen);
  if (ts.isParenthesizedTypeNode(node)) return isOne(node.type);
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) return node.types.some(isOne);
  if (ts.isTypeQueryNode(node)) return isOne(node.exprName);
  if (ts.isQualifiedName(node))
    return node.left.getText() === 'this' && isOne(propertyOfThis(node, node.right.text).type);
  if (ts.isIdentifier(node)) {
    const declaration = declarationOf(node);
    const isTyped = declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration));
    return isTyped ? isOne(declaration.type) : false;
  }
  if (!ts.isTypeReferenceNode(node)) return false;
  const value = valueOfName(node.typeName, project.evaluator);
  if (isDrizzle(value)) return tableClasses.test(value.name);
  const declaration = declarationOfName(node.typeName, project);
  if (declaration && ts.isTypeParameterDeclaration(declaration)) return isOne(declaration.constraint);
  return declaration !== undefined && ts.isTypeAliasDeclaration(declaration) && isOne(declaration.type);
}
