import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { tempDir, writeFiles } from '../temp-dir.ts';

/** A folder with these modules of `src` as JavaScript, for processes of their own. */
export function transpiled(...paths: string[]): string {
  const dir = tempDir({ 'package.json': '{ "type": "module" }' });
  for (const path of paths) {
    const source = readFileSync(new URL(`../../src/${path}.ts`, import.meta.url), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
    });
    writeFiles(dir, { [`${path}.js`]: outputText.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'") });
  }
  return dir;
}
