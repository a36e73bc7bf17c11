import { catalogue, type Level } from '../findings.ts';
import type { Reported } from './fingerprints.ts';
import { relativePath } from './relative-path.ts';
import { allCodes, generic, genericTitle, helpUri, sentences, type ReportInput } from './report.ts';

const sarifLevels: Readonly<Record<Level, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  review: 'warning',
  info: 'note',
};

/**
 * A log in the Static Analysis Results Interchange Format 2.1.0 (OASIS) for code scanning services. All rules are
 * declared. Suppressed findings and those of the baseline are included and marked, as the format requires.
 */
export function sarifReport(input: ReportInput): string {
  const { findings, known, suppressed, version } = input;
  const hasBaseline = known.length > 0;
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'drizzle-rqb-migrate',
            version,
            semanticVersion: version,
            informationUri: 'https://www.npmjs.com/package/drizzle-rqb-migrate',
            rules: allCodes.map((code) => ruleOf(code, version)),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository.' } } },
        results: [
          ...findings.map((finding) => ({
            ...resultOf(finding, input),
            ...(hasBaseline ? { baselineState: 'new' } : {}),
          })),
          ...known.map((finding) => ({ ...resultOf(finding, input), baselineState: 'unchanged' })),
          ...suppressed.map((finding) => ({ ...resultOf(finding, input), suppressions: [{ kind: 'inSource' }] })),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A code as a rule of the log. */
function ruleOf(code: keyof typeof catalogue, version: string): object {
  const { level, why, remedy } = catalogue[code];
  return {
    id: code,
    shortDescription: { text: genericTitle(code) },
    fullDescription: { text: sentences(genericTitle(code), generic(why)) },
    help: { text: sentences(generic(why), generic(remedy)) },
    helpUri: helpUri(code, version),
    defaultConfiguration: { level: sarifLevels[level] },
  };
}

/** A finding as a result of the log. */
function resultOf(finding: Reported, { base }: ReportInput): object {
  const { code, level, file, line, column, message, why, remedy, fingerprint, source } = finding;
  return {
    ruleId: code,
    ruleIndex: allCodes.indexOf(code as keyof typeof catalogue),
    level: sarifLevels[level],
    message: { text: sentences(message, why, remedy) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(relativePath(base, file)), uriBaseId: 'SRCROOT' },
          region: { startLine: line, startColumn: column, ...(source ? { snippet: { text: source } } : {}) },
        },
      },
    ],
    partialFingerprints: { 'drizzleRqbMigrate/v1': fingerprint },
  };
}

/** A relative path as a URI, with each part encoded. */
function uriOf(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part.replaceAll(/\p{Surrogate}/gu, '\uFFFD')))
    .join('/');
}
