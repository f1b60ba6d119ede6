// Matches statuses against codes ("301"), classes ("2xx") and ranges ("200-299").

export const isStatusPattern = (text: string): boolean =>
  /^([1-5]xx|[1-5]\d\d(-[1-5]\d\d)?)$/.test(text);

/** Whether a status matches a pattern. */
export function matchesStatus(pattern: string, status: number): boolean {
  const [from = "", to] = pattern.split("-");
  if (to !== undefined) return status >= Number(from) && status <= Number(to);
  return from.endsWith("xx")
    ? Math.floor(status / 100) === Number(from[0])
    : status === Number(from);
}
