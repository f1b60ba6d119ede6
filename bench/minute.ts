// Waits until a tick would have enough of its minute left.

/** Waits for the next minute if this one is past its `latest` second. */
export async function earlyInTheMinute(latest: number): Promise<void> {
  const second = (Date.now() / 1_000) % 60;
  if (second > latest)
    await new Promise((resolve) => setTimeout(resolve, (61 - second) * 1_000));
}
