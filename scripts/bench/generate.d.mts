/** Writes a project for measuring, see `generate.mjs`. */
export function generateProject(root: string, count: number, modules?: string): void;
