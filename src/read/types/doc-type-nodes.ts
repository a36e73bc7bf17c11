import { ts } from '../../ts.cts';
import { isJavaScript } from '../modules/sources.ts';

/** What the JSDoc comments of a file say about types. */
interface DocTypes {
  types: ts.TypeNode[];
  /** The names that `@import { Name } from 'module'` brings in. */
  imports: Map<string, { module: string; name: string }>;
}

/** What has been read so far. */
const known = new WeakMap<ts.SourceFile, DocTypes>();

/**
 * The types in the JSDoc comments of a JavaScript file, as nodes with their places in that file; none for TypeScript,
 * where they mean nothing. Names in them are looked up in the scope of the whole file.
 */
export function docTypeNodes(file: ts.SourceFile): readonly ts.TypeNode[] {
  return docTypesOf(file).types;
}

/** What a name in a JSDoc comment is imported from by an `@import` of the file; undefined for other names. */
export function docImportOf(name: ts.Node): { module: string; name: string } | undefined {
  return isInDocComment(name) ? docTypesOf(name.getSourceFile()).imports.get(name.getText()) : undefined;
}

function docTypesOf(file: ts.SourceFile): DocTypes {
  let found = known.get(file);
  if (!found) {
    found = { types: [], imports: new Map() };
    known.set(file, found);
    if (isJavaScript(file) && file.text.includes('/**')) readTypes(file, found);
  }
  return found;
}

/** Whether a node is part of a type in a JSDoc comment. */
export function isInDocComment(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.JSDoc) !== 0;
}

/** Parses the file once more, this time with its comments, and takes the types of the comments out of it. */
function readTypes(file: ts.SourceFile, { types, imports }: DocTypes): void {
  const { fileName, text } = file;
  const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseAll };
  const visit = (node: ts.Node & { jsDoc?: readonly ts.JSDoc[] }): void => {
    node.jsDoc?.forEach(visit);
    if (ts.isJSDocTypeExpression(node)) types.push(link(node.type, file));
    else if (ts.isJSDocImportTag(node)) addImports(node, imports);
    else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(fileName, text, options, false, ts.ScriptKind.JSX));
}

function addImports({ importClause, moduleSpecifier }: ts.JSDocImportTag, imports: DocTypes['imports']): void {
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings) || !ts.isStringLiteral(moduleSpecifier)) return;
  for (const { name, propertyName } of bindings.elements)
    imports.set(name.text, { module: moduleSpecifier.text, name: (propertyName ?? name).text });
}

/** Sets the parents of a type and of all nodes in it. */
function link<T extends ts.Node>(node: T, parent: ts.Node): T {
  (node as { parent: ts.Node }).parent = parent;
  ts.forEachChild(node, (child) => void link(child, node));
  return node;
}
