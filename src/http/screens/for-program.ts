// Tells requests of programs from those of browsers.
import type { Context } from "hono";
import { accepts } from "hono/accepts";

/** Paths whose answers are for programs, whoever asks. */
const programPaths = /^\/(api|metrics|admin|probe|badge|openapi\.json|health|demo)(\/|$)/;

/** Whether a request wants data: its path is of the API, or it does not ask for HTML. */
export const isForProgram = (c: Context): boolean =>
  programPaths.test(c.req.path) ||
  accepts(c, {
    header: "Accept",
    supports: ["application/json", "text/html"],
    default: "application/json",
  }) !== "text/html";
