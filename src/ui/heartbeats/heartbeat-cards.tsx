// Gives the cards that the page of a heartbeat has besides those of every target.
import type { Child } from "hono/jsx";
import type { Target } from "#domain/targets/target.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { HeartbeatView } from "./heartbeat-view.ts";
import { LatelyCard } from "./lately-card.tsx";
import { PingCard } from "./ping-card.tsx";
import { RunningCard } from "./running-card.tsx";

type Shown = { viewer: Viewer; heartbeat: HeartbeatView; target: Target };

/** How it is pinged is what one needs first, and after the first ping last. */
export function heartbeatCards(shown: Shown): { above: Child; below: Child } {
  const { viewer, heartbeat, target } = shown;
  const { timing } = target.schedule;
  const lines = <PingCard viewer={viewer} heartbeat={heartbeat} timing={timing} />;
  const isFirst = heartbeat.pings === 0;
  return {
    above: (
      <>
        <RunningCard viewer={viewer} heartbeat={heartbeat} />
        {isFirst && lines}
      </>
    ),
    below: (
      <>
        <LatelyCard viewer={viewer} heartbeat={heartbeat} target={target} />
        {!isFirst && lines}
      </>
    ),
  };
}
