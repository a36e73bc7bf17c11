import { describe, expect, test } from 'vitest';
import { expectMigrated, healthy, run } from './project.ts';

const query = healthy['src/queries.ts']!;
// What is not typed in JavaScript is kept under RAW.
const converted =
  /db\.query\.users\.findMany\(\{where:\{(?:id|id:<number>id|RAW:\(t\)=>eq\(t\.id(?:<number>)?id\))\}with:\{posts:true\}\}\)/;
/** The layout is not at stake here. */
const bare = (text: string): string => text.replace(/[\s,]/g, '');

describe('files that cannot be read as a program', () => {
  test.each([
    ['a syntax error', `${query}export const broken = {{{;\n`],
    [
      'merge-conflict markers',
      query.replace(/^export.*$/m, '<<<<<<< HEAD\nexport const a = 1;\n=======\nexport const a = 2;\n>>>>>>> theirs'),
    ],
  ])('%s: the file stays, the rest is migrated', async (_name, text) => {
    const outcome = await run({ ...healthy, 'src/other.ts': text });
    expectMigrated(outcome);
    expect(outcome.findings).toContain('RQB_PARSE_ERROR src/other.ts');
    expect(outcome.changed).not.toContain('src/other.ts');
  });

  test('merge-conflict markers in the schema: nothing that needs it is touched', async () => {
    const text = `<<<<<<< HEAD\n${healthy['src/schema.ts']}=======\n>>>>>>> theirs\n`;
    const { changed, findings } = await run({ ...healthy, 'src/schema.ts': text });
    expect(findings).toContain('RQB_PARSE_ERROR src/schema.ts');
    expect(findings.some((it) => it.endsWith(' src/queries.ts'))).toBe(true);
    expect(changed.filter((path) => path.startsWith('src/'))).toEqual([]);
  });

  test.each([
    ['UTF-16, little endian', Buffer.from(`\uFEFF${query}`, 'utf16le')],
    ['UTF-16, big endian', Buffer.from(`\uFEFF${query}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(query, 'utf16le')],
    ['Latin-1', Buffer.from(`${query}// \u00e4\u00f6\u00fc\n`, 'latin1')],
    ['a truncated UTF-8 sequence', Buffer.concat([Buffer.from(query), Buffer.from([0xf0, 0x9f])])],
    ['a surrogate in UTF-8', Buffer.concat([Buffer.from(query), Buffer.from([0xed, 0xa0, 0x80])])],
    ['null bytes', Buffer.concat([Buffer.from(query), Buffer.alloc(10)])],
  ])('%s: the file stays and is reported, the rest is migrated', async (_name, bytes) => {
    const outcome = await run({ ...healthy, 'src/other.ts': bytes });
    expectMigrated(outcome);
    expect(outcome.findings).toContain('RQB_UNREADABLE src/other.ts');
  });
});

describe('odd but valid texts keep what is not rewritten byte for byte', () => {
  test.each([
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['CR alone', (text: string) => text.replaceAll('\n', '\r')],
    ['mixed line ends', (text: string) => text.replace('\n', '\r\n').replace(/\n$/, '\r')],
    ['line separators', (text: string) => text.replaceAll('\n', '\u2028')],
    ['tabs', (text: string) => text.replaceAll('{ where', '{\n\t\t\twhere')],
    ['all on one line', (text: string) => text.trimEnd().replaceAll('\n', ' ')],
    ['no final newline', (text: string) => text.trimEnd()],
    ['a hashbang', (text: string) => `#!/usr/bin/env tsx\n${text}`],
    ['a Ctrl+Z and trailing blanks', (text: string) => `${text}   \t\u00a0\n\n\n`],
    ['astral characters before the query', (text: string) => text.replace('export', '/* 😀𝒳 */ export')],
    ['form feeds', (text: string) => text.replaceAll('\n', '\n\f')],
  ])('%s', async (_name, change) => {
    const before = change(query);
    const outcome = await run({ ...healthy, 'src/queries.ts': before });
    expect(bare(outcome.text('src/queries.ts'))).toMatch(converted);
    const tail = before.slice(before.lastIndexOf(')') + 1);
    const head = before.slice(0, before.indexOf('import'));
    expect(outcome.text('src/queries.ts').endsWith(tail)).toBe(true);
    expect(outcome.text('src/queries.ts').startsWith(head)).toBe(true);
  });

  test('an empty file, a file of blanks, and a file of comments', async () => {
    expectMigrated(
      await run({ ...healthy, 'src/empty.ts': '', 'src/blank.ts': ' \n\t', 'src/drizzle.ts': '// drizzle' }),
    );
  });

  test('an empty schema', async () => {
    const { findings, changed } = await run({ ...healthy, 'src/schema.ts': '' });
    expect(changed).not.toContain('src/queries.ts');
    expect(findings.some((it) => it.endsWith(' src/queries.ts'))).toBe(true);
  });
});

describe('all dialects of the language', () => {
  const call = 'db.query.users.findMany({ where: eq(users.id, id), with: { posts: true } })';
  const imports = query.slice(0, query.indexOf('export'));
  test.each([
    [
      'decorators',
      'a.ts',
      `${imports}@Injectable()\nexport class A {\n  @Get(':id') find(@Param('id') id: number) { return ${call}; }\n}\n`,
    ],
    [
      'accessors and private fields',
      'a.ts',
      `${imports}export class A { accessor b = 1; #c = (id: number) => ${call}; static { } }\n`,
    ],
    [
      'TSX',
      'a.tsx',
      `${imports}export async function Page<T,>({ id }: { id: number }) {\n  return <>{(await ${call}).map((u) => <li key={u.id}>&nbsp;{u.name}</li>)}</>;\n}\n`,
    ],
    ['JSX', 'a.jsx', `${imports}export const Page = async ({ id }) => <ul {...await ${call}} />;\n`],
    ['.mts', 'a.mts', `${imports}export const a = (id: number) => ${call};\n`],
    ['.cts', 'a.cts', `${imports}export const a = (id: number) => ${call};\n`],
    [
      '.cjs',
      'a.cjs',
      `const { eq } = require('drizzle-orm');\nconst { db } = require('./db');\nconst { users } = require('./schema');\nexports.a = (id) => ${call};\n`,
    ],
    ['.mjs', 'a.mjs', `${imports}export const a = (id) => ${call};\n`],
    [
      'type assertions in angle brackets',
      'a.ts',
      `${imports}export const a = (id: unknown) => <any>${call.replace('id), ', '<number>id), ')};\n`,
    ],
    [
      'satisfies, using, enum, namespace',
      'a.ts',
      `${imports}enum E { A }\nnamespace N { export const f = async (id: number) => { using x = y(); return (${call}) satisfies unknown; } }\n`,
    ],
  ])('%s', async (_name, path, text) => {
    const outcome = await run({ ...healthy, [`src/${path}`]: text });
    expectMigrated(outcome);
    expect(bare(outcome.text(`src/${path}`))).toMatch(converted);
  });
});
