import { defineSuite } from './support/suite.ts';

defineSuite({ name: 'libsql', client: 'libsql', empty: {}, unseen: {}, differences: {} });
