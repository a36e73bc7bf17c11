import { diffWordsWithSpace } from 'diff';
import { hunksBetween } from '../line-diff.ts';
import { escapeHtml } from './escape.ts';

/** Longer lines are shown without marking words. */
const longestCompared = 400;

/**
 * The change of one file as rows of a table, side by side.
 *
 * @param notes HTML to show below lines of the old text, by line; those that are shown are removed from the map
 */
export function diffRows(before: string, after: string, notes: Map<number, string>): string {
  const rows: string[] = [];
  for (const hunk of hunksBetween(before, after, 3)) {
    let [oldLine, newLine] = [hunk.oldStart, hunk.newStart];
    rows.push(
      `<tr class="hunk"><td colspan="4">@@ ${hunk.oldStart},${hunk.oldLines} → ${hunk.newStart},${hunk.newLines}</td></tr>`,
    );
    let removed: string[] = [];
    let added: string[] = [];
    const flush = (): void => {
      for (let i = 0; i < Math.max(removed.length, added.length); i++) {
        const [left, right] = [removed[i], added[i]];
        const [leftHtml, rightHtml] =
          left !== undefined && right !== undefined
            ? compared(left, right)
            : [left, right].map((it) => it && escapeHtml(it));
        rows.push(
          `<tr>${cell(left === undefined ? undefined : oldLine, leftHtml, 'old')}${cell(right === undefined ? undefined : newLine, rightHtml, 'new')}</tr>`,
        );
        if (left !== undefined) note(oldLine++);
        if (right !== undefined) newLine++;
      }
      removed = [];
      added = [];
    };
    const note = (line: number): void => {
      const html = notes.get(line);
      if (html === undefined) return;
      rows.push(`<tr class="note"><td colspan="4">${html}</td></tr>`);
      notes.delete(line);
    };
    for (const line of hunk.lines) {
      const text = line.slice(1).replace(/\r$/, '');
      if (line.startsWith('-')) {
        if (added.length > 0) flush();
        removed.push(text);
      } else if (line.startsWith('+')) added.push(text);
      else if (line.startsWith(' ')) {
        flush();
        rows.push(`<tr>${cell(oldLine, escapeHtml(text))}${cell(newLine, escapeHtml(text))}</tr>`);
        note(oldLine++);
        newLine++;
      }
    }
    flush();
  }
  return rows.join('\n');
}

/** The cells for the number and the text of one line; empty without a line. */
function cell(line: number | undefined, html: string | undefined, side?: 'old' | 'new'): string {
  if (line === undefined) return '<td class="line"></td><td class="none"></td>';
  const mark =
    side === 'old' ? '<span class="sr">removed: </span>' : side === 'new' ? '<span class="sr">added: </span>' : '';
  return `<td class="line">${line}</td><td class="${side ?? 'same'}">${mark}<code>${html ?? ''}</code></td>`;
}

/** Two lines with the words that differ marked. */
function compared(left: string, right: string): [string, string] {
  if (left.length > longestCompared || right.length > longestCompared) return [escapeHtml(left), escapeHtml(right)];
  let [old, fresh, kept] = ['', '', 0];
  for (const { value, added, removed } of diffWordsWithSpace(left, right)) {
    const html = escapeHtml(value);
    if (removed) old += `<del>${html}</del>`;
    else if (added) fresh += `<ins>${html}</ins>`;
    else {
      kept += value.trim().length;
      old += html;
      fresh += html;
    }
  }
  // Lines that have little in common are easier to read without marked words.
  return kept * 3 < Math.min(left.length, right.length) ? [escapeHtml(left), escapeHtml(right)] : [old, fresh];
}
