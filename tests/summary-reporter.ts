import { writeSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/** Prints `N passed, N failed` as the last line: files that did not load and errors outside of tests count as failed. */
export default class SummaryReporter implements Reporter {
  #line = '0 passed, 1 failed';

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    let passed = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      const failing = tests.filter((test) => test.result().state === 'failed').length;
      passed += tests.filter((test) => test.result().state === 'passed').length;
      failed += failing;
      if (!module.ok() && failing === 0) failed++;
    }
    this.#line = `${passed} passed, ${failed} failed`;
  }

  onInit(): void {
    process.once('exit', () => writeSync(1, `${this.#line}\n`));
  }
}
