// Makes the links of a message that act on the incident that it tells of.
import type { Deps } from "#deps";
import type { MessageLink } from "#domain/notices/message.ts";
import type { Telling } from "#domain/notices/routing/group.ts";
import { signAction } from "#store/secrets/action-links.ts";

/** None where the deployment does not know where it is, or has no key to sign with. */
export async function linksFor(
  { settings }: Pick<Deps, "settings">,
  { changed, ongoing }: Telling,
  now: number,
): Promise<Omit<MessageLink, "label">[]> {
  const { publicUrl, sealing } = settings;
  const firing = [...changed, ...ongoing].filter(({ state }) => state === "firing");
  const [one] = firing;
  // Links act on one incident: with several, people choose on the page of incidents.
  if (publicUrl === null || one === undefined || firing.length > 1) return [];
  if (one.key.startsWith("job.")) return [];
  const links = ["acknowledge", "silence"] as const;
  const made = await Promise.all(
    links.map(async (name) => {
      const query = await signAction(sealing, { action: name, incidentId: one.key }, now);
      return query === null ? [] : [{ name, url: `${publicUrl}/act/${name}?${query}` }];
    }),
  );
  return made.flat();
}
