import type { ListNode } from '../../edits/style.ts';
import { ts } from '../../ts.cts';

/** The nodes of a file that rules look for, in source order, outer ones before inner ones. */
export interface FileNodes {
  calls: readonly ts.CallExpression[];
  /** Calls, `new` expressions and member accesses. */
  uses: readonly (ts.CallExpression | ts.NewExpression | ts.PropertyAccessExpression | ts.ElementAccessExpression)[];
  identifiers: readonly ts.Identifier[];
  /** References to types, and expressions that can have type arguments. */
  typed: readonly ts.Node[];
  /** Literals, imports and calls: what stands between brackets and can be laid out on one line or several. */
  lists: readonly ListNode[];
  variables: readonly ts.VariableStatement[];
  /** `...x` in object literals. */
  spreads: readonly ts.SpreadAssignment[];
  /** How deep the syntax is nested. Nodes deeper than `maxNesting` have not been visited. */
  nesting: number;
}

/**
 * Files with syntax nested deeper than this are not changed, because walking them could exhaust the stack. Code written
 * by people stays below 100.
 */
export const maxNesting = 300;

// Read once from the namespace, because the walk uses them for every node.
const forEachChild = ts.forEachChild;
const kinds = ts.SyntaxKind;
const {
  ArrayLiteralExpression,
  CallExpression,
  ElementAccessExpression,
  ExpressionWithTypeArguments,
  Identifier,
  ImportType,
  NamedImports,
  NewExpression,
  ObjectLiteralExpression,
  PropertyAccessExpression,
} = kinds;
const { SpreadAssignment, TypeQuery, TypeReference, VariableStatement } = kinds;

/** The nodes of the files walked so far. */
const known = new WeakMap<ts.SourceFile, FileNodes>();

/**
 * Sets the parents of all nodes of a freshly parsed file and collects the nodes that rules look for. This one walk
 * replaces TypeScript's own walk that sets the parents and one walk per rule; each of those costs a tenth of the
 * parsing.
 */
export function linkNodes(file: ts.SourceFile): FileNodes {
  const calls: ts.CallExpression[] = [];
  const uses: FileNodes['uses'][number][] = [];
  const identifiers: ts.Identifier[] = [];
  const typed: ts.Node[] = [];
  const lists: ListNode[] = [];
  const variables: ts.VariableStatement[] = [];
  const spreads: ts.SpreadAssignment[] = [];
  let parent: ts.Node = file;
  let depth = 0;
  let nesting = 0;
  const visit = (node: ts.Node): void => {
    (node as { parent: ts.Node }).parent = parent;
    switch (node.kind) {
      case Identifier:
        identifiers.push(node as ts.Identifier);
        return;
      case CallExpression:
        calls.push(node as ts.CallExpression);
        uses.push(node as ts.CallExpression);
        lists.push(node as ts.CallExpression);
        if ((node as ts.CallExpression).typeArguments) typed.push(node);
        break;
      case ObjectLiteralExpression:
      case ArrayLiteralExpression:
      case NamedImports:
        lists.push(node as ListNode);
        break;
      case VariableStatement:
        variables.push(node as ts.VariableStatement);
        break;
      case SpreadAssignment:
        spreads.push(node as ts.SpreadAssignment);
        break;
      case PropertyAccessExpression:
      case ElementAccessExpression:
        uses.push(node as ts.PropertyAccessExpression | ts.ElementAccessExpression);
        break;
      case NewExpression:
        uses.push(node as ts.NewExpression);
        typed.push(node);
        break;
      case TypeReference:
      case TypeQuery:
      case ImportType:
      case ExpressionWithTypeArguments:
        typed.push(node);
    }
    const outer = parent;
    parent = node;
    depth++;
    if (depth > nesting) nesting = depth;
    if (depth <= maxNesting) forEachChild(node, visit);
    depth--;
    parent = outer;
  };
  forEachChild(file, visit);
  const nodes: FileNodes = { calls, uses, identifiers, typed, lists, variables, spreads, nesting };
  known.set(file, nodes);
  return nodes;
}

/** The collected nodes of a file; walks it if that has not been done. */
export function nodesOf(file: ts.SourceFile): FileNodes {
  return known.get(file) ?? linkNodes(file);
}
