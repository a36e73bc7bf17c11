import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { explanation, findingsPage } from '../src/explain.ts';
import { catalogue } from '../src/findings.ts';
import { rulesAbout } from '../src/rule-pages.ts';

test.each(Object.entries(catalogue))('%s is explained without a name left open', (code, { why, level }) => {
  const text = explanation(code)!;
  expect(text).toContain(`Level \`${level}\``);
  expect(text).toContain(why.split('{')[0]);
  expect(text).not.toMatch(/(?<!\$)\{\w+\}/);
});

test.each(Object.keys(catalogue))('%s is named by the page of a rule, in docs/rules', (code) => {
  const [rule] = rulesAbout(code);
  expect(rule).toBeDefined();
  expect(explanation(code)).toContain(`drizzle-rqb-migrate explain ${rule}`);
});

test('what is no code is not explained', () => {
  expect(explanation('RQB_NOTHING')).toBeUndefined();
  expect(explanation('constructor')).toBeUndefined();
});

test('docs/findings.md is up to date (npm run docs)', () => {
  expect(readFileSync(new URL('../docs/findings.md', import.meta.url), 'utf8')).toBe(findingsPage());
});
