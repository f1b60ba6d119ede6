// Asks the server for a link that logs a browser in with one click.

/**
 * @param {{ origin: string, token: string, call: typeof fetch }} api
 * @returns {Promise<string>} The link; where one cannot be had, the page to log in.
 */
export async function askLoginLink({ origin, token, call }) {
  try {
    const answer = await call(`${origin}/api/login-links`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ expiresIn: "1d" }),
    });
    if (!answer.ok) return origin;
    const { url } = /** @type {{ url: string }} */ (await answer.json());
    const { pathname, search } = new URL(url);
    return `${origin}${pathname}${search}`;
  } catch {
    return origin;
  }
}
