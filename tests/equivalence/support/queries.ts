import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

/** Whether the order of rows is part of the result: yes for a query listed under `ordered`. */
export type Kind = 'queries' | 'ordered';

export interface Query {
  /** `<file>/<key>`, for example `grouping/two-ors-in-and`. */
  name: string;
  kind: Kind;
  /** Absolute path. */
  file: string;
  /** First and last line of the entry and of every declaration of the file that it names, or that one of these names. */
  lines: [first: number, last: number][];
}

/** The queries a project declares in `export const queries = { … }` and `export const ordered = { … }`. */
export function listQueries(project: string): Query[] {
  return readdirSync(join(project, 'queries'))
    .sort()
    .flatMap((file) => queriesOf(join(project, 'queries', file)));
}

function queriesOf(file: string): Query[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const linesOf = (node: ts.Node): [number, number] => {
    const line = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
    return [line(node.getStart()), line(node.end)];
  };
  const declarations = new Map<string, ts.Node>();
  const lists: { kind: Kind; literal: ts.ObjectLiteralExpression }[] = [];
  for (const statement of source.statements) {
    if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
      declarations.set(statement.name.text, statement);
    }
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const kind = name.getText();
      if (initializer && ts.isObjectLiteralExpression(initializer) && (kind === 'queries' || kind === 'ordered')) {
        lists.push({ kind, literal: initializer });
      } else {
        declarations.set(kind, statement);
      }
    }
  }
  return lists.flatMap(({ kind, literal }) =>
    literal.properties.map((property): Query => {
      const key = property.name;
      if (!key || ts.isComputedPropertyName(key)) throw new Error(`A query without a name in ${file}`);
      const nodes = new Set<ts.Node>([property]);
      for (const node of nodes)
        for (const [word] of node.getText().matchAll(/\w+/g)) nodes.add(declarations.get(word) ?? property);
      return { name: `${basename(file, '.ts')}/${key.text}`, kind, file, lines: [...nodes].map(linesOf) };
    }),
  );
}

/** Whether a place belongs to one of these queries. */
export const isWithin = (queries: Query[], file: string, line: number): boolean =>
  queries.some((query) => query.file === file && query.lines.some(([first, last]) => line >= first && line <= last));
