import { entities } from '../entities.ts';

/**
 * Escapes text for HTML elements and quoted attributes. Invisible characters and those that change the direction of
 * text become visible.
 */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => entities[character]!)
    .replaceAll(
      // oxlint-disable-next-line no-control-regex
      /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\p{Surrogate}]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

/** A text of the catalogue as HTML, with `code` elements for what is in backticks. */
export function withCode(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (/^`.*`$/s.test(part) ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : escapeHtml(part)))
    .join('');
}
