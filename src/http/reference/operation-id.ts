// Names an operation after its method and path, so that generated clients have functions
// with names that one expects: listTargets, getTargetRun, pauseJob.

export type NamedOperation = {
  method: string;
  /** As OpenAPI has it: "/api/targets/{id}/runs". */
  path: string;
  /** Whether the answer is a page of a list. */
  isList: boolean;
};

/** The last words of paths that say what is done, by POST. */
const actions = new Set([
  "cancel",
  "pause",
  "resume",
  "run",
  "test",
  "bulk",
  "replay",
  "preview",
  "renew",
  "retry",
]);

const verbs: Readonly<Record<string, string>> = {
  get: "get",
  post: "create",
  put: "replace",
  patch: "update",
  delete: "delete",
};

export function operationIdOf({ method, path, isList }: NamedOperation): string {
  const words = path.split("/").filter((word) => word !== "" && word !== "api");
  const last = words.at(-1) ?? "";
  const isAction = method === "post" && actions.has(last);
  const verb = isAction ? last : isList ? "list" : (verbs[method] ?? method);
  const named = isAction ? words.slice(0, -1) : words;
  const nouns = named.flatMap((word, i) => {
    if (isParameter(word)) return [];
    const isOne = isParameter(named[i + 1] ?? "") || (isAction && i === named.length - 1);
    const noun = camel(word);
    return [
      isOne || (verb === "create" && i === named.length - 1) ? singular(noun) : noun,
    ];
  });
  return [verb, ...nouns.map(capital)].join("");
}

const isParameter = (word: string): boolean => word.startsWith("{");

const camel = (word: string): string =>
  word.replaceAll(/[._-]+(\w)/g, (_, letter: string) => letter.toUpperCase());

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const singular = (noun: string): string => noun.replace(/s$/, "");
