/** An error that the user can put right. It is printed as a message without a stack, and the exit code is 2. */
export class UserError extends Error {
  override name = 'UserError';
  readonly isUserError = true;
}

/** Whether an error is a `UserError`. The package holds the class twice, in the command line and in what it loads. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && 'isUserError' in error;
}
