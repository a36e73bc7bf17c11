const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a short, synchronous action to its end, also when the user presses Ctrl+C in the middle. */
export function uninterrupted(action: () => void): void {
  // With a listener a signal waits for the event loop, which waits for the action.
  const wait = (): void => {};
  for (const signal of signals) process.on(signal, wait);
  try {
    action();
  } finally {
    for (const signal of signals) process.off(signal, wait);
  }
}
