/**
 * An esbuild plugin that takes the part of TypeScript that reads syntax into the bundle, a seventh of the whole. Node needs
 * a fifth of a second of every run to compile all of it, for which the checker, the emitter and the editor services
 * are of no use here.
 *
 * TypeScript is published as one function with thousands of declarations in it. They become a module of their own, whose
 * unused declarations esbuild leaves out. Nothing of what is left is changed.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const name = 'typescript-syntax';
const require = createRequire(import.meta.url);

/** Sources say `ts.isIdentifier`, which a bundler can follow when `ts` is a namespace. */
const importOfAll = /^import \{ ts \} from '(?:\.\.?\/)+ts\.cts';$/m;

export const typescriptSyntax = {
  name,
  setup({ onResolve, onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(importOfAll, `import * as ts from '${name}';`),
      loader: 'ts',
    }));
    // Only its version is asked for.
    onResolve({ filter: /^ts-morph\/package\.json$/ }, ({ path }) => ({ path: require.resolve(path) }));
    onResolve({ filter: /^typescript-syntax$/ }, () => ({ path: name, namespace: name, sideEffects: false }));
    onLoad({ filter: /.*/, namespace: name }, () => ({ contents: asModule(readTypeScript()), loader: 'js' }));
  },
};

/** The TypeScript that ts-morph brings. */
function readTypeScript() {
  const { resolve } = createRequire(require.resolve('ts-morph'));
  return readFileSync(join(dirname(resolve('@ts-morph/common')), 'typescript.js'), 'utf8');
}

/** Nodes with `getText()` and the like come from the editor services; symbols, types and signatures are not made. */
const nodesOfServices = `
setObjectAllocator({
  ...objectAllocator,
  getNodeConstructor: () => NodeObject,
  getTokenConstructor: () => TokenObject,
  getIdentifierConstructor: () => IdentifierObject,
  getPrivateIdentifierConstructor: () => PrivateIdentifierObject,
  getSourceFileConstructor: () => SourceFileObject,
});
`;

function asModule(text) {
  const file = ts.createSourceFile('typescript.js', text, ts.ScriptTarget.Latest, true);
  const { statements } = bodyOf(file);
  let section = '';
  let result = licenseOf(file);
  let exported;
  for (const statement of statements) {
    const whole = statement.getFullText();
    section =
      [...whole.slice(0, statement.getLeadingTriviaWidth()).matchAll(/\/\/ (src\/\S+)/g)].at(-1)?.[1] ?? section;
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) result += whole;
    else if (ts.isVariableStatement(statement)) result += withoutEffects(statement);
    else if (whole.includes('__export(typescript_exports,')) exported = statement.expression.arguments[1];
    else if (ts.isExpressionStatement(statement) && fillsNamespace.test(section)) result += whole;
  }
  const specifiers = exported.properties.map(
    ({ name, initializer }) => `${initializer.body.getText()} as ${name.text}`,
  );
  return `${result}${nodesOfServices}export { ${specifiers.join(', ')} };\n`;
}

/** The licence, and what it asks to be said. */
function licenseOf(file) {
  const license = file.text.slice(0, file.statements[0].getStart());
  return `${license}/*! Left out here: what is not needed to read syntax. */\n`;
}

/** Where statements matter that are no declarations: they fill namespaces and classes that parsing needs. */
const fillsNamespace = /^src\/compiler\/(?:debug|semver|scanner|parser|factory\/utilities)\.ts$/;

function bodyOf(file) {
  let body;
  const visit = (node) => {
    if (ts.isArrowFunction(node)) body = node.body;
    else if (!body) ts.forEachChild(node, visit);
  };
  visit(file);
  return body;
}

/** Values of declarations have no effects of their own, which is not plain to see from each; so it is said. */
function withoutEffects(statement) {
  let text = statement.getFullText();
  for (const { initializer } of [...statement.declarationList.declarations].reverse()) {
    if (!initializer || ts.isClassExpression(initializer)) continue;
    const [start, end] = [initializer.getStart(), initializer.end].map((at) => at - statement.pos);
    text = `${text.slice(0, start)}/* @__PURE__ */ (() => (${text.slice(start, end)}))()${text.slice(end)}`;
  }
  return text;
}
