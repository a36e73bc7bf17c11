import { dirname, relative } from '../../path.ts';
import { ts } from '../../ts.cts';
import type { Database, RelationsBlock, Table, Value } from '../../facts.ts';
import { isDefineRelations } from '../schema/definitions.ts';
import { isSameTable } from '../schema/same-table.ts';
import { readSchemaValue } from '../schema/schema.ts';
import { isFunction, returnedExpression } from '../syntax/syntax.ts';
import { declarationOfName, importedValue, type TypeContext } from './types.ts';
import { valueOfName } from '../values/value-of-type.ts';

/** What a type argument says about the schema of a database. */
export type SchemaMeaning =
  /** The schema of a database in sight. */
  | { kind: 'database'; database: Database }
  /** Any schema: `Record<string, unknown>`, or another object type with an index signature. */
  | { kind: 'loose' }
  /** No tables: `Record<string, never>` or `{}`. */
  | { kind: 'empty' }
  /** The type `any`. */
  | { kind: 'any' }
  /** A type about v2's relations: the code is written for v2 already. */
  | { kind: 'migrated' }
  /** A type parameter of the declaration around it. */
  | { kind: 'parameter'; parameter: ts.TypeParameterDeclaration }
  /** It cannot be told, or it fits no database. */
  | { kind: 'unclear' };

/** Reads type arguments that stand for a schema. */
export interface SchemaTypes {
  /** What a type argument says about the schema. */
  meaningOf(node: ts.TypeNode): SchemaMeaning;
  /** The type alias without type parameters that a type argument names; undefined for other types. */
  aliasOf(node: ts.TypeNode): ts.TypeAliasDeclaration | undefined;
}

/** Meaning of a part of a type; tables are assigned to a database only when the whole type has been read. */
type Part = SchemaMeaning | { kind: 'tables'; tables: Map<string, Table> };

const unclear = { kind: 'unclear' } as const;

/**
 * Makes a reader that assigns types such as `typeof schema`, `ExtractTablesWithRelations<typeof schema>` and
 * `ReturnType<typeof createSchema>` to databases, without a type checker.
 *
 * @param blocks every v1 `relations()` call read so far
 */
