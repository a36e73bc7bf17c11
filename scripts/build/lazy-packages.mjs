import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * An esbuild plugin for CommonJS output: loads packages when something of them is first used, not when the program
 * starts. Loading these two takes a fifteenth of a run on a small project, and most runs print no diff and need no
 * `paths` of a tsconfig.
 */
export const lazyPackages = {
  name: 'lazy-packages',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^(?:diff|get-tsconfig)$/ }, ({ path, namespace }) =>
      namespace === 'lazy' ? { path, external: true } : { path, namespace: 'lazy' },
    );
    onLoad({ filter: /./, namespace: 'lazy' }, ({ path }) => ({ contents: gettersFor(path) }));
  },
};

function gettersFor(path) {
  const getters = Object.keys(require(path)).map((name) => `get ${name}() { return load().${name}; }`);
  return `const load = () => require('${path}');\nmodule.exports = { ${getters.join(', ')} };`;
}
