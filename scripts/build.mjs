#!/usr/bin/env node
/**
 * Builds `dist`: declarations by tsc, code by esbuild. The code is bundled, unminified and without its dependencies,
 * because Node takes as long to find and link a hundred modules as TypeScript takes to parse sixty files.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = (name) => join(root, 'src', name);
const outdir = join(root, 'dist');
const common = { outdir, platform: 'node', target: 'node20', packages: 'external', logLevel: 'warning' };

/** TypeScript stays a module of its own, see `src/ts.cts`. */
const typescriptApart = {
  name: 'typescript-apart',
  setup: ({ onResolve }) => onResolve({ filter: /\/ts\.cts$/ }, () => ({ path: './ts.cjs', external: true })),
};

rmSync(outdir, { recursive: true, force: true });
const tsc = join(root, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--emitDeclarationOnly'], {
  cwd: root,
  stdio: 'inherit',
});
await build({
  ...common,
  entryPoints: [source('ts.cts')],
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
});
await build({
  ...common,
  entryPoints: ['cli.ts', 'index.ts', 'explain.ts'].map(source),
  bundle: true,
  splitting: true,
  format: 'esm',
  plugins: [typescriptApart],
});
