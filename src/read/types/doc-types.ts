import { ts } from '../../ts.cts';
import { isJavaScript } from '../modules/sources.ts';
import { isFunction, type FunctionNode } from '../syntax/syntax.ts';

/** A type annotation of a parameter, variable or member. */
export interface WrittenType {
  type: ts.TypeNode;
  /** Whether it is marked as optional (`name?: T`, or `[name]` and `T=` in JSDoc). */
  isOptional: boolean;
}

/**
 * The type annotation of a parameter or variable: in TypeScript the one behind its name, in JavaScript that of its
 * JSDoc comment (`@type`, or `@param` of the function). Undefined when there is none. Nodes of a JSDoc type belong to a
 * source file of their own.
 */
export function writtenTypeOf(declaration: ts.ParameterDeclaration | ts.VariableDeclaration): WrittenType | undefined {
  const { type } = declaration;
  if (type) return { type, isOptional: ts.isParameter(declaration) && declaration.questionToken !== undefined };
  if (!isJavaScript(declaration.getSourceFile())) return undefined;
  const own = typeTag(docComment(declaration) ?? '');
  if (own !== undefined) return parseType(own, declaration);
  return ts.isParameter(declaration) && isFunction(declaration.parent)
    ? typeOfParameter(declaration, declaration.parent)
    : undefined;
}

/**
 * The JSDoc comment of a declaration, of the declaration that a function is the value of, or of a cast expression in
 * JavaScript; undefined when there is none.
 */
export function docComment(node: ts.Node): string | undefined {
  const { text } = node.getSourceFile();
  const comments = ts.getLeadingCommentRanges(text, documented(node).getFullStart()) ?? [];
  const last = comments.findLast(({ pos }) => text.startsWith('/**', pos));
  return last && text.slice(last.pos, last.end);
}

/**
 * The node in front of which the JSDoc comment of a node stands: for `const f = () => {}` the statement, not the arrow
 * function.
 */
function documented(node: ts.Node): ts.Node {
  const { parent } = node;
  if (ts.isVariableDeclaration(node)) return ts.isVariableStatement(parent.parent) ? parent.parent : node;
  const isValue = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  if (!isValue || ts.isParenthesizedExpression(parent)) return node;
  if (ts.isVariableDeclaration(parent)) return documented(parent);
  // `exports.byId = (id) => …`
  if (ts.isBinaryExpression(parent) && ts.isExpressionStatement(parent.parent)) return parent.parent;
  return ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent) || ts.isExportAssignment(parent)
    ? parent
    : node;
}

/**
 * The JSDoc type of a parameter, from `@type` of the whole function or from `@param`. Tags `@param options.name` make
 * up the type of `options`.
 */
function typeOfParameter(parameter: ts.ParameterDeclaration, fn: FunctionNode): WrittenType | undefined {
  const comment = docComment(fn);
  if (comment === undefined) return undefined;
  const index = fn.parameters.indexOf(parameter);
  const whole = typeTag(comment);
  const signature = whole === undefined ? undefined : parseType(whole, parameter)?.type;
  if (signature && ts.isFunctionTypeNode(signature)) {
    const given = signature.parameters[index];
    return given?.type && { type: given.type, isOptional: given.questionToken !== undefined };
  }
  const tags = tagsOf(comment, 'param|arg|argument');
  const outer = tags.filter(({ path }) => !path.includes('.'));
  const { name } = parameter;
  const tag = ts.isIdentifier(name) ? outer.find(({ path }) => path === name.text) : outer[index];
  if (!tag) return undefined;
  const members = tags.filter(({ path }) => path.startsWith(`${tag.path}.`));
  const type = members.length === 0 ? tag.type : objectType(members, `${tag.path}.`);
  const written = parseType(type, parameter);
  return written && { ...written, isOptional: written.isOptional || tag.isOptional };
}

/**
 * All identifiers inside the JSDoc types of a JavaScript file, because they use imports; none for TypeScript, where
 * JSDoc types have no meaning.
 *
 * @param isKept whether the identifier at an offset is to be counted
 */
