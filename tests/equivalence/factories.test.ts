import { defineSuite } from './support/suite.ts';

defineSuite({
  name: 'factories',
  client: 'better-sqlite3',
  empty: {},
  unseen: {},
  differences: {},
});
