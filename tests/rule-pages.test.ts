import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withExamples } from '../scripts/docs/examples.mjs';
import { catalogue } from '../src/findings.ts';
import { ruleNames } from '../src/rule-pages.ts';

describe.each(ruleNames())('docs/rules/%s.md', (name) => {
  const text = readFileSync(new URL(`../docs/rules/${name}.md`, import.meta.url), 'utf8');

  test('has its name for a title, one sentence, and says what the rule cannot do', () => {
    const [title, , summary] = text.split('\n');
    expect(title).toBe(`# ${name}`);
    expect(summary).toMatch(/^\S.*\.$/);
    expect(text).toContain('\n## False alarms and blind spots\n');
  });

  test('has examples as the fixtures are now (npm run docs)', () => {
    expect(withExamples(text)).toBe(text);
  });

  test('names findings and pages that exist', () => {
    for (const [code] of text.matchAll(/\bRQB_[A-Z0-9_]+/g)) expect(catalogue).toHaveProperty(code);
    for (const [, page] of text.matchAll(/\]\((\w[\w-]*)\.md\)/g)) expect(ruleNames()).toContain(page);
  });
});
