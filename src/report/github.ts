import type { Level } from '../findings.ts';
import { relativePath } from './relative-path.ts';
import { levels, sentences, type ReportInput } from './report.ts';

const commands: Readonly<Record<Level, string>> = { error: 'error', review: 'warning', info: 'notice' };

/**
 * Workflow commands of GitHub Actions, one per line, which become annotations of the files. The most urgent come first,
 * because GitHub shows only ten of each kind per step.
 */
export function githubReport({ findings, base }: ReportInput): string {
  return levels
    .flatMap((level) => findings.filter((finding) => finding.level === level))
    .map(({ code, level, file, line, column, message, why, remedy }) => {
      const properties = Object.entries({ file: relativePath(base, file), line, col: column, title: code })
        .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
        .join(',');
      return `::${commands[level]} ${properties}::${escapeData(sentences(message, why, remedy))}\n`;
    })
    .join('');
}

// Like `command.ts` in @actions/core.
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
