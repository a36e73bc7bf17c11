import type { ts } from 'ts-morph';
import type { SchemaObject } from '../facts.ts';
import { UserError } from '../user-error.ts';
import type { Scan } from './scan.ts';
import { readSchemaValue } from './schema.ts';
import type { Sources } from './sources.ts';
import type { Evaluator } from './value.ts';

/**
 * Schemas that no `drizzle()` call in sight is given: the module named by `--schema`, and, where a project builds its
 * client out of sight (a framework module, a wrapper package), the module that exports most of the tables with relations.
 *
 * @throws UserError when the named module cannot be read or has no tables
 */
export function extraSchemas(
  given: string | undefined,
  scan: Scan,
  sources: Sources,
  evaluator: Evaluator,
): SchemaObject[] {
  if (given !== undefined) {
    const module = sources.get(given);
    const schema = module && readModule(given, module.ast, scan, evaluator);
    if (!schema || schema.tables.size === 0) throw new UserError(`No tables were found in the schema module ${given}.`);
    return [schema];
  }
  const hasSchema = scan.clients.some(({ schema }) => schema && schema.tables.size > 0);
  if (hasSchema || scan.migrated.length > 0 || (scan.sites.length === 0 && scan.blocks.size === 0)) return [];
  const candidates = sources
    .parsed()
    .map((module) => readModule(module.path, module.ast, scan, evaluator))
    .filter(({ tables, blocks }) => tables.size > 0 && (blocks.length > 0 || scan.blocks.size === 0));
  const size = ({ tables, blocks }: SchemaObject) => tables.size + blocks.length;
  const [best] = candidates.sort(
    (a, b) => size(b) - size(a) || a.node.getSourceFile().fileName.length - b.node.getSourceFile().fileName.length,
  );
  return best ? [best] : [];
}

function readModule(path: string, ast: ts.SourceFile, scan: Scan, evaluator: Evaluator): SchemaObject {
  return readSchemaValue({ kind: 'namespace', path }, ast, evaluator, scan.blocks);
}
