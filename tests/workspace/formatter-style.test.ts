import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatterStyle } from '../../src/workspace/formatter-style.ts';

/** The style of `/project/src/a.ts` under the given files, by their path in the project. */
function styleWith(files: Record<string, string>) {
  const texts = new Map(Object.entries(files).map(([path, text]) => [join('/project', path), text]));
  return formatterStyle('/project', [...texts.keys()], (path) => texts.get(path))('/project/src/a.ts');
}

/** What all configurations below say: not Prettier's defaults. */
const wanted = { width: 100, quote: "'", semicolon: true, indent: '    ', argumentComma: true };

test.each([
  ['one line, semicolon', 'prettier.config.js', 'export default { printWidth: 100, tabWidth: 4, singleQuote: true };'],
  [
    'a comment behind the last option',
    'prettier.config.mjs',
    'export default {\n  printWidth: 100,\n  tabWidth: 4,\n  singleQuote: true // as everywhere\n};\n',
  ],
  [
    'options in comments',
    '.prettierrc.cjs',
    'module.exports = {\n  // semi: false,\n  /* printWidth: 60, */\n  printWidth: 100,\n  tabWidth: 4,\n  singleQuote: true,\n};\n',
  ],
  [
    'overrides',
    'prettier.config.cjs',
    `module.exports = {
  printWidth: 100,
  tabWidth: 4,
  singleQuote: true,
  overrides: [{ files: '*.md', options: { printWidth: 60, semi: false, tabWidth: 8, singleQuote: false } }],
};
`,
  ],
  [
    'a constant, satisfies',
    'prettier.config.ts',
    `import type { Config } from 'prettier';
const width = 100;
const base = { printWidth: 60, 'tabWidth': 4 } as const;
const config: Config = { ...base, printWidth: width, singleQuote: true } satisfies Config;
export default config;
`,
  ],
  [
    'a constant, module.exports',
    'prettier.config.js',
    "const other = { semi: false };\nconst config = { printWidth: 100, tabWidth: 4, singleQuote: true, ...require('./base') };\nmodule.exports = config;\n",
  ],
  [
    'an export list',
    'prettier.config.js',
    'const config = { printWidth: 100, tabWidth: 4, singleQuote: true };\nexport { config as default };\n',
  ],
  [
    'defineConfig',
    'oxfmt.config.ts',
    "import { defineConfig } from 'oxfmt';\nexport default defineConfig({ tabWidth: 4, singleQuote: true });\n",
  ],
  [
    'JSON5',
    '.prettierrc',
    "// { semi: false }\n{ printWidth: 100, tabWidth: 4, singleQuote: true, overrides: [{ files: '*.md', options: { printWidth: 60 } }] }\n",
  ],
  [
    'JSON5 by name',
    '.prettierrc.json5',
    '{\n  printWidth: 100, // semi: false,\n  tabWidth: 4,\n  singleQuote: true\n}\n',
  ],
  [
    'JSON',
    '.prettierrc.json',
    '{ "overrides": [{ "files": "*.md", "options": { "semi": false } }], "printWidth": 100, "tabWidth": 4, "singleQuote": true }',
  ],
  [
    'YAML',
    '.prettierrc',
    `# semi: false
printWidth: 100 # columns
"tabWidth": 4
singleQuote:   true
overrides:
  - files: '*.md'
    options:
      printWidth: 60
      semi: false
      singleQuote: false
`,
  ],
  [
    'TOML',
    '.prettierrc.toml',
    `# semi = false
printWidth = 100 # columns
"tabWidth" = 4
singleQuote=true

[[overrides]]
files = "*.md"

  [overrides.options]
  printWidth = 60
  semi = false
`,
  ],
  ['YAML with CRLF', '.prettierrc.yaml', '---\r\nprintWidth: 100\r\ntabWidth: 4 # wide\r\nsingleQuote: true\r\n'],
])('a configuration is read: %s', (_, name, text) => {
  expect(styleWith({ [name]: text })).toMatchObject(wanted);
});

test('strings in YAML may be quoted', () => {
  const { arrowParens, trailingComma } = styleWith({
    '.prettierrc.yml': "arrowParens: 'avoid'\ntrailingComma: none\n",
  });
  expect({ arrowParens, trailingComma }).toEqual({ arrowParens: false, trailingComma: false });
});

test('strings in TOML may be quoted', () => {
  const { arrowParens, trailingComma } = styleWith({
    '.prettierrc.toml': `arrowParens = 'avoid'\r\ntrailingComma = "none"\r\n`,
  });
  expect({ arrowParens, trailingComma }).toEqual({ arrowParens: false, trailingComma: false });
});

test('a shared configuration in the workspace is read like any other', () => {
  const style = styleWith({
    'package.json': '{ "prettier": "@acme/style" }',
    'packages/style/package.json': '{ "name": "@acme/style", "main": "./index.mjs" }',
    'packages/style/index.mjs': 'export default { printWidth: 100, tabWidth: 4, singleQuote: true /* ours */ };',
  });
  expect(style).toMatchObject(wanted);
});

test.each([
  ['an empty file', ''],
  ['no export', 'const printWidth = 100;\n'],
  ['defined by itself', 'const a = { ...b, tabWidth: a };\nconst b = { ...a };\nexport default a;\n'],
  ['a function', 'export default () => ({ printWidth: 100 });\n'],
  ['values known at run time only', 'export default { printWidth: process.env.WIDTH ? 100 : 60, semi: !1 };\n'],
])('what cannot be read has the default: %s', (_, text) => {
  expect(styleWith({ 'prettier.config.js': text })).toMatchObject({ width: 80, semicolon: true, indent: '  ' });
});
