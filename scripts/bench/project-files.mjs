// What every generated project has, whatever its size.

export const packageJson = `${JSON.stringify(
  { name: 'bench', private: true, type: 'module', dependencies: { 'drizzle-orm': '0.45.4', pg: '^8.16.0' } },
  null,
  2,
)}\n`;

export const tsconfig = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      module: 'ESNext',
      moduleResolution: 'Bundler',
      jsx: 'react-jsx',
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: [],
      paths: { '@/*': ['./src/*'] },
    },
    include: ['src', 'types'],
  },
  null,
  2,
)}\n`;

export const reactTypes = `declare module 'react' {
  export type ReactNode = unknown;
  export function useState<T>(initial: T | (() => T)): [T, (value: T | ((before: T) => T)) => void];
  export function useEffect(effect: () => void | (() => void), inputs: readonly unknown[]): void;
  export function useMemo<T>(compute: () => T, inputs: readonly unknown[]): T;
  export function useCallback<T>(callback: T, inputs: readonly unknown[]): T;
}
declare module 'react/jsx-runtime' {
  export namespace JSX {
    type Element = object;
    interface ElementChildrenAttribute {
      children: object;
    }
    interface IntrinsicElements {
      [name: string]: any;
    }
  }
}
`;

export const client = `import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import * as relations from './schema/relations';
import * as schema from './schema';

const pool = new Pool({ connectionString: 'postgres://localhost/bench' });

export const db = drizzle(pool, { schema: { ...schema, ...relations } });
export type Database = typeof db;
`;
