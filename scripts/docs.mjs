#!/usr/bin/env node
// Writes what is made from the sources: docs/findings.md, and the examples in docs/rules.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { findingsPage } from '../dist/explain.js';
import { withExamples } from './docs/examples.mjs';

const docs = new URL('../docs/', import.meta.url);
const rules = new URL('rules/', docs);
for (const name of readdirSync(rules)) {
  const page = new URL(name, rules);
  writeFileSync(page, withExamples(readFileSync(page, 'utf8')));
}
writeFileSync(new URL('findings.md', docs), findingsPage());
