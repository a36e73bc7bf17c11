import { dirname, relative } from '../path.ts';
import type { ts } from '../ts.cts';

/** A place as the text of a finding names it: by line in the file of the finding, else by relative path and line. */
export function placeText(node: ts.Node, path: string): string {
  const file = node.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  return file.fileName === path ? `line ${line}` : `${relative(dirname(path), file.fileName)}:${line}`;
}
