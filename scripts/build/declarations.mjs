/** Writes the declarations of the public types, and those of what they name; the others are nobody's business. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * @param root the folder of the package
 * @param entry the module whose types are public, from `src`
 * @param outdir where they go
 * @throws Error when the sources do not compile
 */
export function writeDeclarations(root, entry, outdir) {
  const all = mkdtempSync(join(tmpdir(), 'declarations-'));
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const flags = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', all];
    execFileSync(process.execPath, [tsc, ...flags], { cwd: root, stdio: 'inherit' });
    const needed = new Set([entry.replace(/\.ts$/, '.d.ts')]);
    for (const path of needed) {
      const text = readFileSync(join(all, path), 'utf8');
      cpSync(join(all, path), join(outdir, path));
      for (const [, other] of text.matchAll(/(?:\bfrom|\bimport\() ?['"](\.[^'"]+)['"]/g))
        needed.add(join(dirname(path), other.replace(/\.([cm]?)[jt]s$/, '.d.$1ts')));
    }
  } finally {
    rmSync(all, { recursive: true, force: true });
  }
}
