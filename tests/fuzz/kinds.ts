export type FuzzDialect = 'pg' | 'sqlite';

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

const same = (...texts: string[]): Sample[] =>
  texts.map((text) => [`'${text.replaceAll("'", "''")}'`, `'${text.replaceAll("'", "\\'")}'`]);
const numbers = (...values: number[]): Sample[] => values.map((value) => [String(value), String(value)]);
const dates = (quote: (iso: string) => string, ...isos: string[]): Sample[] =>
  isos.map((iso) => [quote(iso), `new Date('${iso}')`]);

const plain = { equal: true, sorted: true };
const words = same('ada', 'Ada', "o'neil", 'ünïcode ✓', '', 'zoë', '100%', 'a_b');
const isoTimes = ['2024-01-02T03:04:05.678Z', '2024-06-30T00:00:00.000Z', '2024-03-10T07:30:00.000Z'];
const pgTime = (iso: string) => `'${iso.replace('T', ' ').replace('Z', '+00')}'`;
const pgLocal = (iso: string) => `'${iso.replace('T', ' ').replace('Z', '')}'`;
const localTimes: Sample[] = ['2024-01-02 03:04:05.678', '2024-06-30 00:00:00', '2023-01-01 12:00:00'].map((text) => [
  `'${text}'`,
  `'${text}'`,
]);
const json = { type: '{ a?: number; b?: string[] }' };
const jsonSamples: Sample[] = [
  [`'{"a":1}'`, '{ a: 1 }'],
  [`'{"b":["x","ü"]}'`, "{ b: ['x', 'ü'] }"],
  [`'{}'`, '{}'],
];

