// Tells by its name whether a request header carries a secret. Such headers are masked in
// answers, and not sent on to another origin. In doubt a header counts as secret.

const secretName = /auth|cookie|token|secret|passw|api[-_]?key/i;

export function isSecretHeader(name: string): boolean {
  return secretName.test(name);
}
