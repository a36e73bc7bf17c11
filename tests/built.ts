import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './fixture-runner/fixtures.ts';

/** @throws when `dist` is not there or older than the sources: `npm test` builds it once, before all tests. */
export function requireBuild(): void {
  const built = join(repository, 'dist/cli.js');
  const since = existsSync(built) ? statSync(built).mtimeMs : 0;
  const sources = join(repository, 'src');
  const newer = readdirSync(sources, { recursive: true, encoding: 'utf8' }).find(
    (name) => name.endsWith('ts') && statSync(join(sources, name)).mtimeMs > since,
  );
  if (newer !== undefined) throw new Error(`dist is older than src/${newer}; run \`npm run build\` first.`);
}
