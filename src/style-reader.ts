import { dirname } from './path.ts';
import { styleOf, usualWidth, type Style } from './edits/style.ts';
import { nodesOf } from './read/syntax/nodes.ts';
import type { SourceModule, Sources } from './read/modules/sources.ts';
import type { Workspace } from './workspace/open.ts';

/**
 * Makes a reader of the style in which a file is written: what its formatter is told, and otherwise what its text shows,
 * or where it shows nothing, what the others do. A new file takes over the style of the longest file in its folder.
 *
 * @param modules the files that are read
 */
export function styleReader(
  workspace: Pick<Workspace, 'styleOf'>,
  modules: readonly SourceModule[],
  sources: Sources,
): (path: string) => Style {
  const styles = new Map<string, Style>();
  let ownWidth: number | undefined;
  // Without a configured line width, it is estimated from all files, since one short file does not show it.
  const keptWidth = () => (ownWidth ??= usualWidth(modules.map(({ text }) => text)));
  let ownMarks: Pick<Style, 'quote' | 'semicolon' | 'arrowParens'> | undefined;
  // A file without a single quote is one without imports, whose names are brought in by the framework.
  const keptMarks = () => (ownMarks ??= marksOf(modules));
  const longestBeside = (path: string) => {
    const beside = modules.filter((module) => dirname(module.path) === dirname(path));
    return (beside.length > 0 ? beside : modules).toSorted((a, b) => b.text.length - a.text.length)[0]!;
  };
  return (path) => {
    let style = styles.get(path);
    if (!style) {
      const { ast, text } = sources.get(path) ?? longestBeside(path);
      const configured = workspace.styleOf(path);
      const width = configured.width ?? keptWidth();
      style = styleOf(text, nodesOf(ast).lists, { ...keptMarks(), ...configured, width });
      styles.set(path, style);
    }
    return style;
  };
}

/** How much text is looked at, which is enough to tell how a project is written. */
const sampleSize = 200_000;

/** What most of a project's files agree on. */
function marksOf(modules: readonly SourceModule[]): Pick<Style, 'quote' | 'semicolon' | 'arrowParens'> {
  let sample = '';
  for (const { text } of modules) {
    if (sample.length > sampleSize) break;
    sample += `${text}\n`;
  }
  const { quote, semicolon, arrowParens } = styleOf(sample, []);
  return { quote, semicolon, arrowParens };
}
