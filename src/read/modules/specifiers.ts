import { ts } from '../../ts.cts';
import { nodesOf } from '../syntax/nodes.ts';
import type { Resolver } from './resolve.ts';

/**
 * Source of a regular expression that matches what precedes a module specifier in a text, including its opening quote:
 * `from '`, `import('`, `require('`. Comments in between are allowed.
 */
export const beforeSpecifier = String.raw`\b(?:from|import|require)\s*\(?\s*(?:/\*(?:[^*]|\*(?!/))*\*/\s*)*['"\x60]`;

const specifierInText = new RegExp(`${beforeSpecifier}([^'"\\x60]+)['"\\x60]`, 'g');

/** The module specifiers in a text, without parsing it: what looks like an import in a comment or string is among them. */
export function specifiersIn(text: string): string[] {
  return [...text.matchAll(specifierInText)].map(([, specifier]) => specifier!);
}

/** The module specifier of an import or export statement; undefined for other nodes and for exports without one. */
export function specifierOf(statement: ts.Node): string | undefined {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return undefined;
  const { moduleSpecifier } = statement;
  return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
}

/** The module specifiers of the import and export statements of a file, in source order. */
export function specifiersOf(file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) => specifierOf(statement) ?? []);
}

/** The module specifiers of the calls `require('…')` and `import('…')` of a file, in source order. */
export function specifiersOfCalls(file: ts.SourceFile): string[] {
  return nodesOf(file).calls.flatMap(({ expression, arguments: [first] }) => {
    const loads =
      expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');
    return loads && first && ts.isStringLiteralLike(first) ? [first.text] : [];
  });
}

/**
 * The path of the project file that an import or export statement names; undefined when it leads outside the project.
 */
export function targetOf(statement: ts.Node, resolver: Resolver): string | undefined {
  const specifier = specifierOf(statement);
  return specifier === undefined ? undefined : resolver.resolve(statement.getSourceFile().fileName, specifier);
}
