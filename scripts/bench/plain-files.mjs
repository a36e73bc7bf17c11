// The files without Drizzle of one domain of a generated project.
import { times } from './random.mjs';

/** The path and text of a file without Drizzle: a component, a hook, helpers or a client of an HTTP API. */
export function plainFile(domain, index, next) {
  switch (index % 5) {
    case 0:
    case 1:
      return [`src/components/${domain.file}/${domain.type}View${index}.tsx`, component(domain, index, next)];
    case 2:
      return [`src/hooks/use${domain.type}${index}.ts`, hook(domain, index, next)];
    case 3:
      return [`src/lib/${domain.file}/helpers${index}.ts`, helpers(domain, index, next)];
    default:
      return [`src/api/${domain.file}/client${index}.ts`, httpClient(domain, index, next)];
  }
}

function component({ name, type }, index, next) {
  return `import { useCallback, useEffect, useMemo, useState } from 'react';

export interface ${type}Row {
  id: string;
  name: string;
  amount: number;
  tags: string[];
}

interface Props {
  rows: ${type}Row[];
  title?: string;
  onSelect(row: ${type}Row): void;
}

function matches(row: ${type}Row, search: string): boolean {
  const text = search.trim().toLowerCase();
  return text === '' || row.name.toLowerCase().includes(text) || row.tags.some((tag) => tag.startsWith(text));
}

export function ${type}View${index}({ rows, title = '${type}', onSelect }: Props) {
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<string | undefined>(undefined);
  const [page, setPage] = useState(0);
  const visible = useMemo(() => rows.filter((row) => matches(row, search)), [rows, search]);
  const total = useMemo(() => visible.reduce((sum, row) => sum + row.amount, 0), [visible]);

  useEffect(() => {
    const current = visible.find((row) => row.id === selected);
    if (!current && visible.length > 0) setSelected(visible[0]!.id);
  }, [visible, selected]);

  const select = useCallback(
    (row: ${type}Row) => {
      setSelected(row.id);
      onSelect(row);
    },
    [onSelect],
  );
${times(
  2 + Math.floor(next() * 6),
  (part) => `
  const part${part} = (
    <section className="part-${part} ${name}" data-page={page}>
      <header>
        <h${1 + (part % 4)}>{title}</h${1 + (part % 4)}>
        <button type="button" disabled={page === 0} onClick={() => setPage((before) => Math.max(0, before - 1))}>
          Back
        </button>
        <button type="button" onClick={() => setPage((before) => before + ${part + 1})}>
          Next
        </button>
      </header>
      <ul>
        {visible.slice(page * ${10 + part}, (page + 1) * ${10 + part}).map((row) => (
          <li key={row.id} className={row.id === selected ? 'selected' : undefined} onClick={() => select(row)}>
            <span>{row.name}</span>
            <em>{row.amount.toFixed(${part % 3})}</em>
            {row.tags.length > ${part} && <small>{row.tags.join(', ')}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
`,
)}
  return (
    <div className="${name}-view">
      <input value={search} onChange={(event: { target: { value: string } }) => setSearch(event.target.value)} />
      <p>
        {visible.length} of {rows.length}, {total} in all
      </p>
      {part0}
      {part1}
    </div>
  );
}
`;
}

function hook({ name, type }, index, next) {
  return `import { useEffect, useState } from 'react';

interface State<T> {
  data: T | undefined;
  error: Error | undefined;
  isLoading: boolean;
}

const initial = { data: undefined, error: undefined, isLoading: true };
${times(
  3 + Math.floor(next() * 4),
  (part) => `
export function use${type}${index}Part${part}<T>(url: string, parse: (body: unknown) => T, enabled = true): State<T> {
  const [state, setState] = useState<State<T>>(initial);
  useEffect(() => {
    if (!enabled) return undefined;
    const controller = new AbortController();
    const run = async () => {
      try {
        const query = new URLSearchParams({ part: '${part}', of: '${name}' });
        const response = await fetch(\`\${url}?\${query.toString()}\`, { signal: controller.signal });
        if (!response.ok) throw new Error(\`\${response.status} \${response.statusText}\`);
        setState({ data: parse(await response.json()), error: undefined, isLoading: false });
      } catch (error) {
        if (controller.signal.aborted) return;
        setState({ data: undefined, error: error as Error, isLoading: false });
      }
    };
    void run();
    return () => controller.abort();
  }, [url, parse, enabled]);
  return state;
}
`,
)}`;
}

function helpers({ type }, index, next) {
  return `export interface ${type}Entry${index} {
  key: string;
  value: number;
  at: Date;
}
${times(
  5 + Math.floor(next() * 8),
  (part) => `
/** Groups entries by ${part + 1} leading characters of their key and sums them up. */
export function sumBy${part}(entries: readonly ${type}Entry${index}[], floor = ${Math.floor(next() * 100)}): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { key, value, at } of entries) {
    if (value < floor || Number.isNaN(at.getTime())) continue;
    const group = key.slice(0, ${part + 1}).toLowerCase();
    const before = sums.get(group) ?? 0;
    sums.set(group, before + value);
  }
  const largest = [...sums].sort(([, a], [, b]) => b - a).slice(0, ${5 + part});
  return new Map(largest.map(([group, sum]) => [group, Math.round(sum * 100) / 100]));
}
`,
)}`;
}

function httpClient({ name, type }, index, next) {
  return `const base = '/api/${name}s';

export type ${type}Payload${index} = Record<string, string | number | boolean | null>;

export class ${type}Error${index} extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function request<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(base + path, { headers: { 'content-type': 'application/json' }, ...init });
  if (!response.ok) throw new ${type}Error${index}(response.status, await response.text());
  return (await response.json()) as T;
}
${times(
  4 + Math.floor(next() * 5),
  (part) => `
export async function send${part}(id: string, payload: ${type}Payload${index}): Promise<${type}Payload${index}> {
  const entries = Object.entries(payload).filter(([, value]) => value !== null);
  const body = JSON.stringify(Object.fromEntries(entries));
  const answer = await request<${type}Payload${index}>(\`/\${encodeURIComponent(id)}/${part}\`, { method: 'POST', body });
  return { ...answer, sent: entries.length, part: ${part} };
}
`,
)}`;
}
