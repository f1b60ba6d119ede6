// Counts rounds by their lines in the log.

export function createRoundsCount() {
  let rounds = 0;
  let lost = 0;
  return {
    hear(line: string): void {
      if (!line.startsWith('{"event":"round",')) return;
      rounds += 1;
      if ("problem" in JSON.parse(line)) lost += 1;
    },
    forget(): void {
      rounds = 0;
      lost = 0;
    },
    counts: () => ({ rounds, lost }),
  };
}
