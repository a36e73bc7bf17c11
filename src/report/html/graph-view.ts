import { graphlib, layout } from '@dagrejs/dagre';
import type { DatabaseSummary } from '../../result.ts';
import { escapeHtml } from './escape.ts';

type Relation = DatabaseSummary['relations'][number];

/** The relations between two tables over the same columns, such as `users.posts` and `posts.author`. */
interface Link {
  a: string;
  b: string;
  names: Relation[];
}

const rowHeight = 20;
const charWidth = 7.6;

/** The diagram of a database's relations as SVG, and a list of them for readers who cannot see it. */
export function graphView(graph: DatabaseSummary, title: string): string {
  const links = linksOf(graph);
  const related = new Set(links.flatMap(({ a, b }) => [a, b]));
  const boxes = graph.tables.filter(({ key }) => related.has(key));
  const alone = graph.tables.filter(({ key }) => !related.has(key));
  const missing = [...related].filter((key) => !graph.tables.some((table) => table.key === key));
  const used = new Map<string, Set<string>>();
  const use = (table: string, columns: readonly string[]): void => {
    if (!used.has(table)) used.set(table, new Set());
    for (const column of columns) used.get(table)!.add(column);
  };
  for (const { table, target, from, to } of graph.relations) {
    use(table, from);
    use(target, to);
  }

  const dagre = new graphlib.Graph({ multigraph: true });
  dagre.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 90, marginx: 12, marginy: 12 });
  const nodes = [
    ...boxes.map(({ key, name, columns }) => ({ key, name, columns, isMissing: false })),
    ...missing.map((key) => ({ key, name: key, columns: [] as string[], isMissing: true })),
  ];
  const linesOf = new Map<string, string[]>();
  for (const { key, columns } of nodes) {
    const shown = columns.filter((column) => used.get(key)?.has(column));
    const hidden = columns.length - shown.length;
    const lines = hidden > 0 ? [...shown, `+ ${hidden} column${hidden === 1 ? '' : 's'}`] : shown;
    linesOf.set(key, lines);
    const width = Math.max(...[key, ...lines].map((line) => line.length)) * charWidth + 24;
    dagre.setNode(key, { width, height: (lines.length + 1) * rowHeight + 8 });
  }
  links.forEach(({ a, b, names }, index) => {
    const label = labelOf(names);
    dagre.setEdge(a, b, { width: label.length * 6 + 8, height: 16, labelpos: 'c' }, String(index));
  });
  layout(dagre);

  const { width = 0, height = 0 } = dagre.graph() as { width?: number; height?: number };
  const size = `width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}"`;
  const edges = links.map(({ a, b, names }, index) => {
    const { points, x, y } = dagre.edge(a, b, String(index)) as { points: Point[]; x?: number; y?: number };
    const change = names.find((relation) => relation.change !== 'same')?.change ?? 'same';
    const label = labelOf(names);
    const w = label.length * 6 + 8;
    return [
      `<g class="edge ${change}" tabindex="0" role="listitem"><title>${names.map((relation) => escapeHtml(sentenceOf(relation))).join('\n')}</title>`,
      `<path d="${pathOf(points)}"/>`,
      endMark(points[1]!, points[0]!, kindAt(a, b, names)),
      endMark(points.at(-2)!, points.at(-1)!, kindAt(b, a, names)),
      x === undefined || y === undefined
        ? ''
        : `<rect x="${round(x - w / 2)}" y="${round(y - 8)}" width="${round(w)}" height="16" rx="4"/><text x="${round(x)}" y="${round(y + 4)}" text-anchor="middle">${escapeHtml(label)}</text>`,
      '</g>',
    ].join('');
  });
  const tables = nodes.map(({ key, name, isMissing }) => {
    const { x, y, width: w, height: h } = dagre.node(key) as { x: number; y: number; width: number; height: number };
    const [left, top] = [round(x - w / 2), round(y - h / 2)];
    const lines = linesOf.get(key)!;
    return [
      `<g class="table${isMissing ? ' missing' : ''}" tabindex="0" role="listitem" data-table="${escapeHtml(key)}"><title>${escapeHtml(isMissing ? `${key} is not in the schema` : key === name ? key : `${key}, in the database ${name}`)}</title>`,
      `<rect x="${left}" y="${top}" width="${round(w)}" height="${round(h)}" rx="6"/>`,
      `<text class="name" x="${round(left + 12)}" y="${round(top + 18)}">${escapeHtml(key)}</text>`,
      `<line x1="${left}" x2="${round(left + w)}" y1="${round(top + rowHeight + 4)}" y2="${round(top + rowHeight + 4)}"/>`,
      ...lines.map(
        (line, i) => `<text x="${round(left + 12)}" y="${round(top + (i + 2) * rowHeight)}">${escapeHtml(line)}</text>`,
      ),
      '</g>',
    ].join('');
  });
  const picture =
    links.length === 0
      ? ''
      : `<div class="picture" tabindex="0" role="region" aria-label="Picture of the relations of ${escapeHtml(title)}"><svg ${size} role="list">${edges.join('\n')}${tables.join('\n')}</svg></div>`;
  const others =
    alone.length === 0
      ? ''
      : `<p>Without relations: ${alone.map(({ key }) => `<code>${escapeHtml(key)}</code>`).join(', ')}</p>`;
  const list = graph.relations.map(
    (relation) => `<li class="${relation.change}">${escapeHtml(sentenceOf(relation))}</li>`,
  );
  return `${picture}${others}<details><summary>${graph.relations.length} relations as a list</summary><ul>${list.join('')}</ul></details>`;
}

