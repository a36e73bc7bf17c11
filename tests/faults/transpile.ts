import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { tempDir, writeFiles } from '../temp-dir.ts';

/** A folder with modules of `src`, and all that they import of it, as JavaScript for processes of their own. */
export function transpiled(...modules: string[]): string {
  const dir = tempDir({ 'package.json': '{ "type": "module" }' });
  const paths = new Set(modules);
  for (const path of paths) {
    const source = readFileSync(new URL(`../../src/${path}.ts`, import.meta.url), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
    });
    const text = outputText.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'");
    for (const [, specifier] of text.matchAll(/from '(\.[^']*)\.js'/g))
      paths.add(posix.join(posix.dirname(path), specifier!));
    writeFiles(dir, { [`${path}.js`]: text });
  }
  return dir;
}
