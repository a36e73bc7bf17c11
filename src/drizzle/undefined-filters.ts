/** Whether a drizzle-orm version throws for `undefined` in a filter; up to 1.0.0-rc.4 it is no condition. */
export function throwsOnUndefined(version: string): boolean {
  const [, stage, number] = /-(alpha|beta|rc)\.(\d+)/.exec(version) ?? [];
  return stage === undefined || (stage === 'rc' && Number(number) >= 5);
}
