// Says which request headers carry secrets by the look of their name: those are masked in
// answers and not sent on to another origin. Errs on the side of secrecy.

const secretName = /auth|cookie|token|secret|passw|api[-_]?key/i;

export function isSecretHeader(name: string): boolean {
  return secretName.test(name);
}
