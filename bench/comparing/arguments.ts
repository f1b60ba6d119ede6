// Reads what `npm run bench` is asked for. Pure: starts nothing.

export type Asked =
  | { do: "measure"; parts: readonly string[] }
  | { do: "compare"; revision: string; parts: readonly string[] }
  | { do: "refuse"; why: string };

/**
 * `names` are all parts; `repeated` are those that two revisions can be compared in. Where
 * no part is asked for, all are, but for those that take `long`.
 */
export function readArguments(
  args: readonly string[],
  names: readonly string[],
  repeated: readonly string[],
  long: readonly string[],
): Asked {
  const isComparison = args[0] === "compare";
  const revision = args[1];
  const parts = isComparison ? args.slice(2) : args;
  if (isComparison && revision === undefined)
    return { do: "refuse", why: "compare: which revision? npm run bench -- compare REV" };
  const known = isComparison ? repeated : names;
  const unknown = parts.find((part) => !known.includes(part));
  if (unknown !== undefined)
    return { do: "refuse", why: refusalOf(unknown, known, isComparison) };
  const wanted = known.filter((name) =>
    parts.length === 0 ? !long.includes(name) : parts.includes(name),
  );
  return revision !== undefined && isComparison
    ? { do: "compare", revision, parts: wanted }
    : { do: "measure", parts: wanted };
}

const refusalOf = (part: string, known: readonly string[], isComparison: boolean) =>
  isComparison
    ? `"${part}" is no part that can be compared: ${known.join(", ")}`
    : `there is no part called "${part}": ${known.join(", ")}`;
