import { ts } from 'ts-morph';
import { survives } from '../edits/apply.ts';
import { declarationOf, lookUp } from '../read/scope.ts';
import type { Placement } from './placement.ts';
import type { Project } from './project.ts';
import { identifiersOf } from './references.ts';

/**
 * The name by which a file can speak of the schema object of a database; its import is asked for. Undefined when the
 * schema is not one module or exported constant.
 */
export function schemaName(path: string, placement: Placement, project: Project): string | undefined {
  const [schema] = placement.imports;
  if (!schema || placement.imports.length > 1 || placement.schemaArgument !== schema.local) return undefined;
  const { changes, resolver } = project;
  const asked = changes.imports(path).find(({ from, name }) => from === schema.from && name === schema.name);
  if (asked) return asked.local;
  const file = project.sources.get(path)!.ast;
  const edits = changes.edits(path);
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || statement.importClause?.isTypeOnly) continue;
    if (resolver.resolve(path, statement.moduleSpecifier.text) !== schema.from) continue;
    const known = ts.isNamespaceImport(bindings)
      ? schema.name === '*'
        ? bindings
        : undefined
      : bindings.elements.find(({ propertyName, name }) => (propertyName ?? name).text === schema.name);
    if (!known) continue;
    const uses = (identifiersOf(file).get(known.name.text) ?? []).filter(
      (use) => use !== known.name && declarationOf(use) === known,
    );
    // An import whose other uses are all cut would be removed: it is asked for again.
    if (!uses.some((use) => survives(use.getStart(), edits)))
      changes.needImport(path, { ...schema, local: known.name.text });
    return known.name.text;
  }
  const isFree = (name: string) =>
    lookUp(name, file) === undefined && !changes.imports(path).some(({ local }) => local === name);
  const local = [schema.local, 'dbSchema', 'databaseSchema'].find(isFree);
  if (local === undefined) return undefined;
  changes.needImport(path, { ...schema, local });
  return local;
}
