import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, so that no worker is left with one of them alone at the end. */
const longest = ['equivalence/pg', 'targets', 'fixtures', 'bridged', 'verify/verify', 'equivalence/sqlite'].map(
  (name) => `/tests/${name}.test.ts`,
);

/** Starts the test files that take longest first, then others with a process of their own, then those that share one. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification): number => {
      const index = longest.findIndex((name) => moduleId.endsWith(name));
      return index >= 0 ? index : longest.length + Number(!project.config.isolate);
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
