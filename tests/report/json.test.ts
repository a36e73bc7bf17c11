import { expect, test } from 'vitest';
import { jsonReport } from '../../src/report/json.ts';
import { sampleFinding, sampleResult } from './sample-result.ts';

test('has the documented shape, with relative paths and no file texts', () => {
  const result = sampleResult({
    changes: [
      { path: '/project/src/a.ts', before: 'a', after: 'b' },
      { path: '/project/src/relations.ts', before: undefined, after: 'b' },
      { path: '/project/old.ts', before: 'a', after: undefined },
    ],
    findings: [sampleFinding()],
    nextCommands: ['npm install'],
  });
  const text = jsonReport(result, '1.2.3');
  expect(text.endsWith('}\n')).toBe(true);
  expect(JSON.parse(text)).toEqual({
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
    findings: [{ ...sampleFinding(), file: 'src/a.ts' }],
    nextCommands: ['npm install'],
  });
});