const pgKinds: Record<string, Kind> = {
  integer: { builder: 'integer', ddl: 'integer', type: 'number', samples: numbers(0, 1, 2, 3, 7, -1), ...plain },
  smallint: { builder: 'smallint', ddl: 'smallint', type: 'number', samples: numbers(0, 1, 2, 3), ...plain },
  bigintNumber: {
    builder: 'bigint',
    options: "{ mode: 'number' }",
    ddl: 'bigint',
    type: 'number',
    samples: numbers(0, 1, 5000000000),
    ...plain,
  },
  bigint: {
    builder: 'bigint',
    options: "{ mode: 'bigint' }",
    ddl: 'bigint',
    type: 'bigint',
    samples: [
      ['1', '1n'],
      ['2', '2n'],
      ['5000000000', '5000000000n'],
    ],
    ...plain,
  },
  text: { builder: 'text', ddl: 'text', type: 'string', samples: words, like: true, ...plain },
  varchar: {
    builder: 'varchar',
    options: '{ length: 40 }',
    ddl: 'varchar(40)',
    type: 'string',
    samples: words,
    like: true,
    ...plain,
  },
  textEnum: {
    builder: 'text',
    options: "{ enum: ['draft', 'live', 'gone'] }",
    ddl: 'text',
    type: "'draft' | 'live' | 'gone'",
    samples: same('draft', 'live', 'gone'),
    ...plain,
  },
  mood: {
    builder: 'mood',
    ddl: 'mood',
    type: "'sad' | 'ok' | 'happy'",
    samples: same('sad', 'ok', 'happy'),
    ...plain,
  },
  branded: {
    builder: 'text',
    suffix: '.$type<`k${string}`>()',
    ddl: 'text',
    type: '`k${string}`',
    samples: same('k1', 'k2', 'kü'),
    ...plain,
  },
  boolean: {
    builder: 'boolean',
    ddl: 'boolean',
    type: 'boolean',
    samples: [
      ['true', 'true'],
      ['false', 'false'],
    ],
    ...plain,
  },
  uuid: {
    builder: 'uuid',
    ddl: 'uuid',
    type: 'string',
    samples: same('11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'),
    ...plain,
  },
  double: {
    builder: 'doublePrecision',
    ddl: 'double precision',
    type: 'number',
    samples: numbers(0.5, 1.25, -3),
    ...plain,
  },
  numeric: {
    builder: 'numeric',
    options: '{ precision: 10, scale: 2 }',
    ddl: 'numeric(10, 2)',
    type: 'string',
    samples: same('1.10', '2.00', '-0.50'),
    nested: 'numeric',
    ...plain,
  },
  numericNumber: {
    builder: 'numeric',
    options: "{ mode: 'number' }",
    ddl: 'numeric',
    type: 'number',
    samples: numbers(1.5, 2, 30),
    ...plain,
  },
  jsonb: {
    builder: 'jsonb',
    suffix: `.$type<${json.type}>()`,
    ddl: 'jsonb',
    ...json,
    samples: jsonSamples,
    equal: true,
    sorted: false,
  },
  json: {
    builder: 'json',
    suffix: `.$type<${json.type}>()`,
    ddl: 'json',
    ...json,
    samples: jsonSamples,
    equal: false,
    sorted: false,
  },
  timestamp: {
    builder: 'timestamp',
    ddl: 'timestamp',
    type: 'Date',
    samples: dates(pgLocal, ...isoTimes),
    ...plain,
  },
  timestamptz: {
    builder: 'timestamp',
    options: '{ withTimezone: true }',
    ddl: 'timestamp with time zone',
    type: 'Date',
    samples: dates(pgTime, ...isoTimes),
    ...plain,
  },
  timestampText: {
    builder: 'timestamp',
    options: "{ mode: 'string' }",
    ddl: 'timestamp',
    type: 'string',
    samples: localTimes,
    nested: 'text-timestamp',
    ...plain,
  },
  timestamptzText: {
    builder: 'timestamp',
    options: "{ withTimezone: true, mode: 'string' }",
    ddl: 'timestamp with time zone',
    type: 'string',
    samples: localTimes.map(([, js]) => [`${js.slice(0, -1)}+00'`, `${js.slice(0, -1)}+00'`] as const),
    nested: 'text-timestamptz',
    ...plain,
  },
  date: { builder: 'date', ddl: 'date', type: 'string', samples: same('2024-02-29', '2023-12-31'), ...plain },
  dateDate: {
    builder: 'date',
    options: "{ mode: 'date' }",
    ddl: 'date',
    type: 'Date',
    samples: [
      ["'2024-02-29'", "new Date('2024-02-29')"],
      ["'2023-12-31'", "new Date('2023-12-31')"],
    ],
    ...plain,
  },
  time: { builder: 'time', ddl: 'time', type: 'string', samples: same('01:02:03', '23:59:59'), ...plain },
  interval: { builder: 'interval', ddl: 'interval', type: 'string', samples: same('1 day', '02:00:00'), ...plain },
  textList: {
    builder: 'text',
    suffix: '.array()',
    ddl: 'text[]',
    type: 'string[]',
    samples: [
      [`'{a,b}'`, "['a', 'b']"],
      [`'{}'`, '[]'],
      [`'{"ü ,x",c}'`, "['ü ,x', 'c']"],
      [`'{a}'`, "['a']"],
    ],
    list: true,
    ...plain,
  },
  integerList: {
    builder: 'integer',
    suffix: '.array()',
    ddl: 'integer[]',
    type: 'number[]',
    samples: [
      [`'{1,2}'`, '[1, 2]'],
      [`'{2}'`, '[2]'],
    ],
    list: true,
    ...plain,
  },
  booleanList: {
    builder: 'boolean',
    suffix: '.array()',
    ddl: 'boolean[]',
    type: 'boolean[]',
    samples: [
      [`'{t,f}'`, '[true, false]'],
      [`'{f}'`, '[false]'],
    ],
    list: true,
    ...plain,
  },
  uuidList: {
    builder: 'uuid',
    suffix: '.array()',
    ddl: 'uuid[]',
    type: 'string[]',
    samples: [
      [`'{11111111-1111-4111-8111-111111111111}'`, "['11111111-1111-4111-8111-111111111111']"],
      [`'{22222222-2222-4222-8222-222222222222}'`, "['22222222-2222-4222-8222-222222222222']"],
    ],
    list: true,
    ...plain,
  },
  moodList: {
    builder: 'mood',
    suffix: '.array()',
    ddl: 'mood[]',
    type: "('sad' | 'ok' | 'happy')[]",
    samples: [
      [`'{sad,ok}'`, "['sad', 'ok']"],
      [`'{happy}'`, "['happy']"],
    ],
    list: true,
    ...plain,
  },
  real: { builder: 'real', ddl: 'real', type: 'number', samples: numbers(0.5, 1.25, -3), ...plain },
  char: {
    builder: 'char',
    options: '{ length: 3 }',
    ddl: 'char(3)',
    type: 'string',
    samples: same('abc', 'xyz'),
    like: true,
    ...plain,
  },
  jsonbLoose: {
    builder: 'jsonb',
    ddl: 'jsonb',
    type: 'unknown',
    samples: [
      [`'{"a":1}'`, '{ a: 1 }'],
      [`'[1,2]'`, '[1, 2]'],
    ],
    equal: true,
    sorted: false,
  },
  lowercase: {
    builder: 'lowercase',
    ddl: 'text',
    type: 'string',
    samples: [
      ["'abc'", "'ABC'"],
      ["'def'", "'def'"],
    ],
    ...plain,
  },
  cents: {
    builder: 'cents',
    ddl: 'integer',
    type: 'Cents',
    samples: [
      ['100', 'new Cents(1)'],
      ['250', 'new Cents(2.5)'],
    ],
    ...plain,
  },
};

