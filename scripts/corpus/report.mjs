/** The outcome of one project, and of all, as text. */

const levels = ['error', 'review', 'info'];

function count(findings, key) {
  const counts = {};
  for (const finding of findings) counts[finding[key]] = (counts[finding[key]] ?? 0) + 1;
  return counts;
}

/** How many conditions of some shapes became plain objects. */
function share(style, shapes) {
  const counts = shapes.flatMap((shape) => Object.entries(style[shape] ?? {}));
  const total = counts.reduce((sum, [, n]) => sum + n, 0);
  const objects = counts.reduce((sum, [form, n]) => sum + (form === 'object' ? n : 0), 0);
  return total === 0 ? '' : `${objects}/${total}`;
}

function cells(outcome) {
  const { before, sites, relations, findings, reported, silent, second, crash, syntax } = outcome;
  const byLevel = count(findings, 'level');
  return {
    project: outcome.name,
    commit: outcome.commit.slice(0, 8),
    sites: before.sites,
    seen: sites.total,
    converted: sites.converted,
    object: sites.object,
    raw: sites.raw,
    fallback: sites.fallback,
    relations: `${relations.converted}/${before.relations}`,
    ...Object.fromEntries(levels.map((level) => [level, byLevel[level] ?? 0])),
    left: reported.length,
    silent: silent.length,
    fixed: share(outcome.style, ['fixed']),
    branching: share(outcome.style, ['conditional']),
    'second run': crash
      ? 'crash'
      : syntax.length > 0
        ? 'syntax error'
        : second.length === 0
          ? 'empty'
          : `${second.length} files`,
    types: outcome.types ? `${outcome.types.before} + ${outcome.types.added.length}` : '',
    seconds: outcome.seconds.toFixed(1),
  };
}

function totals(outcomes) {
  const all = outcomes.map(cells);
  const sum = (key) => all.reduce((result, row) => result + row[key], 0);
  const numbers = ['sites', 'seen', 'converted', 'object', 'raw', 'fallback', ...levels, 'left', 'silent'];
  const [done, blocks] = [0, 1].map((i) =>
    all.reduce((result, row) => result + Number(row.relations.split('/')[i]), 0),
  );
  const bad = all.filter((row) => row['second run'] !== 'empty').length;
  const style = {};
  for (const outcome of outcomes) {
    for (const [shape, forms] of Object.entries(outcome.style)) {
      style[shape] ??= {};
      for (const [form, n] of Object.entries(forms)) style[shape][form] = (style[shape][form] ?? 0) + n;
    }
  }
  return {
    project: `${outcomes.length} projects`,
    commit: '',
    ...Object.fromEntries(numbers.map((key) => [key, sum(key)])),
    relations: `${done}/${blocks}`,
    fixed: share(style, ['fixed']),
    branching: share(style, ['conditional']),
    'second run': bad === 0 ? 'empty' : `${bad} not`,
    types: `+ ${outcomes.reduce((result, { types }) => result + (types?.added.length ?? 0), 0)}`,
    seconds: outcomes.reduce((result, { seconds }) => result + seconds, 0).toFixed(1),
  };
}

const columns = Object.keys(
  cells({
    name: '',
    commit: '',
    before: {},
    sites: {},
    relations: {},
    findings: [],
    reported: [],
    silent: [],
    style: {},
    second: [],
    syntax: [],
    seconds: 0,
  }),
);

/** A Markdown table, aligned, so that it reads in a terminal, too. */
export function rows(outcomes) {
  const lines = [Object.fromEntries(columns.map((name) => [name, name])), ...outcomes.map(cells), totals(outcomes)];
  const widths = columns.map((name) => Math.max(3, ...lines.map((line) => String(line[name]).length)));
  const isText = (name) => ['project', 'commit', 'second run'].includes(name);
  const format = (line) =>
    `| ${columns.map((name, i) => (isText(name) ? String(line[name]).padEnd(widths[i]) : String(line[name]).padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${columns.map((name, i) => (isText(name) ? '-'.repeat(widths[i]) : `${'-'.repeat(widths[i] - 1)}:`)).join(' | ')} |`;
  return [format(lines[0]), rule, ...lines.slice(1).map(format)].join('\n');
}

function codesOf(findings) {
  const codes = Object.entries(count(findings, 'code')).sort((a, b) => b[1] - a[1]);
  return codes.map(([code, n]) => `${code} ${n}`).join(', ');
}

