import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readText } from '../../src/workspace/read-file.ts';
import { tempDir } from '../temp-dir.ts';

test('keeps line ends and a byte order mark', () => {
  const dir = tempDir({ 'a.ts': '\uFEFFlet ä = "😀";\r\n' });
  expect(readText(join(dir, 'a.ts'))).toEqual({ text: '\uFEFFlet ä = "😀";\r\n' });
});

test.each([
  ['Latin-1', Uint8Array.from([0x61, 0xe4, 0x62]), 'is not valid UTF-8'],
  ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x61, 0x00]), 'is UTF-16, not UTF-8'],
  ['binary', Uint8Array.from([0x61, 0x00, 0x62]), 'is a binary file'],
])('gives a reason for %s', (_name, bytes, reason) => {
  expect(readText(join(tempDir({ 'a.ts': bytes }), 'a.ts'))).toMatchObject({ text: undefined, reason });
});

test('gives a reason for a missing file and for a folder', () => {
  const dir = tempDir();
  expect(readText(join(dir, 'a.ts')).reason).toBe('does not exist');
  expect(readText(dir).reason).toBe('is a folder');
});
