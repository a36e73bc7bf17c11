import type { Capabilities } from '../../drizzle/capabilities.ts';
import { successorOf } from '../../drizzle/class-names.ts';
import { changedExports, goneExports } from '../../drizzle/gone-exports.ts';
import type { Database } from '../../facts.ts';
import { docImportOf, isInDocComment } from '../../read/types/doc-type-nodes.ts';
import { createSchemaTypes } from '../../read/types/schema-types.ts';
import { isDrizzle, referencesOf, type Reference } from '../../read/types/type-references.ts';
import { isNameable, typedRelationsOf, type Relations } from '../imports/relations-name.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { renameClasses } from './class-imports.ts';
import { drizzleEdits } from './drizzle-type-edits.ts';
import { inferredRowEdits } from './inferred-rows.ts';
import { aliasEdit, genericEdit, parameterEdits } from './own-type-edits.ts';
import { reportNarrowed } from './narrowed-databases.ts';
import { reportOpen } from './open-databases.ts';
import { queryConfigEdits } from './query-config-types.ts';
import { accessEdits } from './type-accesses.ts';
import { convertibleAliases } from './type-aliases.ts';
import { applyTypeEdits, type TypeEdit } from './type-edits.ts';
import { convertParameters, followParameters } from './type-parameters.ts';
import { standsForV1, type TypePlan } from './type-plan.ts';
import { followHandedOn, isOfSeveral, slotOf, type Slot } from './type-slots.ts';

/**
 * Rewrites the types that name the schema in v1 and the relations in v2: database and transaction classes,
 * `ExtractTablesWithRelations`, `DBQueryConfig`, and the aliases and type parameters of the project that stand for a
 * schema. `NodePgDatabase<typeof schema>` → `NodePgDatabase<typeof relations>`
 */
export function rewriteTypes(placements: ReadonlyMap<Database, Placement | undefined>, project: Project): void {
  const { changes, evaluator } = project;
  const files = project.sources.parsed().filter((module) => !changes.deleted().has(module.path));
  const types = createSchemaTypes(project.databases, project.scan.blocks, project);
  const references = files.flatMap(({ path, ast }) => evaluator.spendOn(path, () => referencesOf(ast, project)));
  const slots = references.flatMap((reference) => slotOf(reference, types, project) ?? []);
  followHandedOn(slots, project);
  const followed = followParameters(slots, references, types, project);
  const { converted, failed } = convertParameters(followed, slots, project.scan.clients, types, project);
  for (const parameter of failed) changes.report('RQB_TYPE_PARAMETER', parameter, { name: parameter.name.text });

  const relations = typedRelations(placements, project);
  const isOfLeftDatabase = ({ meaning }: Slot) => meaning.kind === 'database' && !relations(meaning.database);
  const isLeft = (slot: Slot) =>
    isOfLeftDatabase(slot) ||
    (slot.meaning.kind === 'parameter' && failed.has(slot.meaning.parameter)) ||
    (slot.owner !== undefined && failed.has(slot.owner));
  const converts = slots.filter((slot) => !isLeft(slot) && !standsForV1(slot.meaning, project));
  const aliases = convertibleAliases(converts, types, project);
  const plan: TypePlan = { types, relations, aliases, parameters: converted, project };

  reportNarrowed(files, converts, project);
  reportOpen(slots, project);

  const slotsOf = groupBy(slots, ({ reference }) => reference);
  const edits = references.flatMap((reference) => {
    const own = slotsOf.get(reference) ?? [];
    return own.some(isLeft) ? [] : referenceEdits(reference, own, placements, plan);
  });
  for (const alias of aliases) edits.push(aliasEdit(alias, plan));
  for (const parameter of converted.values()) edits.push(...parameterEdits(parameter, plan));
  for (const { ast } of files) edits.push(...accessEdits(ast, project), ...inferredRowEdits(ast, project));
  for (const [file, own] of groupBy(edits, ({ node }) => node.getSourceFile())) {
    own.sort((a, b) => a.start - b.start || b.end - a.end);
    applyTypeEdits(file, own, relations, project);
  }
  // Files with types of a database that stays on v1 keep its class names as well.
  const left = new Set(slots.filter(isOfLeftDatabase).map(({ node }) => node.getSourceFile()));
  renameClasses(
    files.filter(({ ast }) => !left.has(ast)),
    project,
  );
}

/** Looks up the relations that types of a database name, once for each. */
function typedRelations(
  placements: ReadonlyMap<Database, Placement | undefined>,
  project: Project,
): TypePlan['relations'] {
  const found = new Map<Database, Relations | undefined>();
  return (database) => {
    if (!found.has(database)) found.set(database, typedRelationsOf(database, placements, project));
    return found.get(database);
  };
}

/** The edits of one reference; one that cannot be rewritten is reported. */
function referenceEdits(
  reference: Reference,
  slots: readonly Slot[],
  placements: ReadonlyMap<Database, Placement | undefined>,
  plan: TypePlan,
): TypeEdit[] {
  const { types, project } = plan;
  const unclear = slots.find(
    ({ meaning, node }) =>
      meaning.kind === 'unclear' || (meaning.kind === 'database' && !isNameable(meaning.database, node, placements)),
  );
  const isComment = isInDocComment(reference.node);
  if (unclear || (isComment && isGone(reference, project.capabilities))) {
    const code = isComment ? 'RQB_DOC_TYPE' : 'RQB_TYPE_UNCLEAR';
    project.changes.report(code, (unclear ?? reference).node, { type: reference.name.getText() });
    return [];
  }
  if (slots.some((slot) => isOfSeveral(slot, project)))
    project.changes.report('RQB_TYPE_OF_SEVERAL', reference.node, { type: reference.node.getText() });
  if (slots.some(({ owner }) => owner)) return [genericEdit(reference, slots, plan)];
  return [...queryConfigEdits(reference, types, project), ...drizzleEdits(reference, slots[0], plan)];
}

/** The values by key, in their order. */
function groupBy<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/**
 * Whether a reference in a comment is to an export that v2 does not have, has in another shape, or has under another
 * name than the one that `@import` brings in.
 */
function isGone({ value, name }: Reference, capabilities: Capabilities): boolean {
  if (!isDrizzle(value)) return false;
  const to = successorOf(value.module, value.name, capabilities)?.to ?? value;
  const isChanged = (goneExports[value.name] ?? changedExports[value.name]) !== undefined;
  return isChanged || (docImportOf(name) !== undefined && to.name !== value.name);
}
