// Measures what the screens cost with 5,000 targets and a month of history.
import type { Line } from "#bench/figures.ts";
import type { Part } from "#bench/parts/part.ts";
import { kilobytes, measureScreens } from "./measure-screens.ts";
import { seedMonth } from "./month.ts";
import { screensOf } from "./page-screens.ts";
import { weighZoom } from "./page-weight.ts";

const aims: Line = {
  what: "at most",
  transferred: "100 KB with styles and scripts",
  database: "overview: 4 statements, 300 rows",
  CPU: "10 ms",
  "bare c.html": "",
  "first paint": "200 ms",
  shift: "0",
};

export const pages: Part = async (other) => {
  const lines = await measureScreens(
    async (runtime) => screensOf(await seedMonth(runtime)),
    { paints: true },
  );
  const zoom = await weighZoom(other.origin);
  return [
    aims,
    ...lines,
    {
      what: "uPlot, where one zooms",
      transferred: `${kilobytes(zoom)} more (at most 25 KB)`,
    },
  ];
};
