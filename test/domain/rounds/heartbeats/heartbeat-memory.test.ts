import { expect, it } from "vitest";
import {
  type HeartbeatMemory,
  packHeartbeat,
  unpackHeartbeat,
} from "#domain/rounds/heartbeats/heartbeat-memory.ts";

const memory: HeartbeatMemory = {
  open: [
    {
      rid: "a",
      startedAt: 1_777_885_200_500,
      slot: 1_777_885_200_000,
      dueAt: 1_777_885_200_000,
      aliveAt: 1_777_885_260_500,
    },
    {
      rid: null,
      startedAt: 1_777_885_300_000,
      slot: null,
      dueAt: 1_777_885_299_999,
      aliveAt: 1_777_885_300_000,
    },
  ],
  ranAt: 1_777_885_300_000,
  extraAt: 1_777_885_299_999,
  heardAt: 1_777_885_301_000,
  usual: [1_000, 2_000],
  ended: ["b"],
  overdue: ["c", null],
  busy: { from: 1_777_885_100_000, to: 1_777_885_101_000 },
};

it("the stored form of what is remembered of a heartbeat stays as it is", () => {
  const json = JSON.stringify(packHeartbeat(memory));
  expect(json).toBe(
    '[[["a",1777885200500,1777885200000,60000],[null,1777885300000,1777885299999,0]],1777885300000,1777885299999,1777885301000,[1000,2000],["b"],["c",null],[1777885100000,1777885101000]]',
  );
  expect(unpackHeartbeat(JSON.parse(json))).toEqual(memory);
});
