import { existsSync, readFileSync } from 'node:fs';
import { structuredPatch } from 'diff';

const fixtures = new URL('../../fixtures/', import.meta.url);

/**
 * Fills in the examples of a page, between a comment that names them and `<!-- end -->`:
 * `<!-- fixture: name path -->` is the diff of a file of a fixture, with `/text/` only its parts that hold the text;
 * `<!-- findings: name path -->` are lines of a file with what the tool says about them, one of each kind.
 *
 * @param {string} page
 * @returns {string}
 */
export function withExamples(page) {
  const example = /(<!-- (fixture|findings): (\S+) (\S+)(?: \/(.+)\/)? -->\n)[^]*?(<!-- end -->)/g;
  return page.replace(example, (_, head, kind, name, path, part, end) => {
    const text = kind === 'fixture' ? diffOf(name, path, part) : findingsIn(name, path);
    return `${head}\n\`${path}\` of the fixture \`${name}\`:\n\n${text}\n\n${end}`;
  });
}

function diffOf(name, path, part) {
  const [before, after] = ['before', 'after'].map((side) => textOf(`${name}/${side}/${path}`));
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: part ? 1 : 2 });
  const shown = hunks.map(({ lines }) => lines.join('\n')).filter((text) => !part || text.includes(part));
  if (shown.length === 0) throw new Error(`The fixture ${name} changes nothing in ${path} with ${part}`);
  return `\`\`\`diff\n${shown.join('\n\n')}\n\`\`\``;
}

function findingsIn(name, path) {
  const lines = textOf(`${name}/before/${path}`).split('\n');
  const { findings } = JSON.parse(textOf(`${name}/report.json`));
  const own = findings.filter(({ file, code }) => file === path && code.startsWith('RQB_V2_'));
  const first = [...new Map(own.toReversed().map((finding) => [finding.code, finding])).values()].reverse();
  if (first.length === 0) throw new Error(`The fixture ${name} has no findings in ${path}`);
  const shown = first.map(({ line, code }) => `// ${code}\n${lines[line - 1].trim()}`);
  return `\`\`\`ts\n${shown.join('\n')}\n\`\`\``;
}

function textOf(path) {
  const url = new URL(path, fixtures);
  return existsSync(url) ? readFileSync(url, 'utf8') : '';
}
