import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { run } from '../../src/cli.ts';
import { type Host, packages } from '../../src/cli/host.ts';
import { migrate } from '../../src/migrate.ts';
import { tempDir } from '../temp-dir.ts';
import { healthy } from './project.ts';

// oxlint-disable-next-line no-control-regex
const dangerous = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/;
const evil = '\u001B]0;owned\u0007\u001B[2J\u009B31m\u202Eback\u2066\u200F\r\u2028';

/** Everything a run prints on a terminal without colours. */
async function printed(cwd: string, argv: string[]): Promise<string> {
  let output = '';
  const terminal = (): Host['stdout'] =>
    Object.assign(
      new Writable({
        write(chunk, _encoding, done) {
          output += String(chunk);
          done();
        },
      }),
      { isTTY: true },
    );
  const stdin = Object.assign(new PassThrough(), { isTTY: false });
  const env = { NO_COLOR: '1', TERM: 'dumb' };
  await run(argv, {
    cwd,
    env,
    stdin,
    stdout: terminal(),
    stderr: terminal(),
    packages,
    loadMigrate: async () => migrate,
  });
  return output;
}

test('names, source lines, versions and messages cannot drive the terminal', async () => {
  const key = JSON.stringify(evil).replaceAll('\\', '\\');
  const cwd = tempDir({
    ...healthy,
    'package.json': `{ "name": "app", "dependencies": { "drizzle-orm": "0.45.4" } }`,
    [`src/${evil}.ts`]: `${healthy['src/queries.ts']!}export const other = db.query['${evil.replace(/[\r\u2028]/g, '')}'].findMany({ where: eq(users.id, 1) });\n`,
    'src/broken.ts': `import 'drizzle-orm'; /* ${evil} */ const a = {{ ${evil}\n`,
    'src/column.ts': `import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const a = pgTable('a', { a: text().array(/* ${evil.replace(/[\r\u2028]/g, '')} */ 1 + 2) });\n`,
    [`src/${evil}2.ts`]: "import { createInsertSchema } from 'drizzle-zod';\n",
    'src/unknown.ts': `import { db } from './db';\nexport const a = db.query.users.findMany({ with: { ${key}: { where: f } } });\n`,
  });
  for (const argv of [
    ['--dry-run'],
    ['--dry-run', '--format', 'patch'],
    ['--check'],
    ['doctor'],
    ['--allow-no-vcs'],
    [`${evil}.ts`],
  ]) {
    const text = await printed(cwd, argv);
    expect(text.length).toBeGreaterThan(40);
    expect(dangerous.exec(text)?.index).toBeUndefined();
  }
});