export function createSchemaTypes(
  databases: readonly Database[],
  blocks: Map<ts.CallExpression, RelationsBlock>,
  context: TypeContext,
): SchemaTypes {
  const memo = new WeakMap<ts.TypeNode, SchemaMeaning>();

  function meaningOf(node: ts.TypeNode): SchemaMeaning {
    let meaning = memo.get(node);
    if (!meaning) {
      memo.set(node, unclear); // ends the recursion of circular types
      memo.set(node, (meaning = decide(node)));
    }
    return meaning;
  }

  function decide(node: ts.TypeNode): SchemaMeaning {
    const part = partOf(node);
    if (part.kind !== 'tables') return part;
    const database = databaseOfTables(part.tables, node.getSourceFile().fileName, databases);
    return database ? { kind: 'database', database } : unclear;
  }

  function partOf(node: ts.TypeNode): Part {
    if (ts.isParenthesizedTypeNode(node)) return partOf(node.type);
    if (node.kind === ts.SyntaxKind.AnyKeyword) return { kind: 'any' };
    if (ts.isTypeLiteralNode(node)) return ofMembers(node.members);
    if (ts.isTypeQueryNode(node))
      return node.typeArguments ? unclear : ofValue(valueOfName(node.exprName, context.evaluator), node);
    if (ts.isImportTypeNode(node))
      return (node.isTypeOf ? ofValue : ofDrizzle)(importedValue(node, context), node) ?? unclear;
    if (ts.isIntersectionTypeNode(node)) return together(node.types.map(partOf));
    if (ts.isTypeReferenceNode(node)) return ofReference(node);
    return unclear;
  }

  /** An object type whose members are `key: typeof table`. */
  function ofMembers(members: readonly ts.TypeElement[]): Part {
    if (members.length === 0) return { kind: 'empty' };
    const tables = new Map<string, Table>();
    for (const member of members) {
      if (ts.isIndexSignatureDeclaration(member)) return { kind: 'loose' };
      if (!ts.isPropertySignature(member) || !member.type || !ts.isTypeQueryNode(member.type)) return unclear;
      const value = valueOfName(member.type.exprName, context.evaluator);
      if (value.kind === 'table') tables.set(member.name.getText().replace(/^['"]|['"]$/g, ''), value.table);
    }
    return { kind: 'tables', tables };
  }

  /** The type of a value: a schema object, or the result of `defineRelations`. */
  function ofValue(value: Value, node: ts.TypeNode): Part {
    const callee = value.kind === 'expression' && ts.isCallExpression(value.node) && value.node.expression;
    if (callee && isDefineRelations(context.evaluator.evaluate(callee))) return { kind: 'migrated' };
    const { tables, blocks: found } = readSchemaValue(value, node, context.evaluator, blocks);
    if (tables.size > 0 || found.length > 0) return { kind: 'tables', tables: new Map(tables) };
    return unclear;
  }

  /** `ReturnType<typeof fn>`, by what the function returns. */
  function ofReturned(query: ts.TypeQueryNode): Part {
    const value = valueOfName(query.exprName, context.evaluator);
    const returned = value.kind === 'expression' && isFunction(value.node) ? returnedExpression(value.node) : undefined;
    return returned ? ofValue(context.evaluator.evaluate(returned), query) : unclear;
  }

  /** An intersection has the tables of all its parts. */
  function together(parts: readonly Part[]): Part {
    const tables = new Map<string, Table>();
    for (const part of parts) {
      if (part.kind === 'database') part.database.tables.forEach((table, key) => tables.set(key, table));
      else if (part.kind === 'tables') part.tables.forEach((table, key) => tables.set(key, table));
      else if (part.kind === 'unclear' || part.kind === 'parameter') return unclear;
    }
    return tables.size > 0 ? { kind: 'tables', tables } : (parts.find(({ kind }) => kind !== 'tables') ?? unclear);
  }

  /** A type that drizzle-orm exports; undefined for the types of others. */
  function ofDrizzle(value: Value, { typeArguments }: ts.NodeWithTypeArguments): Part | undefined {
    if (value.kind !== 'external' || !value.module.startsWith('drizzle-orm')) return undefined;
    const [first, second] = typeArguments ?? [];
    if (value.name === 'ExtractTablesWithRelations' && first && !second) return partOf(first);
    return /^(?:Any|Empty)Relations$/.test(value.name) ? { kind: 'migrated' } : unclear;
  }

  /** A type reference: type parameters, aliases, interfaces, types of Drizzle, and utility types such as `Record`. */
  function ofReference(node: ts.TypeReferenceNode): Part {
    const declaration = declarationOfName(node.typeName, context);
    if (declaration && ts.isTypeParameterDeclaration(declaration)) {
      const isMigrated = declaration.constraint && meaningOf(declaration.constraint).kind === 'migrated';
      return isMigrated ? { kind: 'migrated' } : { kind: 'parameter', parameter: declaration };
    }
    if (declaration && ts.isTypeAliasDeclaration(declaration))
      return declaration.typeParameters ? unclear : partOf(declaration.type);
    if (declaration && ts.isInterfaceDeclaration(declaration))
      return declaration.typeParameters || declaration.heritageClauses ? unclear : ofMembers(declaration.members);
    const [first, second] = node.typeArguments ?? [];
    const known = ofDrizzle(valueOfName(node.typeName, context.evaluator), node);
    if (known) return known;
    if (declaration || !ts.isIdentifier(node.typeName)) return unclear;
    switch (node.typeName.text) {
      case 'Record':
        return second?.kind === ts.SyntaxKind.NeverKeyword ? { kind: 'empty' } : { kind: 'loose' };
      case 'ReturnType':
        return first && ts.isTypeQueryNode(first) && !first.typeArguments ? ofReturned(first) : unclear;
      case 'Readonly':
      case 'Omit':
      case 'Pick':
        return first ? partOf(first) : unclear;
      default:
        return unclear;
    }
  }

  return {
    meaningOf,
    aliasOf(node) {
      if (!ts.isTypeReferenceNode(node) || node.typeArguments) return undefined;
      const declaration = declarationOfName(node.typeName, context);
      return declaration && ts.isTypeAliasDeclaration(declaration) && !declaration.typeParameters
        ? declaration
        : undefined;
    },
  };
}

/**
 * The database that has all these tables under the same keys; undefined when none has. Of several it is the one with
 * the fewest tables, then the one nearest to `path`.
 */
function databaseOfTables(
  tables: ReadonlyMap<string, Table>,
  path: string,
  databases: readonly Database[],
): Database | undefined {
  if (tables.size === 0) return undefined;
  const hasAll = (database: Database) =>
    [...tables].every(([key, table]) => {
      const other = database.tables.get(key);
      return other !== undefined && isSameTable(other, table);
    });
  const distance = ({ clients, schema }: Database) => {
    const paths = [...clients.map((client) => client.path), schema.node.getSourceFile().fileName];
    return Math.min(...paths.map((other) => relative(dirname(path), dirname(other)).split('/').length));
  };
  return databases.filter(hasAll).sort((a, b) => a.tables.size - b.tables.size || distance(a) - distance(b))[0];
}
