import { readdirSync, readFileSync } from 'node:fs';

/** The pages about the rules are part of the package; what the command line says about a rule is read from there. */
const folder = new URL('../docs/rules/', import.meta.url);

/** Names of all rules, as `explain` takes them. */
export function ruleNames(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length))
    .sort();
}

/** What there is to say about a rule, as lines of Markdown; undefined when there is no such rule. */
export function rulePage(name: string): string | undefined {
  if (!ruleNames().includes(name)) return undefined;
  const text = readFileSync(new URL(`${name}.md`, folder), 'utf8');
  // The comments tell `npm run docs` where the examples come from.
  return text.replace(/^<!-- .* -->\n+/gm, '');
}

/** The rules whose pages name a finding. */
export function rulesAbout(code: string): string[] {
  return ruleNames().filter((name) => rulePage(name)!.includes(`\`${code}\``));
}

/** Every rule with the first sentence of its page. */
export function rulesList(): string {
  const names = ruleNames();
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `  ${name.padEnd(width)}  ${rulePage(name)!.split('\n')[2]}\n`).join('');
}
