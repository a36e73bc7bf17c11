// Control characters except tabs and line breaks, separators that terminals treat as line breaks, and marks that change
// the direction of text.
const controls =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g;

/**
 * Replaces control characters. Text of a project must neither control the terminal nor appear as other text than it is.
 */
export function withoutControls(text: string): string {
  return text.replace(controls, '\uFFFD');
}

/** The same for text inside of a line, such as a path: tabs and line breaks are replaced as well. */
export function onOneLine(text: string): string {
  return withoutControls(text).replace(/[\t\n]/g, '\uFFFD');
}
