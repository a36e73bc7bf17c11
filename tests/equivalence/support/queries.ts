import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

/** Whether the order of rows is part of the result: yes for a query listed under `ordered`. */
export type Kind = 'queries' | 'ordered';

export interface Query {
  /** `<file>/<key>`, for example `grouping/two-ors-in-and`. */
  name: string;
  kind: Kind;
  /** Where it is declared: absolute path, first and last line. */
  file: string;
  lines: [first: number, last: number];
}

/** The queries a project declares in `export const queries = { … }` and `export const ordered = { … }`. */
export function listQueries(project: string): Query[] {
  const folder = join(project, 'queries');
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest);
      return source.statements
        .filter(ts.isVariableStatement)
        .flatMap((statement) => [...statement.declarationList.declarations])
        .flatMap(({ name, initializer }) => {
          if (!ts.isIdentifier(name) || !initializer || !ts.isObjectLiteralExpression(initializer)) return [];
          if (name.text !== 'queries' && name.text !== 'ordered') return [];
          const kind: Kind = name.text;
          return initializer.properties.map((property) => {
            const key = property.name;
            if (!key || ts.isComputedPropertyName(key)) throw new Error(`A query without a name in ${file}`);
            const line = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
            return {
              name: `${basename(file, '.ts')}/${key.text}`,
              kind,
              file: join(folder, file),
              lines: [line(property.getStart(source)), line(property.end)],
            };
          });
        });
    });
}
