import { readdirSync, readFileSync } from 'node:fs';

/** The pages about the rules, which are part of the published package. */
const folder = new URL('../docs/rules/', import.meta.url);

/** The names of all rules, as `explain` takes them. */
export function ruleNames(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length))
    .sort();
}

/** The page of a rule in Markdown; undefined for an unknown rule. */
export function rulePage(name: string): string | undefined {
  if (!ruleNames().includes(name)) return undefined;
  const text = readFileSync(new URL(`${name}.md`, folder), 'utf8');
  // The comments only tell `npm run docs` where the examples come from.
  return text.replace(/^<!-- .* -->\n+/gm, '');
}

/** The rules whose pages mention a finding. */
export function rulesAbout(code: string): string[] {
  return ruleNames().filter((name) => rulePage(name)!.includes(`\`${code}\``));
}

/** One line per rule: its name and the first sentence of its page. */
export function rulesList(): string {
  const names = ruleNames();
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `  ${name.padEnd(width)}  ${rulePage(name)!.split('\n')[2]}\n`).join('');
}
