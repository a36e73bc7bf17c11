import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';

/**
 * The text of a file including a byte order mark; or the reason why there is none, with the bytes if the file could be
 * read.
 */
export type ReadResult = { text: string; reason?: undefined } | { text: undefined; reason: string; bytes?: Buffer };

/** Larger files are not written by hand, and their syntax trees take about twenty times as much memory. */
const maxBytes = 32 * 1024 * 1024;

/**
 * Reads a file as strict UTF-8. Other bytes would be replaced when decoded and so be lost when the file is written,
 * which is why such a file gives a reason and no text.
 */
export function readText(path: string): ReadResult {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { text: undefined, reason: reasonOf(error as NodeJS.ErrnoException) };
  }
  const reason = whyNoText(bytes);
  if (reason !== undefined) return { text: undefined, reason, bytes };
  // Unlike TextDecoder's default, toString keeps a byte order mark.
  return { text: bytes.toString('utf8') };
}

/** Why bytes are not a text; undefined if they are. */
function whyNoText(bytes: Buffer): string | undefined {
  if (bytes.length > maxBytes) return `is larger than ${maxBytes / 1024 / 1024} MB`;
  if (isUtf16(bytes)) return 'is UTF-16, not UTF-8';
  if (bytes.includes(0)) return 'is a binary file';
  return isUtf8(bytes) ? undefined : 'is not valid UTF-8';
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Why a file could not be read, as the end of a sentence that starts with its path. */
function reasonOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read (permission denied)';
    case 'EISDIR':
      return 'is a folder';
    default:
      return `cannot be read (${error.code ?? error.message})`;
  }
}
