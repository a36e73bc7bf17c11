import { ts } from '../../ts.cts';
import type { Capabilities } from '../../drizzle/capabilities.ts';
import { isBetween, successorOf, type Parameter, type Successor } from '../../drizzle/class-names.ts';
import { changedExports, goneExports } from '../../drizzle/gone-exports.ts';
import type { Piece } from '../../edits/edit.ts';
import type { Database } from '../../facts.ts';
import { createSchemaTypes, type SchemaMeaning } from '../../read/types/schema-types.ts';
import { docImportOf, isInDocComment } from '../../read/types/doc-type-nodes.ts';
import { isDrizzle, referencesOf, type Reference } from '../../read/types/type-references.ts';
import { renameClasses } from './class-imports.ts';
import { keepsV1 } from '../kept-queries.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { isNameable, typedRelationsOf, typeOfRelations, type Relations } from '../imports/relations-name.ts';
import { queryConfigEdits } from './query-config-types.ts';
import { convertibleAliases } from './type-aliases.ts';
import { inferredRowEdits } from './inferred-rows.ts';
import { applyTypeEdits, argumentEdit, type Names, type TypeEdit, rangeOf } from './type-edits.ts';
import { accessEdits } from './type-accesses.ts';
import { convertParameters, followParameters, siblingsOf, type ConvertedParameter } from './type-parameters.ts';
import { argumentOf, isExtraction, slotOf, successorOfReference, type Slot } from './type-slots.ts';

/**
 * Rewrites the types that name the schema in v1 and the relations in v2: database and transaction classes,
 * `ExtractTablesWithRelations`, `DBQueryConfig`, and the aliases and type parameters of the project that stand for a
 * schema. `NodePgDatabase<typeof schema>` → `NodePgDatabase<typeof relations>`
 */
