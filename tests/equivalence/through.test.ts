import { expect, test } from 'vitest';
import { migrate } from '../../src/migrate.ts';
import { source, target } from './support/halves.ts';
import { defineSuite } from './support/suite.ts';

defineSuite({
  name: 'through',
  client: 'pglite',
  options: { through: true },
  empty: {},
  unseen: {
    'nothing reads the columns of the junction': [
      'joins/nested memberships columns',
      'joins/nested memberships.group.meetings columns',
      'joins/nested-with-conditions memberships columns',
      'kept/nullable tips columns',
      'lists/columns-unread memberships columns',
      'lists/composite meetings columns',
      'lists/composite-other-side meetings columns',
      'lists/one-column memberships columns',
      'lists/whole memberships columns',
    ],
  },
  differences: {},
});

test('every query is asked through its junction, but for those that are to be kept', async () => {
  const { findings } = await migrate({ cwd: source('through'), target, through: true });
  const files = (code: string) =>
    new Set(findings.filter((finding) => finding.code === code).map(({ file }) => file.replace(/.*\//, '')));
  expect(files('RQB_THROUGH_KEPT')).toEqual(new Set(['kept.ts']));
  expect(files('RQB_THROUGH_USED')).toEqual(new Set(['lists.ts', 'joins.ts']));
});
