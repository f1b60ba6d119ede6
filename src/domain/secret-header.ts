// Tells whether a request header carries a secret, judging by the header's name. Such
// headers are masked in answers, and are not sent on to another origin. In doubt a header
// counts as secret.

const secretName = /auth|cookie|token|secret|passw|api[-_]?key/i;

export function isSecretHeader(name: string): boolean {
  return secretName.test(name);
}
