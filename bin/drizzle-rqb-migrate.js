#!/usr/bin/env node
import module from 'node:module';

// Where Node has it (22.1 on), this makes every start but the first faster.
module.enableCompileCache?.();

// `… --dry-run | head` closes the pipe early. Text that is lost for another reason, such as a full disk, is a failure.
let isLost = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code === 'EPIPE') return;
    if (stream === process.stdout) process.stderr.write(`Could not write the output: ${error.message}\n`);
    isLost = true;
    process.exitCode = 2;
  });
}

const { run } = await import('../dist/cli.js');
const exitCode = await run(process.argv.slice(2));
if (!isLost) process.exitCode = exitCode;
