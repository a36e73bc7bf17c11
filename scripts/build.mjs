#!/usr/bin/env node
/**
 * Builds `dist`: declarations by tsc, code by esbuild. The code is bundled, unminified and without its dependencies,
 * because Node takes as long to find and link a hundred modules as TypeScript takes to parse sixty files. Of TypeScript it
 * holds what reads syntax.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeDeclarations } from './build/declarations.mjs';
import { typescriptSyntax } from './build/typescript-syntax.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = (name) => join(root, 'src', name);
const outdir = join(root, 'dist');
const common = { outdir, platform: 'node', target: 'node20', packages: 'external', logLevel: 'warning' };

rmSync(outdir, { recursive: true, force: true });
writeDeclarations(root, 'index.ts', outdir);
await build({
  ...common,
  entryPoints: ['cli.ts', 'index.ts', 'explain.ts'].map(source),
  bundle: true,
  splitting: true,
  format: 'esm',
  plugins: [typescriptSyntax],
  // A name that TypeScript does not have.
  logOverride: { 'import-is-undefined': 'error' },
});
