import { entities } from './entities.ts';
import { relativePath } from './relative-path.ts';
import { sentences, type ReportInput } from './report.ts';

/**
 * JUnit XML with a test case for every finding that needs a human: an `error` is a failure, a `review` passes with its
 * text as output. Without findings there is one passing case, because some services reject an empty suite.
 */
export function junitReport({ findings, base }: ReportInput): string {
  const cases = findings.filter(({ level }) => level !== 'info');
  const failures = cases.filter(({ level }) => level === 'error').length;
  const lines = cases.map(({ code, level, file, line, column, message, why, remedy }) => {
    const path = relativePath(base, file);
    const place = `${path}:${line}:${column}`;
    const text = escaped(`${place}\n${sentences(message, why, remedy)}`);
    const body =
      level === 'error'
        ? `<failure type="${code}" message="${escaped(message)}">${text}</failure>`
        : `<system-out>${text}</system-out>`;
    const attributes = `name="${escaped(`${code} ${place}`)}" classname="${escaped(path)}" file="${escaped(path)}" line="${line}"`;
    return `    <testcase ${attributes}>${body}</testcase>`;
  });
  if (cases.length === 0)
    lines.push('    <testcase name="nothing is left to migrate" classname="drizzle-rqb-migrate"/>');
  const counts = `tests="${lines.length}" failures="${failures}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="drizzle-rqb-migrate" ${counts}>`,
    `  <testsuite name="drizzle-rqb-migrate" ${counts} skipped="0">`,
    ...lines,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** Entities, and the line breaks and tabs of attributes, which a parser would turn into spaces. */
const written: Readonly<Record<string, string>> = { ...entities, '\n': '&#10;', '\t': '&#9;' };

/** Escapes text for elements and attributes. Characters that XML 1.0 does not allow become U+FFFD. */
function escaped(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, '\uFFFD')
      .replaceAll(/[&<>"'\n\t]/g, (character) => written[character]!)
  );
}