/** One project: its row and everything worth a look. */
export function terminal(outcome) {
  const lines = [
    columns.map((name) => (name === 'project' ? outcome.name : `${name} ${cells(outcome)[name]}`)).join('  '),
  ];
  if (outcome.findings.length > 0) lines.push(`  ${codesOf(outcome.findings)}`);
  for (const { code, level, file, line, message } of outcome.findings) {
    if (level === 'error') lines.push(`  error   ${file}:${line} ${code} ${message}`);
  }
  for (const { path, line, kind, text } of outcome.silent) lines.push(`  SILENT  ${path}:${line} ${kind}: ${text}`);
  for (const { path, line, kind, text } of outcome.doubts) lines.push(`  doubt   ${path}:${line} ${kind}: ${text}`);
  for (const place of outcome.types?.added ?? []) lines.push(`  TYPES   ${place}`);
  for (const path of outcome.syntax) lines.push(`  SYNTAX  ${path}`);
  for (const path of outcome.second) lines.push(`  SECOND  ${path}`);
  if (outcome.crash) lines.push(`  CRASH   ${outcome.crash}`);
  return lines.join('\n');
}

/** The page with the table, the v1 shapes before and after, and the findings by code. */
export function markdown(outcomes, tool) {
  const shapes = {};
  for (const { before, reported, silent } of outcomes) {
    for (const [kind, n] of Object.entries(before.shapes)) (shapes[kind] ??= [0, 0, 0])[0] += n;
    for (const { kind } of reported) (shapes[kind] ??= [0, 0, 0])[1]++;
    for (const { kind } of silent) (shapes[kind] ??= [0, 0, 0])[2]++;
  }
  const findings = {};
  for (const outcome of outcomes) {
    for (const { code, level } of outcome.findings) {
      const entry = (findings[code] ??= { level, total: 0, projects: new Set() });
      entry.total++;
      entry.projects.add(outcome.name);
    }
  }
  const byLevel = Object.entries(findings).sort(
    ([, a], [, b]) => levels.indexOf(a.level) - levels.indexOf(b.level) || b.total - a.total,
  );
  const all = totals(outcomes);
  const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;
  const [fixed, branching] = ['fixed', 'branching'].map((key) => all[key].split('/').map(Number));
  return [
    '# Results on real projects',
    '',
    `Made by \`npm run corpus -- <directory with checkouts> --table docs/corpus-results.md\` with the tool at commit ${tool}.`,
    'Every checkout is copied, rewritten, and rewritten again. The v1 sites before (`sites`) and what is left of v1 after',
    '(`left`: with an error finding on its lines; `silent`: without) are counted by a reader of its own',
    '(`scripts/corpus/read-v1.mjs`), which shares no code with the tool; `seen` to `relations` are what the tool says.',
    '`fixed` and `branching` are the conditions that became plain objects, of those that are fixed trees of operators over',
    'columns, and of those with branches, in variables or in lists. `types` are the type errors of the installed project with',
    'its own compiler, and those that the migration to the target adds. The seconds are those of a busy machine.',
    '',
    `- query sites converted: ${all.converted} of ${all.sites} (${percent(all.converted, all.sites)})`,
    `- \`relations()\` blocks converted: ${all.relations}`,
    `- fixed operator trees as plain objects: ${all.fixed} (${percent(...fixed)})`,
    `- conditional, hoisted and listed conditions as plain objects: ${all.branching} (${percent(...branching)})`,
    `- v1 shapes left without an error finding: ${all.silent}`,
    '',
    rows(outcomes),
    '',
    '| v1 shape | before | left, with an error | left, silent |',
    '| --- | ---: | ---: | ---: |',
    ...Object.entries(shapes)
      .sort(([, a], [, b]) => b[0] - a[0])
      .map(([kind, [before, left, silent]]) => `| ${kind} | ${before} | ${left} | ${silent} |`),
    '',
    '| finding | level | count | projects |',
    '| --- | --- | ---: | ---: |',
    ...byLevel.map(([code, { level, total, projects }]) => `| ${code} | ${level} | ${total} | ${projects.size} |`),
    '',
    '| project | findings by code |',
    '| --- | --- |',
    ...outcomes.map(({ name, findings }) => `| ${name} | ${codesOf(findings)} |`),
    '',
  ].join('\n');
}
