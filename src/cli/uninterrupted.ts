const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a short synchronous action to its end, even if the user presses Ctrl+C meanwhile. */
export function uninterrupted(action: () => void): void {
  // With a listener, a signal is handled by the event loop, and so only after the action.
  const wait = (): void => {};
  for (const signal of signals) process.on(signal, wait);
  try {
    action();
  } finally {
    for (const signal of signals) process.off(signal, wait);
  }
}