export function namesInDocTypes(file: ts.SourceFile, isKept = (_offset: number) => true): ReadonlySet<string> {
  const comments = isJavaScript(file) ? [...file.text.matchAll(/\/\*\*[^]*?\*\//g)] : [];
  const names = comments.flatMap(({ 0: comment, index: start }) =>
    [...comment.matchAll(/@\w+\s*(?=\{)/g)].flatMap(({ 0: head, index }) => {
      const from = index + head.length;
      const found = (braced(comment, from) ?? '').matchAll(/[\p{ID_Continue}$]+/gu);
      return [...found].flatMap(({ 0: name, index: at }) => (isKept(start + from + 1 + at) ? [name] : []));
    }),
  );
  return new Set(names);
}

/** A JSDoc tag with a type and a name. */
interface Tag {
  type: string;
  /** The name, or `name.member`. */
  path: string;
  isOptional: boolean;
}

/**
 * The tags of the form `@param {type} name` in a comment.
 *
 * @param names tag names, as alternatives of a regular expression
 */
function tagsOf(comment: string, names: string): Tag[] {
  const found = comment.matchAll(new RegExp(String.raw`@(?:${names})\s*(?=\{)`, 'g'));
  return [...found].flatMap(({ 0: head, index }) => {
    const type = braced(comment, index + head.length);
    const rest = type === undefined ? '' : comment.slice(index + head.length + type.length + 2);
    const [, bracket, path] = /^\s*(\[)?\s*([\w$.]+)/.exec(rest) ?? [];
    return type === undefined || path === undefined ? [] : [{ type, path, isOptional: bracket !== undefined }];
  });
}

/** Writes an object type literal from the tags of its members. */
function objectType(members: readonly Tag[], prefix: string): string {
  const own = members.map(({ path, type, isOptional }) => ({ key: path.slice(prefix.length), type, isOptional }));
  const entries = own.filter(({ key }) => /^\w+$/.test(key));
  return `{ ${entries.map(({ key, type, isOptional }) => memberText(key, type, isOptional)).join('; ')} }`;
}

/** One member of an object type in TypeScript syntax. */
function memberText(key: string, type: string, isOptional: boolean): string {
  return `${key}${isOptional || type.endsWith('=') ? '?' : ''}: ${inTypeScript(type)}`;
}

/** The text in the braces of `@type {…}`; undefined without that tag. */
function typeTag(comment: string): string | undefined {
  const head = /@type\s*(?=\{)/.exec(comment);
  return head ? braced(comment, head.index + head[0].length) : undefined;
}

/** The text between the first brace from `start` on and the brace that closes it; undefined when it is not closed. */
function braced(text: string, start: number): string | undefined {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    if (text[index] === '{') depth++;
    else if (text[index] === '}' && --depth === 0) return text.slice(start + 1, index);
  }
  return undefined;
}

/**
 * A JSDoc type in TypeScript syntax: without the stars that start comment lines, and with `?T`, `!T`, `T=` and `*`
 * rewritten.
 */
function inTypeScript(type: string): string {
  const plain = type
    .replace(/\n\s*\*/g, '\n')
    .trim()
    .replace(/=$/, '')
    .replace(/^!/, '');
  if (plain === '*' || plain === '?') return 'any';
  return plain.startsWith('?') ? `(${plain.slice(1)}) | null` : plain;
}

/** Parses a JSDoc type, together with the `@typedef`s of its file; undefined when that gives syntax errors. */
function parseType(text: string, place: ts.Node): WrittenType | undefined {
  const source = `type Written = ${inTypeScript(text)};\n${typedefsOf(place.getSourceFile())}`;
  const file = ts.createSourceFile('doc-comment.ts', source, ts.ScriptTarget.Latest, true);
  const [first] = file.statements;
  const { parseDiagnostics } = file as ts.SourceFile & { parseDiagnostics?: readonly ts.Diagnostic[] };
  if (!first || !ts.isTypeAliasDeclaration(first) || (parseDiagnostics ?? []).length > 0) return undefined;
  return { type: first.type, isOptional: text.endsWith('=') };
}

/** Caches `typedefsOf`. */
const typedefs = new WeakMap<ts.SourceFile, string>();

/** The `@typedef`s of a file as TypeScript declarations. */
function typedefsOf(file: ts.SourceFile): string {
  let known = typedefs.get(file);
  if (known === undefined) typedefs.set(file, (known = readTypedefs(file.text)));
  return known;
}

function readTypedefs(text: string): string {
  const comments = text.match(/\/\*\*[^]*?\*\//g) ?? [];
  return comments
    .flatMap((comment) => {
      const [tag] = tagsOf(comment, 'typedef');
      if (!tag || !/^\w+$/.test(tag.path)) return [];
      const members = tagsOf(comment, 'property|prop');
      return `type ${tag.path} = ${members.length === 0 ? inTypeScript(tag.type) : objectType(members, '')};`;
    })
    .join('\n');
}