export function rewriteTypes(placements: ReadonlyMap<Database, Placement | undefined>, project: Project): void {
  const { changes, capabilities } = project;
  const files = project.sources.parsed().filter((module) => !changes.deleted().has(module.path));
  const types = createSchemaTypes(project.databases, project.scan.blocks, project);
  const found = new Map<Database, Relations | undefined>();
  const relations = (database: Database) => {
    if (!found.has(database)) found.set(database, typedRelationsOf(database, placements, project));
    return found.get(database);
  };
  const references = files.flatMap(({ path, ast }) =>
    project.evaluator.spendOn(path, () => referencesOf(ast, project)),
  );
  const slots = references.flatMap((reference) => slotOf(reference, types, project) ?? []);
  const parameters = followParameters(slots, references, types, project);
  const { converted, failed } = convertParameters(parameters, slots, project.scan.clients, types, project);
  for (const parameter of failed) changes.report('RQB_TYPE_PARAMETER', parameter, { name: parameter.name.text });
  const isLeft = ({ meaning, owner }: Slot) =>
    (meaning.kind === 'database' && !relations(meaning.database)) ||
    (meaning.kind === 'parameter' && failed.has(meaning.parameter)) ||
    (owner !== undefined && failed.has(owner));
  const active = slots.filter((slot) => !isLeft(slot));
  const isUnclear = ({ meaning, node }: Slot) =>
    meaning.kind === 'unclear' || (meaning.kind === 'database' && !isNameable(meaning.database, node, placements));
  const isKept = (meaning: SchemaMeaning) => meaning.kind === 'database' && keepsV1(meaning.database, project);
  const converts = active.filter(({ meaning }) => !isKept(meaning));
  const aliases = convertibleAliases(converts, types, project, project);

  const edits: TypeEdit[] = [];
  const byReference = groupBy(slots, ({ reference }) => reference);
  for (const reference of references) {
    const own = byReference.get(reference) ?? [];
    if (own.some(isLeft)) continue;
    const unclear = own.find(isUnclear);
    const isComment = isInDocComment(reference.node);
    if (unclear || (isComment && isGone(reference, capabilities))) {
      const code = isComment ? 'RQB_DOC_TYPE' : 'RQB_TYPE_UNCLEAR';
      changes.report(code, (unclear ?? reference).node, { type: reference.name.getText() });
    } else if (own.some(({ owner }) => owner)) edits.push(genericEdit(reference, own));
    else edits.push(...queryConfigEdits(reference, types, project), ...drizzleEdits(reference, own[0]));
  }
  for (const alias of aliases) edits.push(aliasEdit(alias));
  for (const parameter of converted.values()) edits.push(...parameterEdits(parameter));
  for (const { ast } of files) edits.push(...accessEdits(ast, project), ...inferredRowEdits(ast, project));
  const byFile = groupBy(edits, ({ node }) => node.getSourceFile());
  for (const [file, own] of byFile) {
    own.sort((a, b) => a.start - b.start || b.end - a.end);
    applyTypeEdits(file, own, relations, project);
  }
  // Files with types of a database that stays on v1 keep its class names as well.
  const left = new Set(
    slots.flatMap(({ node, meaning }) =>
      meaning.kind === 'database' && !relations(meaning.database) ? [node.getSourceFile()] : [],
    ),
  );
  renameClasses(
    files.filter(({ ast }) => !left.has(ast)),
    project,
  );

  /** The text for a type that stood for a schema; undefined when it can be left out, being the default. */
  function relationsText(meaning: SchemaMeaning, node: ts.TypeNode, names: Names): Piece[] | undefined {
    const alias = types.aliasOf(node);
    if (alias && aliases.has(alias)) return [rangeOf(node)];
    switch (meaning.kind) {
      case 'database':
        return [typeOfRelations(names.relations(meaning.database), relations(meaning.database)!)];
      case 'loose':
        return [names.drizzle('AnyRelations')];
      case 'empty':
        return undefined;
      default:
        return [rangeOf(node)];
    }
  }

  /** The edits of a reference to a type of drizzle-orm. */
  function drizzleEdits(reference: Reference, slot: Slot | undefined): TypeEdit[] {
    const { node, args } = reference;
    if (isExtraction(reference) && slot) {
      const { meaning, node: argument } = slot;
      const isAny = meaning.kind === 'any';
      const pieces = (names: Names) => {
        const text = relationsText(isAny ? { kind: 'loose' } : meaning, argument, names) ?? [
          names.drizzle('EmptyRelations'),
        ];
        return needsParentheses(node) && meaning.kind === 'database' ? ['(', ...text, ')'] : text;
      };
      return [{ node, start: node.getStart(), end: node.end, pieces }];
    }
    const successor = successorOfReference(reference, types, capabilities);
    if (!successor?.to || !args) return [];
    if (slot?.meaning.kind === 'migrated' && !isBetween(successor.from)) return [];
    return [argumentEdit(node, args, (names) => argumentsOf(successor, args, slot, names), project)];
  }

  /** The type arguments of a reference in the target's order. */
  function argumentsOf(
    successor: Successor,
    args: ts.NodeArray<ts.TypeNode>,
    slot: Slot | undefined,
    names: Names,
  ): Piece[][] | undefined {
    const { parameters, module } = successor.to!;
    const known = argumentOf(successor, args, 'relations');
    const schema = argumentOf(successor, args, 'schema');
    const pieceOf = ({ role }: Parameter): Piece[] | undefined => {
      if (role === '=unknown') return ['unknown'];
      if (role.startsWith('=')) return [names.drizzle(role.slice(1), `drizzle-orm/${module.replace(/\/.*/, '')}`)];
      // In a form with v1 and v2 side by side, the schema stays for a database that keeps v1; its tables follow from
      // it.
      if (role === 'schema' && schema && isBetween(successor.to!) && isKept(types.meaningOf(schema)))
        return [rangeOf(schema)];
      if (isBetween(successor.to!) && (role === 'schema' || role === 'tables'))
        return role === 'schema' && schema && types.meaningOf(schema).kind === 'any' ? ['any'] : undefined;
      if (role === 'relations' && slot?.meaning.kind === 'migrated') return known && [rangeOf(known)];
      if (role === 'relations' && slot) return relationsText(slot.meaning, slot.node, names);
      const argument = argumentOf(successor, args, role === 'relations' ? 'tables' : (role as 'kind'));
      return argument && [rangeOf(argument)];
    };
    const items = parameters.map(pieceOf);
    while (items.length > 0 && !items.at(-1) && parameters[items.length - 1]!.optional) items.pop();
    if (items.every((_, index) => parameters[index]!.role === '=unknown')) return [];
    return items.map(
      (item, index) =>
        item ?? [parameters[index]!.role === 'relations' ? names.drizzle('EmptyRelations') : 'Record<string, never>'],
    );
  }

  /** The type arguments of a reference to one of the project's own generics. */
  function genericEdit({ node, args }: Reference, own: readonly Slot[]): TypeEdit {
    const vanishing = new Set(own.flatMap((slot) => slot.vanishing));
    return argumentEdit(
      node,
      args!,
      (names) =>
        args!
          .filter((argument) => !vanishing.has(argument))
          .map((argument) => {
            const slot = own.find((candidate) => candidate.node === argument);
            if (!slot) return [rangeOf(argument)];
            return relationsText(slot.meaning, argument, names) ?? [names.drizzle('EmptyRelations')];
          }),
      project,
    );
  }

  /** The edit of a type alias that stands for a schema. */
  function aliasEdit({ type }: ts.TypeAliasDeclaration): TypeEdit {
    const pieces = (names: Names) =>
      relationsText(types.meaningOf(type), type, names) ?? [names.drizzle('EmptyRelations')];
    return { node: type, start: type.getStart(), end: type.end, pieces };
  }

  /** The edits of a converted type parameter: its declaration and its mentions. */
  function parameterEdits({ parameter, name, mentions, companion }: ConvertedParameter): TypeEdit[] {
    const list = siblingsOf(parameter) as ts.NodeArray<ts.TypeParameterDeclaration>;
    const rename = (node: ts.Identifier): TypeEdit => ({
      node,
      start: node.getStart(),
      end: node.end,
      pieces: () => (node.text === name ? undefined : [name]),
    });
    const bound = (node: ts.TypeNode, names: Names): Piece[] =>
      relationsText(types.meaningOf(node), node, names) ?? [names.drizzle('EmptyRelations')];
    const constraint = (node: ts.TypeNode | undefined, names: Names): Piece[] =>
      !node || types.meaningOf(node).kind !== 'database' ? [names.drizzle('AnyRelations')] : bound(node, names);
    // A list with several converted parameters is written once, with the first of them.
    if (list.find((sibling) => converted.has(sibling)) !== parameter) return mentions.map(rename);
    const items = (names: Names) =>
      list
        .filter((sibling) => sibling !== companion?.parameter)
        .map((sibling): Piece[] => {
          const own = converted.get(sibling);
          if (!own) return [rangeOf(sibling)];
          const { constraint: above, default: otherwise } = sibling;
          const fallback = otherwise ? [' = ', ...bound(otherwise, names)] : [];
          const modifiers = { start: sibling.getStart(), end: sibling.name.getStart() };
          return [modifiers, own.name, ' extends ', ...constraint(above, names), ...fallback];
        });
    return [
      argumentEdit(parameter.parent, list, items, project),
      ...mentions.map(rename),
      ...(companion?.mentions ?? []).map(rename),
    ];
  }
}

function groupBy<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
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

/**
 * Whether the type is followed by an index or `[]`: `(typeof relations)['users']`. Formatters keep these parentheses.
 */
function needsParentheses({ parent }: ts.Node): boolean {
  return ts.isIndexedAccessTypeNode(parent) || ts.isArrayTypeNode(parent);
}
