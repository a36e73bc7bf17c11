import { defineSuite } from './support/suite.ts';

defineSuite({
  name: 'through-sqlite',
  client: 'better-sqlite3',
  options: { through: true },
  empty: {},
  unseen: {},
  differences: {},
});
