// The page in a real browser: what it shows, that its filters work, that nothing overlaps and nothing gets in or out.
import chromium from '@sparticuz/chromium';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium as playwright, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import type { MigrateResult, DatabaseSummary } from '../../src/result.ts';
import { sampleFinding, sampleInput, sampleResult } from './sample-result.ts';

let browser: Browser;
let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'drizzle-rqb-migrate-html-'));
  const executablePath = await chromium.executablePath();
  browser = await playwright.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    headless: true,
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Opens the report of a result; fails when the page asks for anything or a script breaks. */
async function open(result: MigrateResult): Promise<Page> {
  const path = join(dir, `${Math.random()}.html`);
  writeFileSync(path, htmlReport(sampleInput(result)));
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => asked.push(message.text()));
  page.on('pageerror', (error) => asked.push(error.message));
  await page.goto(pathToFileURL(path).href);
  expect(asked).toEqual([pathToFileURL(path).href]);
  return page;
}

const graph: DatabaseSummary = {
  id: 'database:0',
  state: 'migrated',
  file: '/project/src/schema.ts',
  dialects: ['pg'],
  drivers: ['node-postgres'],
  tables: [
    { key: 'users', name: 'users', columns: ['id', 'name', 'email'], file: '/project/s.ts' },
    { key: 'posts', name: 'app_posts', columns: ['id', 'authorId'], file: '/project/s.ts' },
    { key: 'logs', name: 'logs', columns: ['id'], file: '/project/s.ts' },
  ],
  relations: [
    {
      table: 'users',
      target: 'posts',
      name: 'posts',
      nameBefore: 'posts',
      kind: 'many',
      from: ['id'],
      to: ['authorId'],
      change: 'same',
    },
    {
      table: 'posts',
      target: 'users',
      name: 'authorRelation',
      nameBefore: 'author',
      kind: 'one',
      from: ['authorId'],
      to: ['id'],
      change: 'renamed',
    },
    {
      table: 'users',
      target: 'gone',
      name: 'gone',
      nameBefore: 'gone',
      kind: 'many',
      from: [],
      to: [],
      change: 'dead',
    },
  ],
};
const sample = sampleResult({
  changes: [
    { path: '/project/src/a.ts', before: 'one\ntwo(x);\nthree\n', after: 'one\ntwo(y);\nthree\n' },
    { path: '/project/src/new.ts', before: undefined, after: 'fresh\n' },
  ],
  findings: [
    sampleFinding({ code: 'RQB_CONFIG_OPAQUE' }),
    sampleFinding({ code: 'RQB_FILTER_RAW', level: 'info', file: '/project/src/b.ts', message: 'Kept as SQL.' }),
  ],
  databases: [graph],
});

test('shows counts, findings in their place, both sides of a change, and the relations', async () => {
  const page = await open(sample);
  expect(await page.locator('.counts').first().textContent()).toContain('11 of 12 converted');
  expect(await page.locator('details.file').count()).toBe(3);
  const rows = page.locator('details.file', { hasText: 'src/a.ts' }).locator('tr');
  expect(await rows.nth(2).locator('del').textContent()).toBe('x');
  expect(await rows.nth(2).locator('ins').textContent()).toBe('y');
  expect(await rows.nth(3).locator('.finding.error').count()).toBe(1);
  expect(await page.locator('svg .table').count()).toBe(3);
  expect(await page.locator('svg .edge.renamed text').textContent()).toBe('posts / author → authorRelation');
  expect(await page.locator('svg .edge.dead').count()).toBe(1);
  expect(await page.locator('#relations ~ details li').count()).toBe(3);
  await page.close();
});

