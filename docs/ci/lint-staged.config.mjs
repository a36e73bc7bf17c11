// lint-staged.config.mjs: lint-staged appends the staged files to the command.
export default {
  '*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}': 'npx drizzle-rqb-migrate --check --quiet',
};
