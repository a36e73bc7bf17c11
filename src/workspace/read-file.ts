import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';

/** The whole text of a file, a byte order mark included; or why there is none, with the bytes that are no text. */
export type ReadResult = { text: string; reason?: undefined } | { text: undefined; reason: string; bytes?: Buffer };

/** Nobody writes such files by hand, and their syntax trees take twenty times the memory. */
const maxBytes = 32 * 1024 * 1024;

/**
 * Reads a file as strict UTF-8. Bytes that are not UTF-8 would be replaced on the way in and lost on the way out,
 * so such a file yields a reason instead of a text.
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

function whyNoText(bytes: Buffer): string | undefined {
  if (bytes.length > maxBytes) return `is larger than ${maxBytes / 1024 / 1024} MB`;
  if (isUtf16(bytes)) return 'is UTF-16, not UTF-8';
  if (bytes.includes(0)) return 'is a binary file';
  return isUtf8(bytes) ? undefined : 'is not valid UTF-8';
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

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
