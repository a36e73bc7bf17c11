import { type Paint, plain } from './paint.ts';
import { withoutControls } from './without-controls.ts';

/**
 * A line of source with a caret under a column. Of a line longer than `width`, only the part around the column is
 * shown. Undefined when there is no such line or it is empty.
 */
export function codeFrame(
  text: string,
  place: { line: number; column: number },
  paint: Paint = plain,
  width = 130,
): string | undefined {
  const line = text.split(/\r\n|\r|\n/)[place.line - 1]?.replace(/^\uFEFF/, '');
  if (line === undefined || line.trim() === '') return undefined;
  const gutter = `${place.line} | `;
  const widest = Math.max(20, Math.min(120, width - gutter.length));
  // Of a long line, only the part around the column is shown.
  const from =
    line.length <= widest ? 0 : Math.max(0, Math.min(place.column - 1 - Math.floor(widest / 2), line.length - widest));
  const shown = line.slice(from, from + widest);
  const indent = shown.slice(0, Math.max(0, place.column - 1 - from)).replace(/[^\t]/g, ' ');
  return [
    `${paint.dim(gutter)}${withoutControls(shown)}`,
    `${paint.dim(`${' '.repeat(gutter.length - 2)}| `)}${indent}${paint.red('^')}`,
  ].join('\n');
}
