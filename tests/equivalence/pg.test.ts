import { defineSuite } from './support/suite.ts';

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
      'values/env',
      'values/find-result',
      'values/map-get',
      'values/null-as-any',
      'values/null-as-never',
      'values/optional-chain-missing',
      'values/optional-chain-null',
      'values/optional-chain-number-missing',
      'values/process-env',
    ],
  },
  unseen: {
    'no row or one row to order': ['config/limit-zero orderBy', 'order-by/maybe-undefined-on orderBy'],
    'no row to take columns from': [
      'nested/thread replies.replies.replies columns',
      'values/any-missing-nested posts columns',
    ],
  },
  differences: {},
});
