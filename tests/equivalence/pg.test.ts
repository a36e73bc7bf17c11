import { defineReleases } from './support/releases.ts';
import { defineSuite } from './support/suite.ts';

const throwsForUndefined = {
  reason: 'undefined from a caller throws',
  reported: 'RQB_VALUE_PASSED',
  changes: [
    {
      at: '',
      before: [],
      after: {
        error: "Unexpected 'undefined' in filter value. Use 'EmptyFilter' if you want the filter field to be skipped.",
      },
    },
  ],
};

defineSuite({
  name: 'pg',
  client: 'pglite',
  empty: {
    'asks for nothing': ['config/limit-zero', 'operators/in-array-empty', 'operators/in-array-empty-literal'],
    'contradicts itself': ['grouping/contradiction', 'hoisted/let-set'],
    'compares with undefined or null, which matches no row': [
      'values/any-missing',
      'values/any-missing-callback',
      'values/any-missing-in-and',
      'values/any-missing-ne',
      'values/any-null',
      'values/array-index',
      'values/awaited-cast',
      'values/cast-assigned',
      'values/env',
      'values/field-of-nobody',
      'values/find-result',
      'values/left-when-given',
      'values/map-get',
      'values/missing-text-date',
      'values/missing-text-date-callback',
      'values/missing-text-date-of-any-column',
      'values/missing-text-date-of-either',
      'values/missing-text-date-of-either-callback',
      'values/null-as-any',
      'values/null-as-never',
      'values/optional-chain-missing',
      'values/optional-chain-null',
      'values/optional-chain-number-missing',
      'values/index-destructured',
      'values/passed-by-map-missing',
      'values/passed-by-promise-missing',
      'values/passed-date-missing',
      'values/passed-default-missing',
      'values/passed-in-list-missing',
      'values/passed-in-object',
      'values/passed-in-spread-missing',
      'values/passed-missing',
      'values/passed-nothing',
      'values/passed-on-missing',
      'values/passed-to-variable-missing',
      'values/process-env',
    ],
    'compares a table with itself in a subquery': ['raw-sql/own-table-hidden'],
    'compares with an object, which matches no row': ['values/request-with-operators'],
    'is left before its query': ['values/proven-not'],
  },
  unseen: {
    'no row or one row to order': ['config/limit-zero orderBy', 'order-by/maybe-undefined-on orderBy'],
    'an empty order': ['lists/sorts-none orderBy', 'order-by/empty-list orderBy'],
    'a negative limit is none': [
      'config/negativeLimit limit',
      'config/negativeLimit posts limit',
      'config/positiveLimit posts limit',
    ],
    'no row to take columns from': [
      'nested/thread replies.replies.replies columns',
      'values/any-missing-nested posts columns',
    ],
  },
  refused: {
    'awaits/inRaw': 'RQB_AWAIT_IN_SQL',
    'awaits/whole': 'RQB_AWAIT_IN_SQL',
    'awaits/inMember': 'RQB_AWAIT_IN_SQL',
    'traps/mutatedBeforeAwait': 'RQB_LATE_VALUE',
    'traps/names-outer-table': 'RQB_OUTER_TABLE',
    'traps/mutatedOrder': 'RQB_LATE_VALUE',
    'traps/config-assigned': 'RQB_CONFIG_OPAQUE',
  },
  differences: {
    'values/passed-in-object': throwsForUndefined,
    'values/passed-date-missing': throwsForUndefined,
    'values/passed-on-missing': throwsForUndefined,
    'values/passed-default-missing': throwsForUndefined,
    'values/passed-nothing': throwsForUndefined,
    'values/passed-by-map-missing': throwsForUndefined,
    'values/passed-by-promise-missing': throwsForUndefined,
    'values/passed-in-list-missing': throwsForUndefined,
    'values/passed-in-spread-missing': throwsForUndefined,
    'nested/many': {
      reason: 'nested numeric keeps its zeros',
      changes: [
        { at: '0.posts.0.rating', before: '4.5', after: '4.50' },
        { at: '0.posts.3.rating', before: '3', after: '3.00' },
        { at: '4.posts.1.rating', before: '1', after: '1.00' },
        { at: '6.posts.0.rating', before: '4.5', after: '4.50' },
        { at: '7.posts.0.rating', before: '4', after: '4.00' },
        { at: '9.posts.0.rating', before: '5', after: '5.00' },
        { at: '9.posts.1.rating', before: '0', after: '0.00' },
      ],
    },
    'nested/find-first-nested': {
      reason: 'nested numeric keeps its zeros',
      changes: [{ at: 'posts.0.rating', before: '4.5', after: '4.50' }],
    },
    'values/nested-numeric': {
      reason: 'nested numeric keeps its zeros',
      changes: [
        { at: '0.children.0.amount', before: '1.1', after: '1.1000' },
        { at: '1.children.0.amount', before: '2.5', after: '2.5000' },
        { at: '3.children.0.amount', before: '1.1', after: '1.1000' },
      ],
    },
    'values/nested-bigint': {
      reason: 'nested bigint is exact',
      changes: [
        { at: '0.children.0.big.value', before: '9223372036854775808', after: '9223372036854775807' },
        { at: '3.children.0.big.value', before: '9007199254740992', after: '9007199254740993' },
      ],
    },
    'values/nested-timestamp-text': {
      reason: 'nested text timestamps look as at the root',
      changes: [
        { at: '0.children.0.atText', before: '2024-01-02T03:04:05.678', after: '2024-01-02 03:04:05.678' },
        { at: '1.children.0.atText', before: '2024-06-30T00:00:00', after: '2024-06-30 00:00:00' },
        { at: '3.children.0.atText', before: '2023-01-01T00:00:00', after: '2023-01-01 00:00:00' },
      ],
    },
    'values/nested-timestamptz-text': {
      reason: 'nested text timestamps look as at the root',
      changes: [
        { at: '0.children.0.atZoneText', before: '2024-01-02T03:04:05.678+00:00', after: '2024-01-02 03:04:05.678+00' },
        { at: '1.children.0.atZoneText', before: '2024-06-30T00:00:00+00:00', after: '2024-06-30 00:00:00+00' },
        { at: '3.children.0.atZoneText', before: '2023-01-01T00:00:00+00:00', after: '2023-01-01 00:00:00+00' },
      ],
    },
    'traps/bare-or-text-in-and': {
      reason: 'an `or` inside raw text is now held together',
      reported: 'RQB_RAW_PRECEDENCE',
      changes: [
        {
          at: '',
          before: [{ id: 12 }, { id: 3 }, { id: 4 }, { id: 6 }, { id: 8 }, { id: 9 }],
          after: [{ id: 4 }, { id: 6 }, { id: 8 }],
        },
      ],
    },
    'config/extras-map-with': {
      reason: 'the decoder of an extra is applied',
      reported: 'RQB_EXTRAS_DECODER',
      changes: [{ at: '0.viewsText', before: '300', after: 300 }],
    },
    'config/extras-correlated': {
      reason: 'a correlated extra without `with` no longer binds to the inner table',
      reported: 'RQB_EXTRAS_SUBQUERY',
      changes: [
        { at: '0.replies', before: 1, after: 2 },
        { at: '0.longest', before: null, after: 15 },
      ],
    },
  },
});

defineReleases('pg', 'pglite', [
  ['full', '1.0.0-beta.1'],
  ['bridge', '1.0.0-beta.1'],
  ['mixed', '1.0.0-beta.1'],
]);
