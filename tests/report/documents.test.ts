// The forms of the output that other programs read, with names and texts as bad as a project could make them.
import AjvDraft04 from 'ajv-draft-04';
import MarkdownIt from 'markdown-it';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { catalogue, type Finding } from '../../src/findings.ts';
import { withFingerprints } from '../../src/report/fingerprints.ts';
import { githubReport } from '../../src/report/github.ts';
import { junitReport } from '../../src/report/junit.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import type { ReportInput } from '../../src/report/report.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import { sampleFinding, sampleInput, sampleResult } from './sample-result.ts';

const evil =
  '</td></details><script>alert("1")</script> `a|b` [x](http://e.vil) @all %0A\r\n::error::\u0000\u001B[31m\uD800';
const findings: Finding[] = [
  sampleFinding({ code: 'RQB_FILTER_RAW', level: 'info' }),
  sampleFinding({ code: 'RQB_FOREIGN_COLUMN', level: 'review', file: '/project/app/[id]/my, page: 1.tsx' }),
  sampleFinding({ code: 'RQB_CONFIG_OPAQUE', message: evil, why: evil, file: '/project/a&b<"\'.ts' }),
];
const input = (parts: Partial<ReportInput> = {}): ReportInput => sampleInput(sampleResult({ findings }), parts);
const reported = (...codes: `RQB_${string}`[]) =>
  withFingerprints(
    codes.map((code) => sampleFinding({ code })),
    '/project',
    () => undefined,
  );

describe('sarif', () => {
  const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const Ajv = AjvDraft04 as unknown as typeof AjvDraft04.default;
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
    JSON.parse(readFileSync(schemaFile, 'utf8')) as object,
  );
  interface Log {
    runs: [
      {
        tool: { driver: { rules: { id: string; helpUri: string }[] } };
        results: {
          ruleId: string;
          ruleIndex: number;
          level: string;
          baselineState?: string;
          suppressions?: unknown;
          locations: [{ physicalLocation: { artifactLocation: { uri: string } } }];
        }[];
      },
    ];
  }
  const logOf = (parts?: Partial<ReportInput>): Log => {
    const log = JSON.parse(sarifReport(input(parts))) as Log;
    validate(log);
    expect(validate.errors).toBeNull();
    return log;
  };

  test('is valid, and declares every rule', () => {
    const [{ tool, results }] = logOf().runs;
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(Object.keys(catalogue));
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
    expect(results.map(({ level }) => level)).toEqual(['note', 'warning', 'error']);
    expect(results[1]!.locations[0].physicalLocation.artifactLocation.uri).toBe('app/%5Bid%5D/my%2C%20page%3A%201.tsx');
  });

  test('the schema would notice', () => {
    const log = logOf() as unknown as { runs: { results: { level: string }[] }[] };
    log.runs[0]!.results[0]!.level = 'review';
    expect(validate(log)).toBe(false);
  });

  test('marks what a baseline knows and what is suppressed', () => {
    const { results } = logOf({ known: reported('RQB_DYNAMIC_TABLE'), suppressed: reported('RQB_NO_DATABASE') })
      .runs[0];
    expect(results.map((it) => it.baselineState)).toEqual(['new', 'new', 'new', 'unchanged', undefined]);
    expect(results[4]!.suppressions).toEqual([{ kind: 'inSource' }]);
  });

  test('paths start at the repository', () => {
    const [{ results }] = logOf({ base: '/' }).runs;
    expect(results[0]!.locations[0].physicalLocation.artifactLocation.uri).toBe('project/src/a.ts');
  });
});

describe('github', () => {
  test('one escaped command a line, errors first', () => {
    const lines = githubReport(input()).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^::error file=a&b<"'\.ts,line=2,col=3,title=RQB_CONFIG_OPAQUE::/);
    expect(lines[0]).toContain('%250A%0D%0A::error::');
    expect(lines[1]).toMatch(
      /^::warning file=app\/\[id\]\/my%2C page%3A 1\.tsx,line=2,col=3,title=RQB_FOREIGN_COLUMN::/,
    );
    expect(lines[2]).toMatch(/^::notice file=src\/a\.ts/);
  });
});

describe('junit', () => {
  function parse(xml: string): { names: string[]; attributes: Record<string, string>[]; text: string } {
    const seen = { names: [] as string[], attributes: [] as Record<string, string>[], text: '' };
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name, attributes }) => {
      seen.names.push(name);
      seen.attributes.push(attributes);
    });
    parser.on('text', (text) => void (seen.text += text));
    parser.write(xml).close();
    return seen;
  }

  test('is well-formed; errors fail, what was done passes', () => {
    const { names, attributes, text } = parse(junitReport(input()));
    expect(names).toEqual(['testsuites', 'testsuite', 'testcase', 'system-out', 'testcase', 'failure']);
    expect(attributes[0]).toMatchObject({ tests: '2', failures: '1' });
    expect(attributes[4]).toMatchObject({ file: 'a&b<"\'.ts', line: '2' });
    expect(text).toContain('<script>alert("1")</script>');
  });

  test('a clean run is one passed case', () => {
    const { names, attributes } = parse(junitReport(sampleInput(sampleResult())));
    expect(names).toEqual(['testsuites', 'testsuite', 'testcase']);
    expect(attributes[0]).toMatchObject({ tests: '1', failures: '0' });
  });
});

describe('markdown', () => {
  const render = (text: string): string => new MarkdownIt({ html: true, linkify: true }).render(text);

  test('shows the counts and every finding, and lets nothing through', () => {
    const html = render(markdownReport(input()));
    expect(html).toContain('<td style="text-align:right">12</td>');
    for (const code of ['RQB_FILTER_RAW', 'RQB_FOREIGN_COLUMN', 'RQB_CONFIG_OPAQUE']) expect(html).toContain(code);
    expect(html).not.toMatch(/<script|href="http:\/\/e\.vil/);
    expect(html).not.toContain('@all');
    expect(html.match(/<details/g)).toHaveLength(3);
    expect(html.match(/<\/details>/g)).toHaveLength(3);
  });

  test('ends before a comment of GitHub has to, and says so', () => {
    const many = Array.from({ length: 3000 }, (_, line) =>
      sampleFinding({ code: 'RQB_CONFIG_OPAQUE', line: line + 1 }),
    );
    const text = markdownReport(sampleInput(sampleResult({ findings: many })));
    expect(text.length).toBeLessThan(60_100);
    expect(text).toMatch(/… and \d+ more\.\n$/);
    expect(text.match(/<details/g)).toHaveLength(text.match(/<\/details>/g)!.length);
  });

  test('a check with nothing left says so', () => {
    expect(markdownReport(sampleInput(sampleResult(), { isCheck: true }))).toContain('**Nothing is left to migrate.**');
  });
});

describe('fingerprints', () => {
  const of = (text: string, line: number, code: `RQB_${string}` = 'RQB_X') =>
    withFingerprints([sampleFinding({ code, line })], '/project', () => text)[0]!.fingerprint;

  test('stay when lines move or are indented otherwise', () => {
    expect(of('\n\n  db.query.a\n', 3)).toBe(of('db.query.a\n', 1));
  });

  test('tell code, text and the same line twice apart', () => {
    expect(of('a\n', 1)).not.toBe(of('b\n', 1));
    expect(of('a\n', 1)).not.toBe(of('a\n', 1, 'RQB_Y'));
    const twice = withFingerprints(
      [sampleFinding({ line: 1 }), sampleFinding({ line: 2 })],
      '/project',
      () => 'a\na\n',
    );
    expect(twice[0]!.fingerprint).not.toBe(twice[1]!.fingerprint);
  });
});
