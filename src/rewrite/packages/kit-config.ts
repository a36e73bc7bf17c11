import { relative } from '../../path.ts';
import { ts } from '../../ts.cts';
import { isNeeded } from '../../drizzle/needs.ts';
import { quoted } from '../../edits/style.ts';
import { kitFiles, readKitConfigs, type KitSchema } from '../../read/modules/kit-config.ts';
import type { Project } from '../project.ts';

/**
 * Adapts `drizzle.config` files to the target's drizzle-kit: the files named in `schema`, and `strict`, which it
 * ignores. (`casing` has a rule of its own.)
 */
export function rewriteKitConfigs(project: Project): void {
  const refusesTwice = isNeeded('kit-schema', project.capabilities);
  const ignoresStrict = isNeeded('kit-strict', project.capabilities);
  for (const { members, schema } of readKitConfigs(project.sources)) {
    const found = refusesTwice && schema && kitFiles(schema, project.resolver.packageOf, project.scripts);
    if (found) checkFiles(schema, found, project);
    const strict = members.get('strict');
    if (!ignoresStrict || !strict || !ts.isObjectLiteralExpression(strict.parent)) continue;
    project.changes.removeElement(strict, strict.parent.properties);
    project.changes.report('RQB_KIT_STRICT', strict);
  }
}

/**
 * Handles tables that several of the schema files export. drizzle-kit 1.0 refuses them; 0.x took each once.
 * `schema: './schema/*'` becomes `'./schema/index.ts'` when that file exports everything that the others do, else it is
 * reported.
 */
function checkFiles(schema: KitSchema, { base, files }: { base: string; files: string[] }, project: Project): void {
  const homes = new Map<ts.Node, Set<string>>();
  for (const file of files) {
    for (const node of entitiesOf(file, project)) homes.set(node, (homes.get(node) ?? new Set()).add(file));
  }
  const [twice] = [...homes.values()].filter((paths) => paths.size > 1);
  if (!twice) return;
  const wholes = files.filter((file) => [...homes.values()].every((paths) => paths.has(file)));
  // Of several such files, one that defines nothing itself is preferred: later tables will be added to it too.
  const isBarrel = (file: string) => [...homes.keys()].every((node) => node.getSourceFile().fileName !== file);
  const whole = wholes.find(isBarrel) ?? wholes[0];
  const name = (path: string) => `./${relative(base, path)}`;
  if (whole === undefined) {
    const [first, second] = [...twice].map((path) => relative(base, path));
    project.changes.report('RQB_KIT_TWICE', schema.value, { first: first!, second: second! });
    return;
  }
  const text = quoted(name(whole), project.styleOf(schema.path));
  const { value, path } = schema;
  project.changes.replace(path, value.getStart(), value.end, ts.isArrayLiteralExpression(value) ? `[${text}]` : text);
  project.changes.report('RQB_KIT_SCHEMA', value, { file: relative(base, whole) });
}

/**
 * The calls behind a module's exports that drizzle-kit collects: tables, views, enums, schemas, sequences, roles,
 * policies.
 */
function entitiesOf(path: string, { evaluator, scan }: Project): ts.Node[] {
  return evaluator.exportNames(path).flatMap((name) => {
    const value = evaluator.exported(path, name);
    if (value?.kind === 'table') return [value.table.node];
    if (value?.kind !== 'expression' || !ts.isCallExpression(value.node) || scan.blocks.has(value.node)) return [];
    const maker = evaluator.evaluate(innermostCallee(value.node), value.env);
    return maker.kind === 'external' && isEntityFactory(maker) ? [value.node] : [];
  });
}

/** The first callee of a chain of calls: `pgSchema` in `pgSchema('x').enum('y', […])`. */
function innermostCallee(call: ts.CallExpression): ts.Expression {
  let node: ts.Expression = call.expression;
  while (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.expression)) node = node.expression.expression;
  return node;
}

/** Whether an export of drizzle-orm makes something that drizzle-kit collects. */
function isEntityFactory({ module, name }: { module: string; name: string }): boolean {
  return /^drizzle-orm\/[\w-]+-core/.test(module) && !/Creator$|^customType$/.test(name);
}
