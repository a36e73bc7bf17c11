import ts from 'typescript';

/** By the options with which they were read. */
const known = new Map<string, Map<string, ts.SourceFile | undefined>>();

/**
 * Gives the programs of one process the same declarations of TypeScript and of packages: reading and binding those takes
 * longer than the rest of a small project.
 *
 * @param root the folder of the project; what lies below is read for each program
 */
export function shareDeclarations(host: ts.CompilerHost, options: ts.CompilerOptions, root: string): void {
  const { target, module, moduleResolution, strict } = options;
  const key = JSON.stringify([target, module, moduleResolution, strict]);
  const declarations = known.get(key) ?? new Map<string, ts.SourceFile | undefined>();
  known.set(key, declarations);
  const { getSourceFile } = host;
  host.getSourceFile = (path, ...rest) => {
    if (path.startsWith(root)) return getSourceFile(path, ...rest);
    if (!declarations.has(path)) declarations.set(path, getSourceFile(path, ...rest));
    return declarations.get(path);
  };
}
