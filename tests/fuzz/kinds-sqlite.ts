import { same, numbers, plain, words, isoTimes, json, jsonSamples, type Kind, type Sample } from './kind.ts';
import { pgKinds } from './kinds-pg.ts';

const epoch = (unit: number): Sample[] =>
  isoTimes.map((iso) => [
    String(Math.floor(Date.parse(iso) / unit)),
    `new Date('${unit === 1 ? iso : iso.replace(/\.\d+/, '.000')}')`,
  ]);

/** The kinds of columns of SQLite. */
export const sqliteKinds: Record<string, Kind> = {
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
