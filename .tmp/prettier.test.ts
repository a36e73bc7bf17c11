import { join } from 'node:path';
import { format, type Options } from 'prettier';
import { describe, expect, test } from 'vitest';
import { styleOf, type Style } from '../src/edits/style.ts';
import { ts } from '../src/ts.cts';
import { formatterStyle } from '../src/workspace/formatter-style.ts';
import { listFixtures, readTree, type Tree } from './fixture-runner/fixtures.ts';

const wanted = new RegExp(process.env['FIXTURES'] ?? '');

describe('what Prettier had nothing to say about before, it leaves alone after', () => {
  test.each(listFixtures().filter(({ name }) => wanted.test(name)))('$name', async ({ dir }) => {
    const before = readTree(join(dir, 'before'));
    const after = readTree(join(dir, 'after'));
    const configured = formatterStyle('', Object.keys(before), (path) => before[path]);
    const changed = Object.keys(after).filter((path) => /\.[cm]?[jt]sx?$/.test(path) && after[path] !== before[path]);
    const expected: Tree = {};
    const actual: Tree = {};
    for (const path of changed) {
      const [old, text] = [before[path], after[path]!];
      const style = styleOf(ts.createSourceFile(path, old ?? text, ts.ScriptTarget.Latest, true), configured(path));
      if (old !== undefined && (await formatted(path, old, style)) !== old) continue;
      expected[path] = await formatted(path, text, style);
      actual[path] = text;
    }
    expect(actual).toEqual(expected);
  });
});

async function formatted(path: string, text: string, style: Style): Promise<string> {
  const options: Options = {
    filepath: path,
    printWidth: style.width,
    singleQuote: style.quote === "'",
    semi: style.semicolon,
    useTabs: style.indent === '\t',
    tabWidth: style.indent === '\t' ? style.tabWidth : style.indent.length,
    bracketSpacing: style.bracketSpacing,
    trailingComma: style.argumentComma ? 'all' : style.trailingComma ? 'es5' : 'none',
    arrowParens: style.arrowParens ? 'always' : 'avoid',
    endOfLine: style.newline === '\n' ? 'lf' : 'crlf',
  };
  // A text with a syntax error stays as it is.
  return format(text, options).catch(() => text);
}
