/** Something the user can put right: printed as one message, without a stack, exit code 2. */
export class UserError extends Error {
  override name = 'UserError';
}
