import { createHash } from 'node:crypto';
import { catalogue } from '../findings.ts';
import { basename, isBelow } from '../path.ts';
import type { Reported } from './fingerprints.ts';
import { diffRows } from './html/diff-view.ts';
import { escapeHtml, withCode } from './html/escape.ts';
import { graphView } from './html/graph-view.ts';
import { script } from './html/script.ts';
import { styleSheet } from './html/style.ts';
import { relativePath } from './relative-path.ts';
import { byCode, genericTitle, levels, type ReportInput } from './report.ts';

/**
 * The report as one self-contained page: counts, findings, diffs with the findings in place, and diagrams of the
 * relations. Its content security policy admits only its own script and style, so that text of the project cannot
 * become code.
 */
export function htmlReport(input: ReportInput): string {
  const { result, findings, version } = input;
  const title = `drizzle-rqb-migrate: ${result.packages.find(({ dir }) => dir === result.root)?.name || basename(result.root)}`;
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(styleSheet)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${styleSheet}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header><h1>${escapeHtml(title)}</h1>
<p>Relational Queries v1 → v2 for drizzle-orm ${escapeHtml(result.target)}, by version ${escapeHtml(version)} of the tool.</p></header>
<main>
<section aria-labelledby="overview"><h2 id="overview">Overview</h2>${overview(input)}</section>
${filters(findings)}
<section aria-labelledby="findings"><h2 id="findings">Findings</h2>${findingsList(input)}</section>
<section aria-labelledby="files"><h2 id="files">Files</h2>${files(input)}</section>
<section aria-labelledby="relations"><h2 id="relations">Relations</h2>${relations(input)}</section>
</main>
<script>${script}</script>
</body>
</html>
`;
}

/** The hash of an inline script or style for the content security policy. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** The tables of counts: in total, by rule and by package. */
function overview({ result, findings, base }: ReportInput): string {
  const { relations: blocks, sites, changes } = result;
  const counts = [
    ['relations() blocks', `${blocks.converted} of ${blocks.blocks} converted`],
    ['query sites', `${sites.converted} of ${sites.total} converted`],
    ['filters', `${sites.object} as objects, ${sites.raw} with RAW, ${sites.fallback} re-aliased`],
    ['files', `${changes.length} changed`],
  ].map(([name, text]) => `<tr><th scope="row">${name}</th><td>${text}</td></tr>`);
  const rules = byCode(findings).map(
    ([code, group]) =>
      `<tr><td class="${group[0]!.level}">${group[0]!.level}</td><td><code>${escapeHtml(code)}</code></td><td class="n">${group.length}</td><td>${withCode(titleOf(group[0]!))}</td></tr>`,
  );
  const dirs = result.packages.map(({ dir }) => dir).sort((a, b) => b.length - a.length);
  const homes = new Map<string, number[]>();
  const homeOf = (path: string): number[] => {
    const dir = dirs.find((it) => isBelow(path, it)) ?? result.root;
    if (!homes.has(dir)) homes.set(dir, [0, 0, 0, 0]);
    return homes.get(dir)!;
  };
  for (const { path } of changes) homeOf(path)[0]!++;
  for (const { file, level } of findings) homeOf(file)[levels.indexOf(level) + 1]!++;
  const packages = [...homes].map(([dir, numbers]) => {
    const name = result.packages.find((it) => it.dir === dir)?.name || relativePath(base, dir);
    return `<tr><td>${escapeHtml(name)}</td>${numbers.map((it) => `<td class="n">${it}</td>`).join('')}</tr>`;
  });
  return [
    `<table class="counts">${counts.join('')}</table>`,
    rules.length === 0
      ? ''
      : `<h3>By rule</h3><div class="scroll"><table class="counts"><tr><th>Level</th><th>Rule</th><th>Count</th><th>What</th></tr>${rules.join('')}</table></div>`,
    packages.length === 0
      ? ''
      : `<h3>By package</h3><div class="scroll"><table class="counts"><tr><th>Package</th><th>Files</th><th>Errors</th><th>To review</th><th>Notes</th></tr>${packages.join('')}</table></div>`,
  ].join('\n');
}

/** The title of a finding's code; its message when the code is not in the catalogue. */
function titleOf({ code, message }: Reported): string {
  return Object.hasOwn(catalogue, code) ? genericTitle(code as keyof typeof catalogue) : message;
}

/** The form that filters findings and files. It is hidden until the script shows it. */
function filters(findings: readonly Reported[]): string {
  const boxes = levels.map(
    (level) => `<label><input type="checkbox" name="level" value="${level}" checked> ${level}</label>`,
  );
  const codes = byCode(findings).map(([code]) => `<option>${escapeHtml(code)}</option>`);
  return `<form class="filters" role="search" aria-label="Filter findings and files" hidden>
${boxes.join('\n')}
<label>Rule <select name="code"><option value="">all</option>${codes.join('')}</select></label>
<label>Text <input type="search" name="text" placeholder="path, message, code …"></label>
<output aria-live="polite"></output>
</form>`;
}

/** The findings, most urgent first. */
function findingsList({ findings, base }: ReportInput): string {
  if (findings.length === 0) return '<p>None.</p>';
  return levels
    .flatMap((level) => findings.filter((finding) => finding.level === level))
    .map((finding) => findingHtml(finding, base, true))
    .join('\n');
}

/** One finding, either in the list of all findings or beside the diff of its file. */
function findingHtml(finding: Reported, base: string, isListed: boolean): string {
  const { code, level, file, line, column, message, why, remedy, source, fingerprint } = finding;
  const place = `${relativePath(base, file)}:${line}:${column}`;
  const words = escapeHtml([code, place, message, why, remedy, source].join(' ').toLowerCase());
  const where = isListed ? `<a href="#${anchorOf(relativePath(base, file))}">${escapeHtml(place)}</a>` : `line ${line}`;
  return `<div class="finding ${level}" data-level="${level}" data-code="${escapeHtml(code)}" data-text="${words}"${isListed ? ` data-id="${fingerprint}"` : ''}>
<p><span class="level">${level}</span> <code>${escapeHtml(code)}</code> ${where}</p>
<p>${withCode(message)}</p>${isListed && source !== '' ? `<pre><code>${escapeHtml(source)}</code></pre>` : ''}
<p>Why: ${withCode(why)}</p><p>Do: ${withCode(remedy)}</p></div>`;
}

/** The id of a file's section. */
function anchorOf(path: string): string {
  return `file-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`;
}

/** The changed files, and those with findings, each with its diff. */
function files({ result, findings, base }: ReportInput): string {
  const changes = new Map(result.changes.map((change) => [change.path, change]));
  const paths = [...new Set([...changes.keys(), ...findings.map(({ file }) => file)])].sort();
  if (paths.length === 0) return '<p>None.</p>';
  return paths
    .map((path) => {
      const change = changes.get(path);
      const name = relativePath(base, path);
      const own = findings.filter(({ file }) => file === path);
      const notes = new Map<number, string>();
      for (const finding of own) {
        notes.set(finding.line, (notes.get(finding.line) ?? '') + findingHtml(finding, base, false));
      }
      const rows = change ? diffRows(change.before ?? '', change.after ?? '', notes) : '';
      const status = !change
        ? 'unchanged'
        : change.before === undefined
          ? 'new'
          : change.after === undefined
            ? 'deleted'
            : 'changed';
      const diff =
        rows && `<table class="diff"><colgroup><col class="l"><col><col class="l"><col></colgroup>${rows}</table>`;
      const isOpen = own.some(({ level }) => level !== 'info') || paths.length <= 20;
      return `<details class="file" id="${anchorOf(name)}" data-text="${escapeHtml(name.toLowerCase())}"${isOpen ? ' open' : ''}><summary><code>${escapeHtml(name)}</code> ${status}${own.length > 0 ? `, ${own.length} finding${own.length === 1 ? '' : 's'}` : ''}</summary><div class="scroll">${[...notes.values()].join('')}${diff}</div></details>`;
    })
    .join('\n');
}

/** The diagrams of the relations, one for each database. */
function relations({ result, base }: ReportInput): string {
  if (result.databases.length === 0) return '<p>No database was found.</p>';
  const legend =
    '<p class="legend">A bar is one, a crow’s foot many. Dashed red: left out. Amber: renamed, or its columns come from a foreign key.</p>';
  const graphs = result.databases.map((graph) => {
    const name = relativePath(base, graph.file);
    return `<h3><code>${escapeHtml(name)}</code></h3>${graphView(graph, name)}`;
  });
  return legend + graphs.join('\n');
}