interface Point {
  x: number;
  y: number;
}

/** The relations of a database, with both directions of each joined. */
function linksOf({ relations }: DatabaseSummary): Link[] {
  const links = new Map<string, Link>();
  for (const relation of relations) {
    const { table, target, from, to, change } = relation;
    const ends = [`${table}(${from.join()})`, `${target}(${to.join()})`];
    const key = change === 'dead' ? `dead ${table} ${relation.name}` : ends.sort().join(' ');
    const link = links.get(key);
    if (link) link.names.push(relation);
    else links.set(key, { a: table, b: target, names: [relation] });
  }
  // Edges lead from one to many, so that referenced tables stand on the left.
  return [...links.values()].map((link) => {
    const towardsMany = link.names.some(({ table, kind }) => (table === link.a) === (kind === 'many'));
    return towardsMany ? link : { a: link.b, b: link.a, names: link.names };
  });
}

/** Whether a row of `b` has one or many rows of `a`; undefined when no relation tells. */
function kindAt(a: string, b: string, names: readonly Relation[]): 'one' | 'many' | undefined {
  const relation = names.find(({ table, target }) => table === b && target === a);
  if (relation) return relation.kind;
  return names.some(({ table, kind }) => table === a && kind === 'one') ? 'many' : undefined;
}

/** The names on an edge, with their changes. */
function labelOf(names: readonly Relation[]): string {
  return names
    .map(({ name, nameBefore, change }) =>
      change === 'renamed' ? `${nameBefore} → ${name}` : change === 'dead' ? `✗ ${name}` : name,
    )
    .join(' / ');
}

/** One relation in words. */
function sentenceOf({ table, name, nameBefore, kind, target, from, to, change }: Relation): string {
  const columns =
    from.length > 0
      ? ` (${from.map((it) => `${table}.${it}`).join(', ')} → ${to.map((it) => `${target}.${it}`).join(', ')})`
      : '';
  const note = {
    same: '',
    renamed: `; was ${nameBefore} in v1`,
    inferred: '; its columns come from a foreign key',
    added: '; added, through a junction table',
    dead: '; left out, v2 could not resolve it',
  }[change];
  return `${table}.${name}: ${kind} ${target}${columns}${note}`;
}

/** The mark at the end of an edge that comes from `before`: a crow's foot for many, a bar for one. */
function endMark(before: Point, end: Point, kind: 'one' | 'many' | undefined): string {
  if (kind === undefined) return '';
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [ux, uy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const back = { x: end.x - ux * 10, y: end.y - uy * 10 };
  const side = (from: Point, by: number): string => `${round(from.x - uy * by)} ${round(from.y + ux * by)}`;
  return kind === 'one'
    ? `<path d="M${side(back, 6)}L${side(back, -6)}"/>`
    : `<path d="M${side(end, 6)}L${round(back.x)} ${round(back.y)}L${side(end, -6)}"/>`;
}

/** The SVG path through some points. */
function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}

/** A coordinate with one decimal place. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
