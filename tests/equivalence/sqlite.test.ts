import { defineSuite } from './support/suite.ts';

defineSuite({
  name: 'sqlite',
  client: 'better-sqlite3',
  empty: {
    'asks for nothing': ['reading/sync-no-match', 'where/in-array-empty'],
    'compares with undefined or null, which matches no row': [
      'values/any-missing-in-and',
      'values/null-as-any',
      'values/optional-missing',
    ],
  },
  unseen: {
    'an offset of 0': [
      'reading/paging-from-the-start offset',
      'reading/paging-shorthand offset',
      'reading/paging-perhaps offset',
      'reading/paging-chosen-relations subtasks offset',
    ],
  },
  differences: {},
});
