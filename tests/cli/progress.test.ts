import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { progress } from '../../src/cli/progress.ts';

function run(isTTY: boolean, env: Record<string, string>, times: number[]): string {
  let said = '';
  const stream = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        said += String(chunk);
        done();
      },
    }),
    { isTTY },
  );
  const { stage, done } = progress(stream, env, () => times.shift() ?? 5000);
  stage('reading files');
  stage('reading code');
  stage('rewriting');
  done();
  return said;
}

test('a run on a terminal shows what it is at, and leaves nothing behind', () => {
  const said = run(true, {}, [0, 100]);
  expect(said).toBe('\r\u001B[Kreading code …\r\u001B[Krewriting …\r\u001B[K');
});

test('a short run says little', () => {
  expect(run(true, {}, [0, 10, 20])).toBe('\r\u001B[Kreading code …\r\u001B[K');
});

test('no terminal, no progress', () => {
  expect(run(false, {}, [0])).toBe('');
  expect(run(true, { TERM: 'dumb' }, [0])).toBe('');
  expect(run(true, { CI: '1' }, [0])).toBe('');
});
