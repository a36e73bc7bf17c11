import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ts } from '../src/ts.cts';

const root = fileURLToPath(new URL('../src', import.meta.url));

/** The modules a text loads when it runs; imports of types only are gone by then. */
function loadedModules(path: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && !node.importClause?.isTypeOnly) add(node.moduleSpecifier);
    if (ts.isExportDeclaration(node) && !node.isTypeOnly) add(node.moduleSpecifier);
    if (ts.isExternalModuleReference(node)) add(node.expression);
    // `import('x')`, `require('x')`, and a `require` that has another name.
    if (ts.isCallExpression(node)) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  const add = (node: ts.Node | undefined): void => {
    if (node && ts.isStringLiteralLike(node)) found.push(node.text);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return found;
}

const isTypeScript = (name: string): boolean =>
  /^(?:ts-morph|typescript|@ts-morph\/common)(?:\/(?!package\.json$)|$)/.test(name);

describe('start-up stays fast: TypeScript', () => {
  test('is loaded by src/ts.cts and by nothing else', () => {
    const loading = readSources().filter(({ path, text }) => loadedModules(path, text).some(isTypeScript));
    expect(loading.map(({ path }) => path)).toEqual(['ts.cts']);
  });

  test.each([
    ["import { ts } from 'ts-morph';", true],
    ["import ts from 'typescript';", true],
    ["export { ts } from 'ts-morph';", true],
    ["const { ts } = await import('ts-morph');", true],
    ["const ts = load('typescript/lib/typescript.js');", true],
    ["import type { ts } from 'ts-morph';", false],
    ["require('ts-morph/package.json');", false],
    ["import { ts } from '../ts.cts';", false],
  ])('%s', (text, expected) => {
    expect(loadedModules('a.ts', text).some(isTypeScript)).toBe(expected);
  });
});

function readSources(): { path: string; text: string }[] {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /\.c?ts$/.test(path));
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
