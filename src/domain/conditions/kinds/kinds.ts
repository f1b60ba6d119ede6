// Lists the kinds of conditions. A new kind is a file and a line here.
import type { ConditionKind } from "#domain/conditions/kind.ts";
import { body } from "./body.ts";
import { content } from "./content.ts";
import { contentType } from "./content-type.ts";
import { count } from "./count.ts";
import { crawl } from "./crawl.ts";
import { duration } from "./duration.ts";
import { firstByte } from "./first-byte.ts";
import { header } from "./header.ts";
import { json } from "./json.ts";
import { reading } from "./reading.ts";
import { redirectsTo } from "./redirects-to.ts";
import { size } from "./size.ts";
import { status } from "./status.ts";

export const conditionKinds: readonly ConditionKind[] = [
  status,
  duration,
  firstByte,
  size,
  contentType,
  header,
  body,
  json,
  content,
  reading,
  redirectsTo,
  crawl,
  count,
];

const byName = new Map(conditionKinds.map((kind) => [kind.name, kind]));

export const kindNamed = (name: string): ConditionKind | undefined => byName.get(name);

export const hasSubject = (name: string): boolean =>
  (kindNamed(name)?.subject ?? null) !== null;
