import { type Paint, plain } from '../report/paint.ts';
import type { Host } from './host.ts';

/** The colours for an output stream: only on a terminal, never with `NO_COLOR`, always with `FORCE_COLOR`. */
export async function paintFor(stream: Host['stdout'], { env, packages }: Host): Promise<Paint> {
  if (!wantsColour(stream, env)) return plain;
  const { Chalk } = await packages.chalk();
  return new Chalk({ level: 1 });
}

function wantsColour(stream: Host['stdout'], env: Host['env']): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}
