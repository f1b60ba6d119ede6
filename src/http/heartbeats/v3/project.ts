// Serves Healthchecks' management API of what all checks share: channels, the addresses
// of badges, and whether the database answers.
import { listChannels } from "#store/notices/channels.ts";
import { askDatabase, readHeartbeatTags } from "#store/targets/heartbeats.ts";
import { badgeAddresses } from "./badges/badge-addresses.ts";
import { toChannel } from "./channel-ids.ts";
import { newV3Router, serve, serveOpen, type V3Request } from "./v3-router.ts";

export const projectRoutes = newV3Router();

serve(projectRoutes, "channels", { GET: { handle: channels } });
serve(projectRoutes, "badges", { GET: { forReaders: true, handle: badges } });
for (const version of [1, 2, 3])
  serveOpen(projectRoutes, `/api/v${version}/status`, { GET: true }, async (c) => {
    await askDatabase(c.get("deps").db);
    return c.text("OK", 200);
  });

async function channels({ c }: V3Request): Promise<Response> {
  const found = await listChannels(c.get("deps").db);
  return c.json({ channels: found.map(toChannel) }, 200);
}

async function badges({ c, asking }: V3Request): Promise<Response> {
  const { db, settings } = c.get("deps");
  const tags = ["*", ...(await readHeartbeatTags(db))];
  const addresses = await Promise.all(
    tags.map(async (tag) => [
      tag,
      await badgeAddresses(settings.sealing, asking.site, tag),
    ]),
  );
  return c.json({ badges: Object.fromEntries(addresses) }, 200);
}
