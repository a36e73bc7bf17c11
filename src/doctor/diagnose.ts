import { dirname } from 'node:path';
import { needs, validatorModules, type NeedId } from '../drizzle/needs.ts';
import type { FileChange } from '../edits/edit.ts';
import { placesIn } from '../edits/places.ts';
import type { Finding } from '../findings.ts';
import { createSources, type SourceModule } from '../read/sources.ts';
import { ts } from '../ts.cts';
import { openWorkspace, type Workspace } from '../workspace/open.ts';

/** Something that stands between a project and drizzle-orm 1.0. */
export interface Diagnosis extends Omit<Finding, 'code' | 'level'> {
  need: NeedId;
}

/** What was found, and the changes that would settle what can be settled mechanically. */
export interface Diagnoses {
  found: Diagnosis[];
  /** New imports for `drizzle-zod` and its like. */
  validatorChanges: FileChange[];
}

/**
 * Finds what drizzle-orm 1.0 needs of a project besides the migration of its queries, from its sources alone. Reads
 * files, writes none.
 *
 * @param root absolute path of the folder
 * @throws UserError when there are no scripts
 */
export function diagnose(root: string): Diagnoses {
  const workspace = openWorkspace(root);
  const sources = createSources(workspace.read, workspace.exists);
  const found: Diagnosis[] = [...migrationFolders(workspace), ...kitCommands(workspace)];
  const validatorChanges: FileChange[] = [];
  for (const path of workspace.relevant) {
    const module = sources.get(path);
    if (!module) continue;
    found.push(...columnsAndCalls(module));
    const { diagnoses, after } = validatorImports(module);
    found.push(...diagnoses);
    if (after !== module.text) validatorChanges.push({ path, before: module.text, after });
  }
  return { found, validatorChanges };
}

function diagnosis(
  need: NeedId,
  place: { file: string; line: number; column: number },
  detail: Readonly<Record<string, string>> = {},
): Diagnosis {
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => detail[name] ?? whole);
  const { title, why, remedy } = needs[need];
  return { need, ...place, message: fill(title), why, remedy: fill(remedy) };
}

function migrationFolders({ paths }: Workspace): Diagnosis[] {
  return paths
    .filter((path) => /[\\/]meta[\\/]_journal\.json$/.test(path))
    .map((path) => diagnosis('migrations-folder', { file: dirname(dirname(path)), line: 1, column: 1 }));
}

function kitCommands({ packageFiles }: Workspace): Diagnosis[] {
  return packageFiles
    .filter(({ path }) => path.endsWith('package.json'))
    .flatMap(({ path, text }) => {
      const placeOf = placesIn(text);
      return [...text.matchAll(/\bdrizzle-kit\s+((\w+):(?:pg|mysql|sqlite))\b/g)].map((match) =>
        diagnosis(
          'kit-command',
          { file: path, ...placeOf(match.index) },
          { command: match[1]!, successor: match[2]! === 'introspect' ? 'pull' : match[2]! },
        ),
      );
    });
}

/** Chained or sized `.array()`, and `getTableColumns`. */
function columnsAndCalls({ ast, path }: SourceModule): Diagnosis[] {
  const found: Diagnosis[] = [];
  const report = (need: NeedId, node: ts.Node, detail?: Record<string, string>): void => {
    const { line, character } = ast.getLineAndCharacterOfPosition(node.getStart());
    found.push(diagnosis(need, { file: path, line: line + 1, column: character + 1 }, detail));
  };
  // Only tables have columns that are arrays; `.array()` of zod and the like stands in other files, or on other roots.
  const hasTables = ast.statements.some(
    (it) =>
      ts.isImportDeclaration(it) &&
      ts.isStringLiteral(it.moduleSpecifier) &&
      /^drizzle-orm\/(?:pg|cockroach)-core/.test(it.moduleSpecifier.text),
  );
  const visit = (node: ts.Node): void => {
    if (ts.isImportSpecifier(node) && (node.propertyName ?? node.name).text === 'getTableColumns') {
      const { moduleSpecifier } = node.parent.parent.parent as ts.ImportDeclaration;
      if (ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text.startsWith('drizzle-orm')) {
        report('get-table-columns', node);
      }
    }
    if (hasTables && isArrayCall(node) && isColumn(node)) {
      const inner = innerArrayCall(node);
      if (inner) report('chained-array', node.expression.name);
      const [size] = node.arguments;
      if (size && ts.isNumericLiteral(size)) report('sized-array', node.expression.name, { size: size.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}

type ArrayCall = ts.CallExpression & { expression: ts.PropertyAccessExpression };

function isArrayCall(node: ts.Node): node is ArrayCall {
  return (
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'array'
  );
}

/** The `.array()` further in on the same chain of calls. */
function innerArrayCall({ expression }: ArrayCall): ArrayCall | undefined {
  let node: ts.Expression = expression.expression;
  while (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    if (isArrayCall(node)) return node;
    node = node.expression.expression;
  }
  return undefined;
}

/** Whether a chain of calls stands where a column of a table does: a member of the second argument of a table call. */
function isColumn(node: ts.Node): boolean {
  const member = ts.findAncestor(node, ts.isPropertyAssignment);
  const object = member?.parent;
  const holder = object && ts.findAncestor(object.parent, ts.isCallExpression);
  return holder !== undefined && /table|Table/.test(holder.expression.getText());
}

function validatorImports({ ast, path, text }: SourceModule): { diagnoses: Diagnosis[]; after: string } {
  const diagnoses: Diagnosis[] = [];
  let after = text;
  for (const statement of ast.statements.toReversed()) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const specifier = statement.moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier)) continue;
    const successor = Object.hasOwn(validatorModules, specifier.text) ? validatorModules[specifier.text] : undefined;
    if (successor === undefined) continue;
    const { line, character } = ast.getLineAndCharacterOfPosition(specifier.getStart());
    const place = { file: path, line: line + 1, column: character + 1 };
    diagnoses.unshift(diagnosis('validator-import', place, { name: specifier.text, successor }));
    after = after.slice(0, specifier.getStart() + 1) + successor + after.slice(specifier.end - 1);
  }
  return { diagnoses, after };
}
