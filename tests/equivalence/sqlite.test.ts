import { defineReleases } from './support/releases.ts';
import { defineSuite } from './support/suite.ts';

defineSuite({
  name: 'sqlite',
  client: 'better-sqlite3',
  empty: {
    'asks for nothing': ['reading/sync-no-match', 'where/in-array-empty'],
    'compares with undefined or null, which matches no row': [
      'values/any-missing-in-and',
      'values/member-of-cast',
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
  differences: {
    'values/member-of-cast': {
      reason: 'a member that only a cast knows of is believed where undefined throws',
      changes: [
        {
          at: '',
          before: [],
          after: {
            error:
              "Unexpected 'undefined' in filter value. Use 'EmptyFilter' if you want the filter field to be skipped.",
          },
        },
      ],
    },
  },
});

defineReleases('sqlite', 'better-sqlite3', [
  ['full', '1.0.0-rc.4'],
  ['bridge', '1.0.0-beta.1'],
  // Here when `npm run targets` has installed it.
  ['bridge', '1.0.0-rc.3'],
]);
