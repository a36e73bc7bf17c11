/** An error that the user can put right. It is printed as a message without a stack, and the exit code is 2. */
export class UserError extends Error {
  override name = 'UserError';
}