const epoch = (unit: number): Sample[] =>
  isoTimes.map((iso) => [
    String(Math.floor(Date.parse(iso) / unit)),
    `new Date('${unit === 1 ? iso : iso.replace(/\.\d+/, '.000')}')`,
  ]);

const sqliteKinds: Record<string, Kind> = {
  integer: { builder: 'integer', ddl: 'integer', type: 'number', samples: numbers(0, 1, 2, 3, 7, -1), ...plain },
  boolean: {
    builder: 'integer',
    options: "{ mode: 'boolean' }",
    ddl: 'integer',
    type: 'boolean',
    samples: [
      ['1', 'true'],
      ['0', 'false'],
    ],
    ...plain,
  },
  timestamp: {
    builder: 'integer',
    options: "{ mode: 'timestamp' }",
    ddl: 'integer',
    type: 'Date',
    samples: epoch(1000),
    ...plain,
  },
  timestampMs: {
    builder: 'integer',
    options: "{ mode: 'timestamp_ms' }",
    ddl: 'integer',
    type: 'Date',
    samples: epoch(1),
    ...plain,
  },
  text: { builder: 'text', ddl: 'text', type: 'string', samples: words, like: true, ...plain },
  textEnum: {
    builder: 'text',
    options: "{ enum: ['draft', 'live', 'gone'] }",
    ddl: 'text',
    type: "'draft' | 'live' | 'gone'",
    samples: same('draft', 'live', 'gone'),
    ...plain,
  },
  branded: { ...pgKinds.branded! },
  json: {
    builder: 'text',
    options: "{ mode: 'json' }",
    suffix: `.$type<${json.type}>()`,
    ddl: 'text',
    ...json,
    samples: jsonSamples,
    equal: true,
    sorted: false,
  },
  real: { builder: 'real', ddl: 'real', type: 'number', samples: numbers(0.5, 1.25, -3), ...plain },
  numeric: { builder: 'numeric', ddl: 'numeric', type: 'string', samples: same('1.5', '2.25'), ...plain },
  numericNumber: {
    builder: 'numeric',
    options: "{ mode: 'number' }",
    ddl: 'numeric',
    type: 'number',
    samples: numbers(1.5, 2, 30),
    ...plain,
  },
  bytes: {
    builder: 'blob',
    options: "{ mode: 'buffer' }",
    ddl: 'blob',
    type: 'Buffer',
    samples: [
      [`x'00ff'`, "Buffer.from('00ff', 'hex')"],
      [`x'61'`, "Buffer.from('a')"],
    ],
    rootOnly: true,
    ...plain,
  },
  bigint: {
    builder: 'blob',
    options: "{ mode: 'bigint' }",
    ddl: 'blob',
    type: 'bigint',
    samples: [
      [`x'31'`, '1n'],
      [`x'3730'`, '70n'],
    ],
    rootOnly: true,
    equal: true,
    sorted: false,
  },
  lowercase: pgKinds.lowercase!,
  cents: pgKinds.cents!,
};

export const kindsOf: Record<FuzzDialect, Readonly<Record<string, Kind>>> = { pg: pgKinds, sqlite: sqliteKinds };
