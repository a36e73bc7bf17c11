/** Takes the place of `main.ts` in the published command line: loads the file that the build made of it. */
import { fileURLToPath } from 'node:url';
import { cacheFolder, loadWithCache } from './code-cache.ts';
import type * as Main from './main.ts';
import { dirname } from './path.ts';

const file = fileURLToPath(new URL('./main.cjs', import.meta.url));
const { exports, keep } = loadWithCache(file, cacheFolder(dirname(dirname(file)), process.env));
const main = exports as typeof Main;

export const { doctor, migrate, versionsText } = main;

/** Runs the main command; when it is through, what it used of the code is kept for the next process. */
export const execute: typeof Main.execute = async (...given) => {
  const exitCode = await main.execute(...given);
  keep();
  return exitCode;
};
