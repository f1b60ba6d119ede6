// Writes the viewer's present hour as people may write an instant in a form.
import { hourMs } from "#domain/time/instants.ts";
import { offsetAt } from "#domain/time/zone.ts";
import type { Viewer } from "#ui/screens/viewer.ts";

/** "2026-11-28T03:00:00+01:00". */
export function formatExample({ now, zone }: Viewer): string {
  const at = now - (now % hourMs);
  const offset = offsetAt(zone, at);
  const shift = new Date(Math.abs(offset)).toISOString().slice(11, 16);
  const civil = new Date(at + offset).toISOString().slice(0, 19);
  return `${civil}${offset < 0 ? "-" : "+"}${shift}`;
}
