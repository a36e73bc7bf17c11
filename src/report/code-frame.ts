import { type Paint, plain } from './paint.ts';
import { withoutControls } from './without-controls.ts';

const widest = 120;

/** One line of a source with a caret under the column, or undefined when the text has no such line. */
export function codeFrame(
  text: string,
  place: { line: number; column: number },
  paint: Paint = plain,
): string | undefined {
  const line = text.split(/\r\n|\r|\n/)[place.line - 1]?.replace(/^\uFEFF/, '');
  if (line === undefined || line.trim() === '') return undefined;
  // Of a very long line only the surroundings of the column help.
  const from = line.length <= widest ? 0 : Math.max(0, Math.min(place.column - 1 - widest / 2, line.length - widest));
  const shown = line.slice(from, from + widest);
  const gutter = `${place.line} | `;
  const indent = shown.slice(0, Math.max(0, place.column - 1 - from)).replace(/[^\t]/g, ' ');
  return [
    `${paint.dim(gutter)}${withoutControls(shown)}`,
    `${paint.dim(`${' '.repeat(gutter.length - 2)}| `)}${indent}${paint.red('^')}`,
  ].join('\n');
}
