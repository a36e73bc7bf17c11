import { ts } from '../../ts.cts';
import { survives } from '../../edits/apply.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { isFunction, unwrap } from '../../read/syntax/syntax.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import { givenCallback } from '../queries/given-callbacks.ts';
import type { Project } from '../project.ts';
import { indexOf, type Names, type TypeEdit, rangeOf } from './type-edits.ts';

/**
 * Replaces `NonNullable<Parameters<typeof db.query.users.findMany>[0]>['where']`, or the same member of
 * `DBQueryConfig<…>`, by the SQL types that v1 had there, because the values of the type stay SQL. An empty list when
 * some database is not migrated in this run.
 */
export function conditionEdit(node: ts.IndexedAccessTypeNode, project: Project): TypeEdit[] | undefined {
  const index = indexOf(node) ?? '';
  if (!/^(?:where|orderBy)$/.test(index) || !isQueryConfig(node.objectType, project)) return undefined;
  const { fileName } = node.getSourceFile();
  if (!areAllMigrated(project) || !survives(node.getStart(), project.changes.edits(fileName))) return [];
  const isCallback = isGivenCallback(node, project);
  const isPart = ts.isArrayTypeNode(node.parent) || ts.isIntersectionTypeNode(node.parent);
  const pieces: TypeEdit['pieces'] = (names) => {
    const members = [...conditionMembers(index, isCallback, names), 'undefined'];
    return [isPart ? `(${members.join(' | ')})` : members.join(' | ')];
  };
  return [{ ...rangeOf(node), node, pieces }];
}

/** Whether this run migrates all databases. */
export function areAllMigrated({ databases, placements }: Project): boolean {
  return databases.every((database) => !database.migrated && placements.get(database) !== undefined);
}

/** The types that v1 took for a `where` or an `orderBy`. */
export function conditionMembers(key: string, isCallback: boolean, { drizzle }: Names): string[] {
  const sql = drizzle('SQL');
  if (key === 'where')
    return isCallback ? [sql, `((table: any, operators: ${drizzle('Operators')}) => ${sql} | undefined)`] : [sql];
  const item = `${sql} | ${drizzle('AnyColumn')}`;
  return isCallback
    ? [`${drizzle('ValueOrArray')}<${item}>`, `${drizzle('DBQueryConfigOrderByCallback')}<any>`]
    : [item, `(${item})[]`];
}

/** Puts parameters on lines of their own where the types that are written for them make the line too long. */
export function brokenParameters(edits: readonly TypeEdit[], project: Project): TypeEdit[] {
  const grown = edits.filter(({ node }) => ts.isParameter(node.parent));
  const lists = new Set(grown.map(({ node }) => (node.parent.parent as ts.SignatureDeclaration).parameters));
  return [...lists].flatMap((parameters) => {
    const own = grown.filter(({ node }) => parameters.includes(node.parent as ts.ParameterDeclaration));
    const [first, last] = [parameters[0]!, parameters.at(-1)!];
    const { text, fileName } = first.getSourceFile();
    const { width, indent, newline, argumentComma } = project.styleOf(fileName);
    const [start, end] = [first.getStart(), last.end];
    const lineStart = text.lastIndexOf('\n', start) + 1;
    const [rest = ''] = /^.*?(?:\{|=>|$)/m.exec(text.slice(end)) ?? [];
    const growth = own.map((edit) => lengthOf(edit) - (edit.end - edit.start)).reduce((sum, more) => sum + more, 0);
    if (text.slice(start, end).includes('\n') || end - lineStart + rest.length + growth <= width) return [];
    const [lead = ''] = /^\s*/.exec(text.slice(lineStart)) ?? [];
    const line = `${newline}${lead}${indent}`;
    const comma = argumentComma && !last.dotDotDotToken ? ',' : '';
    const items = parameters.flatMap((parameter) => [parameter === first ? line : `,${line}`, rangeOf(parameter)]);
    return [{ node: first, start, end, pieces: () => [...items, `${comma}${newline}${lead}`] }];
  });
}

/** The length of the new text of a type that keeps nothing of the old one. */
function lengthOf({ pieces }: TypeEdit): number {
  const text = pieces({ relations: () => '', drizzle: (name) => name }) ?? [];
  return text.join('').length;
}

/** Whether a v1 callback is assigned to something of this type, directly or through an alias of it. */
function isGivenCallback(type: ts.TypeNode, project: Project): boolean {
  const { parent } = type;
  const isUtility =
    ts.isTypeReferenceNode(parent) && /^(?:NonNullable|Exclude|Readonly)$/.test(parent.typeName.getText());
  if (isUtility || ts.isUnionTypeNode(parent) || ts.isParenthesizedTypeNode(parent))
    return isGivenCallback(parent as ts.TypeNode, project);
  if (ts.isTypeAliasDeclaration(parent)) {
    const { text } = parent.name;
    return project.mentioning(text).some(({ ast }) =>
      nodesOf(ast).identifiers.some(({ text: name, parent: use }) => {
        if (name !== text || !ts.isTypeReferenceNode(use)) return false;
        return declarationOfName(use.typeName, project) === parent && isGivenCallback(use, project);
      }),
    );
  }
  if (ts.isVariableDeclaration(parent))
    return parent.initializer !== undefined && isFunction(unwrap(parent.initializer));
  if (ts.isParameter(parent)) return ts.isIdentifier(parent.name) && givenCallback(parent.name, project) !== undefined;
  const owner =
    ts.isPropertySignature(parent) && ts.isTypeLiteralNode(parent.parent) ? parent.parent.parent : undefined;
  if (!owner || !ts.isParameter(owner)) return false;
  const name = (parent as ts.PropertySignature).name.getText();
  const members = ts.isObjectBindingPattern(owner.name)
    ? owner.name.elements.flatMap((element) => usesOf(element.name))
    : usesOf(owner.name).map((use) => use.parent);
  return members.some((member) => {
    const isMember = ts.isPropertyAccessExpression(member) ? member.name.text === name : true;
    return isMember && givenCallback(member as ts.Expression, project) !== undefined;
  });
}

/**
 * Whether a type is the configuration of a relational query: derived from `findMany` or `findFirst`, or `DBQueryConfig`.
 */
export function isQueryConfig(node: ts.TypeNode, project: Project): boolean {
  if (ts.isParenthesizedTypeNode(node)) return isQueryConfig(node.type, project);
  if (ts.isIndexedAccessTypeNode(node)) {
    return /^Parameters<.*\b_?query\b.*\bfind(?:First|Many)\b['"\]]*>$/s.test(node.objectType.getText());
  }
  if (!ts.isTypeReferenceNode(node)) return false;
  const [argument] = node.typeArguments ?? [];
  if (argument && /^(?:NonNullable|Required|Exclude|Readonly|Partial|Pick|Omit)$/.test(node.typeName.getText()))
    return isQueryConfig(argument, project);
  const declaration = declarationOfName(node.typeName, project);
  if (declaration && ts.isTypeAliasDeclaration(declaration)) return isQueryConfig(declaration.type, project);
  const value = valueOfName(node.typeName, project.evaluator);
  return isDrizzle(value) && value.name === 'DBQueryConfig';
}
