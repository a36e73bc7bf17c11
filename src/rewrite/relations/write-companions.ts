import { ts } from '../../ts.cts';
import { columns } from '../../edits/layout-context.ts';
import { layOut } from '../../edits/layout.ts';
import type { SchemaFactory } from '../../read/schema/schema-factories.ts';
import type { Project } from '../project.ts';
import { definition } from './definition.ts';
import { defineRelationsImport } from './relations.ts';
import { canRewrite, reportRelations } from './report-relations.ts';
import { reexportOf } from './schema-factories.ts';

/**
 * Writes a function for the relations beside each function that returned them together with its tables, with the same
 * parameters: `getRelations(table)` beside `getSchema(table)`. Factories with blocks of a database that is left on v1
 * are skipped.
 */
export function writeCompanions(project: Project): void {
  const { databases, placements } = project;
  for (const [factory, name] of project.shared.companions) {
    const { schema } = factory;
    const made = new Set(schema.blocks.map(({ node }) => node));
    const isLeft = databases.some(
      (database) => !placements.get(database) && database.blocks.some(({ node }) => made.has(node)),
    );
    if (isLeft || !canRewrite(schema, project)) continue;
    writeCompanion(factory, name, project);
    exportCompanion(factory, name, project);
    reportRelations(schema, project);
    const { fileName: path } = factory.fn.getSourceFile();
    const none = { anchor: undefined, schemaArgument: '', imports: [], commonJs: false };
    placements.set(schema, { path, name, isFunction: true, ...none });
  }
}

/**
 * Writes the companion function behind its factory. It calls the factory for the tables:
 * `return defineRelations(getSchema(table), (r) => ({ … }))`.
 */
function writeCompanion({ fn, statement, name: factoryName, schema }: SchemaFactory, name: string, project: Project) {
  const file = fn.getSourceFile();
  const style = project.styleOf(file.fileName);
  const end = style.semicolon ? ';' : '';
  const parameters = fn.parameters.map((parameter) => parameter.getText(file)).join(', ');
  const generics = fn.typeParameters ? `<${fn.typeParameters.map((it) => it.getText(file)).join(', ')}>` : '';
  const given = fn.parameters.map(({ name: given }) => given.getText(file)).join(', ');
  const isExported = project.evaluator.exportNames(file.fileName).includes(factoryName.text);
  const head = `${isExported ? 'export ' : ''}function ${name}${generics}(${parameters}) {`;
  const prefix = `${style.indent}return `;
  const code = definition(schema, { schemaArgument: `${factoryName.text}(${given})`, anchor: undefined }, style);
  const body = layOut(code, { style, source: '', indent: style.indent, column: columns(prefix, style) });
  const { newline } = style;
  project.changes.replace(
    file.fileName,
    statement.end,
    statement.end,
    `${newline}${newline}${head}${newline}${prefix}`,
    ...body,
    `${end}${newline}}`,
  );
  project.changes.needImport(file.fileName, defineRelationsImport);
}

/** Exports the companion wherever the factory itself is re-exported by name. */
function exportCompanion(factory: SchemaFactory, name: string, project: Project): void {
  for (const { ast } of project.mentioning(factory.name.text)) {
    for (const statement of ast.statements) {
      const specifier = ts.isExportDeclaration(statement) ? reexportOf(statement, factory, project) : undefined;
      if (specifier) project.changes.replace(ast.fileName, specifier.end, specifier.end, `, ${name}`);
    }
  }
}
