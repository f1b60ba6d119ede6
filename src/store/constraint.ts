// Recognises the constraint that a refused statement broke.

/**
 * Whether an error says that a constraint failed on `column` ("table.column"), however
 * deep its cause is.
 */
export function breaks(
  error: unknown,
  constraint: "UNIQUE" | "NOT NULL",
  column: string,
): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.message.includes(`${constraint} constraint failed: ${column}`)) return true;
  }
  return false;
}
