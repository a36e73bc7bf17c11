import { describe, expect, test } from 'vitest';
import { scriptBlocks } from '../../src/read/modules/script-blocks.ts';
import { createSources } from '../../src/read/modules/sources.ts';
import { ts } from '../../src/ts.cts';

const scriptsOf = (path: string, text: string) =>
  scriptBlocks(path, text).scripts.map(({ start, end }) => text.slice(start, end).trim());

describe('scripts of a Vue component', () => {
  test('stand at the root, whatever strings and other blocks hold', () => {
    const text = `<script setup lang="ts" generics="T extends Array<string>">
const a = '<template>' + "</" + 'template>'; // </style> <script>
</script>
<i18n>{ "a": "<script>no</script>" }</i18n>
<style>a { content: '<script>' }</style>`;
    expect(scriptsOf('a.vue', text)).toEqual([`const a = '<template>' + "</" + 'template>'; // </style> <script>`]);
  });

  test('are not in comments, templates, interpolations or attributes', () => {
    const text = `<template>
  <Foo :a="b > c" @click="() => { x = '</template>' }">{{ '</template>' }} a < b {{ "<script>" }}</Foo>
  <template v-if="x"><template #a>1</template></template>
  <textarea><script></textarea>
</template>
<!-- <script>no()</script> -->
<script>
export default { data: () => \`<script>\` }
</script  >`;
    expect(scriptsOf('a.vue', text)).toEqual(['export default { data: () => `<script>` }']);
  });

  test('are not in a template of another language', () => {
    expect(scriptsOf('a.vue', '<template lang="pug">\nscript <script>\n</template>\n<script>a</script>')).toEqual([
      'a',
    ]);
  });

  test('tell their language; others are left', () => {
    expect(scriptBlocks('a.vue', '<script>a</script><script setup lang="ts">b</script>')).toMatchObject({
      language: 'ts',
      scripts: [{ isShared: true }, { isShared: false }],
    });
    expect(scriptBlocks('a.vue', '<script lang="coffee">a</script>')).toMatchObject({
      scripts: [],
      others: [{ start: 22, end: 23 }],
    });
  });
});

describe('scripts of a Svelte component', () => {
  test('stand at the root, whatever expressions and attributes hold', () => {
    const text = `<!-- <script>no()</script> -->
<script lang="ts" module>
  export const x = '<script>';
</script>
{@html \`<script>\${'}'}</script>\`}
{#if a / 2 > /[/}"]/.exec('x')}<p>its</p>{:else}<ul><li>a<li>b</ul>{/if}
<div style="a {b ? "x}" : '>'}" on:click={() => { if (a > b) { c('}') } }} {...rest}>
<br><img src=x alt='{"'"}'>
</div>
<script lang="ts" generics="T extends { a: '>' }">
  const y = /<script>/;
</script>
<style>a { content: '<script>' }</style>`;
    expect(scriptsOf('a.svelte', text)).toEqual([`export const x = '<script>';`, 'const y = /<script>/;']);
  });

  test('are not inside an element', () => {
    const blocks = scriptBlocks('a.svelte', '<svelte:head><script>no</script></svelte:head><script>a</script>');
    expect(blocks).toMatchObject({ scripts: [{ start: 54, end: 55 }], others: [{ start: 21, end: 23 }] });
  });
});

describe('the script of an Astro component', () => {
  test('ends at the first fence that is code', () => {
    const code = `// --- not the end
const a = '---', b = \`--- \${'---'}\`, c = /---/;
/* --- */ let d = 1; d--
const e = d-- - 1;`;
    expect(scriptsOf('a.astro', `\n---\n${code}\n---\n<p>--- it's</p><script>no</script>`)).toEqual([code]);
  });

  test('is at the head', () => {
    expect(scriptsOf('a.astro', '<p>text</p>\n---\nno\n---\n')).toEqual([]);
  });
});

test('what is outside of the scripts is blanked, so that offsets and lines stay', () => {
  const text = `<p>😀 a\r\n{b}</p>\r\n<script lang="ts">const c = 1</script>\r\n<style>\r\n</style>`;
  const module = createSources(
    () => text,
    () => true,
  ).get('/a.svelte')!;
  expect(module.text).toHaveLength(text.length);
  expect(module.text.indexOf('const c = 1')).toBe(text.indexOf('const c = 1'));
  expect(module.text.split('\r\n')).toHaveLength(text.split('\r\n').length);
});

test('what is outside of the scripts is in no statement of theirs', () => {
  for (const text of [
    '<p/>\n<script>const c = 1</script>\n',
    '<script>\n  const c = 1\n</script>\n<p/>\n\n<script module>\nd()\n</script>',
  ]) {
    const sources = createSources(
      () => text,
      () => true,
    );
    const module = sources.get('/a.svelte')!;
    expect(sources.broken().size).toBe(0);
    const { scripts } = module.component!;
    const own = module.ast.statements.filter(({ kind }) => kind !== ts.SyntaxKind.Block);
    expect(own.map(({ pos, end }) => text.slice(pos, end))).toEqual(
      scripts.map(({ start, end }) => text.slice(start, end).trimEnd()),
    );
  }
});
