import { ts } from '../../ts.cts';

/** A string value in a package.json or YAML file, with the keys that lead to it. */
export interface PackageEntry {
  path: string[];
  value: string;
  /** Offsets of the value in the file, quotes excluded. */
  start: number;
  end: number;
  /** Written in a form that is not read (YAML `{ … }`, an anchor). It may be reported, but is never edited. */
  opaque?: true;
}

/** All string values of a `package.json` or YAML file; or the offset of the first syntax error of a JSON text. */
export function readEntries({ path, text }: { path: string; text: string }): PackageEntry[] | { error: number } {
  return /\.jsonc?$/.test(path) ? readJsonEntries(path, text) : readYamlEntries(text);
}

/** All string values of a JSON text, at any depth; or the offset of its first syntax error. */
export function readJsonEntries(path: string, text: string): PackageEntry[] | { error: number } {
  const file = ts.parseJsonText(path, text) as ts.JsonSourceFile & { parseDiagnostics?: readonly ts.Diagnostic[] };
  const problem = file.parseDiagnostics?.[0];
  if (problem) return { error: problem.start ?? 0 };
  const entries: PackageEntry[] = [];
  const visit = (node: ts.Expression | undefined, keys: string[]): void => {
    if (!node || !ts.isObjectLiteralExpression(node)) return;
    for (const member of node.properties) {
      if (!ts.isPropertyAssignment(member) || !ts.isStringLiteral(member.name)) continue;
      const inner = [...keys, member.name.text];
      const value = member.initializer;
      if (!ts.isStringLiteral(value)) visit(value, inner);
      else entries.push({ path: inner, value: value.text, start: value.getStart(file) + 1, end: value.end - 1 });
    }
  };
  visit(file.statements[0]?.expression, []);
  return entries;
}

const yamlLine =
  /^(?<indent> *)(?:"(?<double>[^"]+)"|'(?<single>[^']+)'|(?<plain>[^\s"'#{}[\]&*!|>-][^:#]*?))\s*:(?:\s+(?<rest>\S.*?))?\s*$/;
const yamlScalar = /^(?:"([^"\\]*)"|'([^']*)'|([^\s"'{}[\]&*!|>#][^#]*?))(?:\s+#.*)?$/;

/**
 * The scalar values of a YAML file that are written one per line, as in practically every `pnpm-workspace.yaml`. A
 * value that is written in another way is returned as opaque.
 */
function readYamlEntries(text: string): PackageEntry[] {
  const entries: PackageEntry[] = [];
  const open: { indent: number; key: string }[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const start = offset;
    offset += line.length + 1;
    const groups = yamlLine.exec(line)?.groups;
    if (!groups) continue;
    const indent = groups['indent']!.length;
    while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
    const key = groups['double'] ?? groups['single'] ?? groups['plain']!;
    const path = [...open.map((parent) => parent.key), key];
    const rest = groups['rest'];
    if (rest === undefined || rest.startsWith('#')) {
      open.push({ indent, key });
      continue;
    }
    const scalar = yamlScalar.exec(rest);
    const restStart = start + line.lastIndexOf(rest);
    if (!scalar) {
      entries.push({ path, value: rest, start: restStart, end: restStart + rest.length, opaque: true });
      continue;
    }
    const value = scalar[1] ?? scalar[2] ?? scalar[3]!;
    const valueStart = restStart + (scalar[3] === undefined ? 1 : 0);
    entries.push({ path, value, start: valueStart, end: valueStart + value.length });
  }
  return entries;
}
