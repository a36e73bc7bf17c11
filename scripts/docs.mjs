#!/usr/bin/env node
// Writes the pages that are made from the sources: docs/findings.md.
import { writeFileSync } from 'node:fs';
import { findingsPage } from '../dist/explain.js';

writeFileSync(new URL('../docs/findings.md', import.meta.url), findingsPage());
