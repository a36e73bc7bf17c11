import type { ListNode } from '../edits/style.ts';
import { ts } from '../ts.cts';

/** The nodes of a file that rules look for, in the order of the source, outer ones first. */
export interface FileNodes {
  calls: readonly ts.CallExpression[];
  /** Calls, `new`, and members that are taken from something. */
  uses: readonly (ts.CallExpression | ts.NewExpression | ts.PropertyAccessExpression | ts.ElementAccessExpression)[];
  identifiers: readonly ts.Identifier[];
  /** What may name a type: references to types, and what takes type arguments. */
  typed: readonly ts.Node[];
  /** What is written between brackets, and calls with their arguments. */
  lists: readonly ListNode[];
  variables: readonly ts.VariableStatement[];
  /** `...x` in object literals. */
  spreads: readonly ts.SpreadAssignment[];
  /** How deep the syntax is nested; what is nested deeper than `maxNesting` has not been looked at. */
  nesting: number;
}

/** Syntax nested deeper than this is left alone: walking it would exhaust the stack. Code that people write stays below 100. */
export const maxNesting = 300;

// Taken out once: they are asked for at every node.
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

const known = new WeakMap<ts.SourceFile, FileNodes>();

/**
 * Gives every node of a freshly parsed file its parent and collects what rules look for. It takes the place of
 * TypeScript's own walk for the parents and of one walk per rule; each costs a tenth of the parsing.
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

/** What was collected of a file. */
export function nodesOf(file: ts.SourceFile): FileNodes {
  return known.get(file) ?? linkNodes(file);
}