test('filters by level, rule and text, with the keyboard too', async () => {
  const page = await open(sample);
  const listed = page.locator('#findings ~ .finding:visible');
  const shown = () => page.locator('details.file:visible > summary').allTextContents();
  expect(await listed.count()).toBe(2);
  await page.getByLabel('info').focus();
  await page.keyboard.press('Space');
  expect(await listed.count()).toBe(1);
  expect((await shown()).join()).toMatch(/^src\/a\.ts[^,]*, 1 finding$/);
  await page.keyboard.press('Space');
  await page.getByLabel('Rule').selectOption('RQB_FILTER_RAW');
  expect(await listed.allTextContents()).toEqual([expect.stringContaining('Kept as SQL')]);
  await page.getByLabel('Rule').selectOption('');
  await page.getByLabel('Text').fill('FRESH');
  expect((await shown()).join()).toMatch(/^src\/new\.ts/);
  expect(await page.locator('output').textContent()).toBe('0 findings, 1 files shown');
  await page.close();
});

test('text of the project stays text', async () => {
  const evil = `"'><img src=x onerror="document.title='owned'"><script>document.title='owned'</script></script><!--`;
  const name = `a${evil}`;
  const page = await open(
    sampleResult({
      packages: [{ dir: '/project', name, drizzleOrm: evil }],
      changes: [{ path: `/project/${name}.ts`, before: `${evil}\n\u202E`, after: `${evil}${evil}` }],
      findings: [sampleFinding({ message: evil, why: `\`${evil}\``, file: `/project/${name}.ts` })],
      databases: [
        {
          ...graph,
          file: `/project/${name}.ts`,
          tables: [{ key: name, name: evil, columns: [evil], file: '/project/s.ts' }],
          relations: [
            {
              table: name,
              target: evil,
              name: evil,
              nameBefore: evil,
              kind: 'one',
              from: [evil],
              to: [evil],
              change: 'same',
            },
          ],
        },
      ],
    }),
  );
  expect(await page.title()).toContain('<img');
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.locator('script').count()).toBe(1);
  expect(await page.locator('svg .table .name').first().textContent()).toContain('<img');
  await page.close();
});

test('nothing overlaps in a picture of a hundred tables, nor on a narrow screen in the dark', async () => {
  const tables = Array.from({ length: 100 }, (_, i) => ({
    key: `table${i}`,
    name: `table${i}`,
    columns: ['id', 'otherId', 'x'],
    file: '/project/s.ts',
  }));
  const relations = tables.flatMap(({ key }, i) => {
    const target = `table${(i * 7 + 3) % 20}`;
    const common = { nameBefore: '', change: 'same' as const };
    return [
      { ...common, table: key, target, name: `one${i}`, kind: 'one' as const, from: ['otherId'], to: ['id'] },
      { ...common, table: target, target: key, name: `many${i}`, kind: 'many' as const, from: ['id'], to: ['otherId'] },
    ];
  });
  const page = await open(sampleResult({ databases: [{ ...graph, tables, relations }] }));
  const boxes = await page.locator('svg .table > rect').evaluateAll((all) =>
    all.map((it) => {
      const { x, y, width, height } = (it as unknown as { getBBox(): DOMRectLike }).getBBox();
      return { x, y, width, height };
    }),
  );
  expect(boxes).toHaveLength(100);
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(apart, JSON.stringify([a, b])).toBe(true);
    }
  }
  // Text stays in its box.
  const outside = await page.locator('svg .table').evaluateAll(
    (all) =>
      (all as unknown as { querySelectorAll(selector: string): Iterable<{ getBBox(): DOMRectLike }> }[]).filter(
        (table) => {
          const [box] = [...table.querySelectorAll('rect')].map((it) => it.getBBox());
          return [...table.querySelectorAll('text')].some(
            (it) => it.getBBox().x + it.getBBox().width > box!.x + box!.width,
          );
        },
      ).length,
  );
  expect(outside).toBe(0);

  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 640 });
  const { wide, background } = await page.evaluate(() => {
    const { document, getComputedStyle } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number }; body: object };
      getComputedStyle(element: object): { backgroundColor: string };
    };
    return { wide: document.documentElement.scrollWidth, background: getComputedStyle(document.body).backgroundColor };
  });
  expect(wide).toBeLessThanOrEqual(360);
  expect(background).toBe('rgb(13, 17, 23)');
  await page.close();
}, 60_000);

interface DOMRectLike {
  x: number;
  y: number;
  width: number;
  height: number;
}
