import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { jsonReport } from '../../src/report/json.ts';
import { sampleFinding, sampleInput, sampleResult } from './sample-result.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);

const result = sampleResult({
  changes: [
    { path: '/project/src/a.ts', before: 'a\n  bad(x);\n', after: 'b' },
    { path: '/project/src/relations.ts', before: undefined, after: 'b' },
    { path: '/project/old.ts', before: 'a', after: undefined },
  ],
  rewrites: [{ rule: 'query', file: '/project/src/a.ts', line: 1, column: 1 }],
  findings: [sampleFinding({ code: 'RQB_CONFIG_OPAQUE' })],
  suppressed: [sampleFinding({ code: 'RQB_DYNAMIC_TABLE' })],
  nextCommands: ['npm install'],
});

test('has the documented shape, with relative paths and no file texts', () => {
  const text = jsonReport(sampleInput(result));
  expect(text.endsWith('}\n')).toBe(true);
  const report = JSON.parse(text);
  expect(report).toEqual({
    version: 1,
    tool: { name: 'drizzle-rqb-migrate', version: '1.2.3' },
    target: '1.0.0-rc.5',
    packages: [{ dir: '.', name: 'shop', drizzleOrm: '^0.44.2' }],
    onV2: false,
    relations: { blocks: 3, converted: 3 },
    sites: { total: 12, converted: 11, object: 8, raw: 2, fallback: 1 },
    changes: [
      { path: 'src/a.ts', status: 'changed' },
      { path: 'src/relations.ts', status: 'created' },
      { path: 'old.ts', status: 'deleted' },
    ],
    rewrites: [{ rule: 'query', file: 'src/a.ts', line: 1, column: 1 }],
    findings: [
      {
        ...sampleFinding({ code: 'RQB_CONFIG_OPAQUE' }),
        file: 'src/a.ts',
        source: 'bad(x);',
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        semantics: expect.stringContaining('every row comes back'),
      },
    ],
    known: [],
    suppressed: [expect.objectContaining({ code: 'RQB_DYNAMIC_TABLE', file: 'src/a.ts' })],
    verification: null,
    nextCommands: ['npm install'],
  });
});

test('holds the result of --verify', () => {
  const verification = { typescript: '6.0.3', before: 2, expected: 1, left: 3 };
  const report = JSON.parse(jsonReport(sampleInput({ ...result, verification }))) as Record<string, unknown>;
  expect(report['verification']).toEqual(verification);
  expect(validate(report)).toBe(true);
  expect(validate({ ...report, verification: { ...verification, left: -1 } })).toBe(false);
  expect(validate({ ...report, verification: { typescript: '6.0.3' } })).toBe(false);
});

test('is valid by its published schema, which refuses other shapes', () => {
  const report = JSON.parse(jsonReport(sampleInput(result))) as Record<string, unknown>;
  validate(report);
  expect(validate.errors).toBeNull();
  expect(validate({ ...report, version: 2 })).toBe(false);
  expect(validate({ ...report, findings: [{ code: 'RQB_X' }] })).toBe(false);
  const { rewrites: _, ...without } = report;
  expect(validate(without)).toBe(false);
});
