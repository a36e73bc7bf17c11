import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type After, type Half, type Options, runAfter, runBefore, source } from './halves.ts';
import { type Client, type Mutant } from './project.ts';
import { isWithin, listQueries, type Query } from './queries.ts';
import { type Change, changes, sortRows } from './rows.ts';

export interface Difference {
  reason: string;
  /** The code of the finding at the query, so that a human looks at it. */
  reported?: string;
  changes: Change[];
}

export interface Suite {
  /** Folder in tests/equivalence. */
  name: string;
  client: Client;
  /** How the codemod is run; default: without options. */
  options?: Options;
  /** Queries that find nothing, each for the reason in its group. */
  empty: Record<string, string[]>;
  /** Parts of queries that no data can show to be missing, as `<query> <path of the config> <key>`. */
  unseen: Record<string, string[]>;
  /** Queries whose results differ under v2, as section 7 of the semantics says, with every difference. */
  differences: Record<string, Difference>;
  /** Queries the codemod leaves alone, each with the code of the `error` finding that says so. */
  refused?: Record<string, string>;
}

const place = (query: string, mutant: Mutant) =>
  [query, ...(mutant.path.length > 0 ? [mutant.path.join('.')] : []), mutant.key].join(' ');

/** What a query gave, comparable: the rows, or that it failed. */
function comparable(half: Half, { name, kind }: Query): unknown {
  const outcome = half.results[name] ?? half.results[`${name.split('/')[0]}/(load)`] ?? half.results['(start)'];
  if (outcome === undefined) return { error: 'the query was not run' };
  if ('error' in outcome) return outcome;
  return kind === 'ordered' ? outcome.rows : sortRows(outcome.rows);
}

/** Declares the tests for one project. */
export function defineSuite(suite: Suite): void {
  const queries = listQueries(source(suite.name));
  const declared = (groups: Record<string, string[]>) => Object.values(groups).flat().sort();

  let before: Half;
  let after: After;

  const refused = (list: Query[]) => list.filter(({ name }) => suite.refused?.[name] !== undefined);
  const findings = (query: Query) => after.migration.findings.filter(({ file, line }) => isWithin([query], file, line));

  beforeAll(async () => {
    [before, after] = await Promise.all([
      runBefore(suite.name, suite.client),
      runAfter(suite.name, suite.client, suite.options),
    ]);
  }, 600_000);

  describe('before, with drizzle-orm 0.45.4', () => {
    test('type-checks', () => {
      expect(before.typeErrors).toEqual([]);
    });

    test('runs every query that is declared', () => {
      expect(Object.keys(before.results).sort()).toEqual(queries.map(({ name }) => name).sort());
      expect(Object.entries(before.results).filter(([, outcome]) => 'error' in outcome)).toEqual([]);
    });

    test('finds nothing only where nothing is to be found', () => {
      const isEmpty = (rows: unknown) => JSON.stringify(rows) === '[]' || JSON.stringify(rows) === '{"$":"undefined"}';
      const empty = Object.entries(before.results).filter(([, outcome]) => 'rows' in outcome && isEmpty(outcome.rows));
      expect(empty.map(([name]) => name).sort()).toEqual(declared(suite.empty));
    });

    test('has data that show when a condition, an order, a limit, … is lost', () => {
      const parts = Object.entries(before.mutants).flatMap(([query, list]) =>
        list.map((mutant) => ({ query, mutant })),
      );
      const whole = parts.filter(({ mutant }) => mutant.member === undefined && !mutant.changed);
      const unseen = [...new Set(whole.map(({ query, mutant }) => place(query, mutant)))].sort();
      expect(unseen).toEqual(declared(suite.unseen));
      // Single members of and()/or(): some cannot matter, such as `true and x`.
      const seen = parts.filter(({ query, mutant }) => !unseen.includes(place(query, mutant)));
      expect(seen.filter(({ mutant }) => mutant.changed).length / seen.length).toBeGreaterThan(0.95);
    });
  });

  describe('after, with drizzle-orm 1.0.0-rc.5', () => {
    test('is migrated without an error finding, but for the queries that are refused', () => {
      const errors = after.migration.findings.filter(({ level }) => level === 'error');
      const unexpected = errors.filter(({ file, line }) => !isWithin(refused(queries), file, line));
      expect(
        unexpected.map(
          ({ code, file, line, message }) => `${relative(source(suite.name), file)}:${line} ${code} ${message}`,
        ),
      ).toEqual([]);
      const { converted, total } = after.migration.sites;
      expect(converted).toBeGreaterThanOrEqual(total - refused(queries).length);
    });

    test('type-checks', () => {
      const left = refused(listQueries(after.folder));
      const unexpected = after.typeErrors.filter((error) => {
        const [, file = '', line = ''] = /^(.+?)\((\d+),/.exec(error) ?? [];
        return !isWithin(left, join(after.folder, file), Number(line));
      });
      expect(unexpected).toEqual([]);
    });

    test('is not changed by a second run', () => {
      expect(after.again.changes.map(({ path }) => relative(after.folder, path))).toEqual([]);
    });

    test('runs', () => {
      expect(after.results['(start)']).toBeUndefined();
    });
  });

  describe('same rows before and after', () => {
    test('differences are declared for queries that exist', () => {
      const declaredNames = [...Object.keys(suite.differences), ...Object.keys(suite.refused ?? {})];
      expect(queries.map(({ name }) => name)).toEqual(expect.arrayContaining(declaredNames));
    });

    for (const query of queries) {
      const { name } = query;
      const difference = suite.differences[name];
      const code = suite.refused?.[name];
      if (code) {
        test(`${name} (refused: ${code})`, () => {
          expect(findings(query).filter(({ level }) => level === 'error')).toMatchObject([{ code }]);
        });
        continue;
      }
      test(difference ? `${name} (differs: ${difference.reason})` : name, () => {
        const [left, right] = [comparable(before, query), comparable(after, query)];
        if (difference) {
          expect(changes(left, right)).toEqual(difference.changes);
          if (difference.reported) {
            const here = findings(query).filter(({ level }) => level !== 'info');
            expect(here.map(({ code }) => code)).toContain(difference.reported);
          }
        } else {
          expect(right).toEqual(left);
          expect(JSON.stringify(right), 'the keys come in the same order').toBe(JSON.stringify(left));
        }
      });
    }
  });
}
