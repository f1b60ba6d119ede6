// Reads which port to serve, and checks that the port is free.
import { connect, createServer } from "node:net";
import { parseArgs } from "node:util";

const usage = "Choose one with `npm start -- --port 9000` or `PORT=9000 npm start`.";

/** An error that the user can put right. */
export class UsageError extends Error {}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {number}
 */
export function readPort(args, env) {
  const said = readOption(args) ?? (env.PORT || "8787");
  const port = Number(said);
  if (/^\d+$/.test(said) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`"${said}" is not a port. ${usage}`);
}

/** @param {string[]} args */
function readOption(args) {
  try {
    return parseArgs({ args, options: { port: { type: "string", short: "p" } } }).values
      .port;
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : error}\nThe one option is --port. ${usage}`,
    );
  }
}

/**
 * Throws a UsageError unless the port can be served, and is free on both addresses that
 * "localhost" may mean: a browser could end up at either.
 *
 * @param {number} port
 */
export async function ensureFree(port) {
  for (const host of ["127.0.0.1", "::1"]) {
    // Some systems let us bind where another program listens on all addresses, so we also
    // connect.
    const refusal = (await answers(port, host))
      ? "EADDRINUSE"
      : await tryToBind(port, host);
    if (refusal === "EADDRINUSE")
      throw new UsageError(`Port ${port} is in use by another program. ${usage}`);
    if (refusal === "EACCES")
      throw new UsageError(`Port ${port} is not for ordinary users. ${usage}`);
  }
  if (await isBlocked(port))
    throw new UsageError(`Port ${port} is one that browsers refuse. ${usage}`);
}

/**
 * @param {number} port
 * @returns {Promise<boolean>} Whether this free port is on fetch's list
 *   (https://fetch.spec.whatwg.org/#port-blocking).
 */
async function isBlocked(port) {
  const refusal = await fetch(`http://127.0.0.1:${port}`).catch((error) => error);
  return (
    refusal instanceof Error &&
    refusal.cause instanceof Error &&
    refusal.cause.message === "bad port"
  );
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function answers(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1_000 });
    /** @param {boolean} answer */
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    socket.once("timeout", () => settle(false));
    socket.once("error", () => settle(false));
  });
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | undefined>} The code of the error, if there was one.
 */
function tryToBind(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) =>
      resolve(error.code),
    );
    server.listen({ port, host }, () => server.close(() => resolve(undefined)));
  });
}
