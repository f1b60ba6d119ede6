// Lists the routers that speak Healthchecks' management API.
import type { App } from "#http/router.ts";
import { createCheckBadges } from "./badges/badges.ts";
import { checkHistoryRoutes } from "./check-history.ts";
import { checkRoutes } from "./checks.ts";
import { projectRoutes } from "./project.ts";

export const v3Routers = (): readonly App[] => [
  checkRoutes,
  checkHistoryRoutes,
  projectRoutes,
  createCheckBadges(),
];
