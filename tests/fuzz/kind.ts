/** A value twice: as SQL for the seed, as TypeScript for a query. */
export type Sample = readonly [sql: string, js: string];

/** One kind of column: how it is declared, what it holds, what may be asked of it. */
export interface Kind {
  /** The builder, `integer`, and its options, `{ mode: 'boolean' }`. */
  builder: string;
  options?: string;
  /** Methods behind the builder: `.array()`, `.$type<…>()`. */
  suffix?: string;
  ddl: string;
  /** TypeScript type of a value. */
  type: string;
  samples: readonly Sample[];
  /** Whether `=`, `<` and `order by` mean something. */
  equal: boolean;
  sorted: boolean;
  like?: boolean;
  list?: boolean;
  /** A difference inside of relations that section 7 of the semantics names: how v1's value becomes v2's. */
  nested?: 'text-timestamp' | 'text-timestamptz' | 'numeric';
  /** v1 could not read it inside of relations. */
  rootOnly?: boolean;
}

/** Samples of texts. */
export const same = (...texts: string[]): Sample[] =>
  texts.map((text) => [`'${text.replaceAll("'", "''")}'`, `'${text.replaceAll("'", "\\'")}'`]);
/** Samples of numbers. */
export const numbers = (...values: number[]): Sample[] => values.map((value) => [String(value), String(value)]);
/** For kinds whose values can be compared and sorted. */
export const plain = { equal: true, sorted: true };
export const words = same('ada', 'Ada', "o'neil", 'ünïcode ✓', '', 'zoë', '100%', 'a_b');
export const isoTimes = ['2024-01-02T03:04:05.678Z', '2024-06-30T00:00:00.000Z', '2024-03-10T07:30:00.000Z'];
export const json = { type: '{ a?: number; b?: string[] }' };
export const jsonSamples: Sample[] = [
  [`'{"a":1}'`, '{ a: 1 }'],
  [`'{"b":["x","ü"]}'`, "{ b: ['x', 'ü'] }"],
  [`'{}'`, '{}'],
];
