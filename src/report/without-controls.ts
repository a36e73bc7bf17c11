// Control characters but tabs and line breaks; separators that terminals take for line breaks; marks that turn the direction.
const controls =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g;

/** What comes from a project must neither drive the terminal nor show other text than it holds. */
export function withoutControls(text: string): string {
  return text.replace(controls, '\uFFFD');
}

/** The same for what stands within a line, such as a path. */
export function onOneLine(text: string): string {
  return withoutControls(text).replace(/[\t\n]/g, '\uFFFD');
}
