// Groups the fields that unfold. A group stands open where something in it is refused, or
// is not as usual.
import type { Child } from "hono/jsx";
import type { Fires } from "#ui/editor/fires-view.tsx";
import type { FieldName, FormValues } from "#ui/editor/form-values.ts";
import type { ShownTrial } from "#ui/editor/trial-view.tsx";
import { describeSchedule } from "#ui/words/schedule-words.ts";
import type { Words } from "#ui/words/words.ts";
import { AlarmFields } from "./alarm-fields.tsx";
import { Box, type Filled, Line } from "./controls.tsx";
import { CrawlFields } from "./crawl-fields.tsx";
import { ReadingFields } from "./reading-fields.tsx";
import { RequestFields } from "./request-fields.tsx";
import { ScheduleFields } from "./schedule-fields.tsx";

type GroupName = keyof Words["editor"]["groups"];

/** The fields of each group. */
export const groupFields: Readonly<Record<GroupName, readonly FieldName[]>> = {
  schedule: [
    "when",
    "every",
    "times",
    "days",
    "cron",
    "zone",
    "windowed",
    "windowDays",
    "windowFrom",
    "windowTo",
    "windowZone",
    "startAt",
    "expiresAt",
    "overlap",
    "catchUpWindow",
    "grace",
  ],
  request: [
    "status",
    "conditions",
    "timeout",
    "firstByteTimeout",
    "retries",
    "maxRedirects",
    "maxBodyBytes",
    "method",
    "headers",
    "secretHeaders",
    "body",
    "bodyForm",
  ],
  readings: [
    "steps",
    "confirm",
    "compare",
    "learn",
    "leastCharacters",
    "leastPercent",
    "differences",
    "numberRules",
    "keepRaw",
    "keepContents",
    "keepChanges",
  ],
  crawl: [
    "scope",
    "include",
    "exclude",
    "maxPages",
    "maxDepth",
    "delay",
    "contentTypes",
    "query",
    "queryKept",
    "maxQueryVariants",
    "sitemaps",
    "feeds",
    "images",
    "robots",
  ],
  naming: ["name", "key", "tags", "enabled"],
  alarm: [
    "failAfter",
    "ofLast",
    "recoverAfter",
    "recheck",
    "flapsPerHour",
    "pauseAfter",
    "degraded",
    "dependsOn",
  ],
  deadlines: ["startGrace", "runMax", "runMin", "early", "grace", "unusual", "keepAlive"],
  pinging: ["slug", "uuid", "channels", "postOnly", "manualResume"],
  hours: [
    "windowed",
    "windowDays",
    "windowFrom",
    "windowTo",
    "windowZone",
    "startAt",
    "expiresAt",
  ],
  keyed: ["description", "key", "enabled"],
  retention: ["keepRuns", "keepHours", "keepFailures", "badges"],
};

/** How many are usual depends on the method: a target that is there has a number. */
const spelledOut: FieldName = "retries";

type GroupProps = {
  form: Filled;
  /** The form of a new target. */
  usual: FormValues;
  name: GroupName;
  isOpen?: boolean;
  /** What the group says at present, in a few words. */
  said?: string | undefined;
  children?: Child;
};

export const Group = ({ form, usual, name, isOpen, said, children }: GroupProps) => {
  const { groups, toPutRight, groupSaid } = form.viewer.words.editor;
  const title = said === undefined ? groups[name] : groupSaid(groups[name], said);
  const isRefused = groupFields[name].some((field) => form.refusals.has(field));
  const isSpecial = groupFields[name].some(
    (field) => field !== spelledOut && form.values[field] !== usual[field],
  );
  return (
    <details open={isOpen || isRefused || isSpecial}>
      <summary>{isRefused ? toPutRight(groups[name]) : title}</summary>
      <div class="card">{children}</div>
    </details>
  );
};

type ScheduleProps = Pick<GroupProps, "form" | "usual" | "isOpen"> & {
  fires: Fires;
  /** The path that the form is sent to. */
  action: string;
};

export const ScheduleGroup = ({ fires, action, ...group }: ScheduleProps) => {
  const { viewer } = group.form;
  const said = "refused" in fires ? undefined : describeSchedule(fires.schedule, viewer);
  return (
    <Group {...group} name="schedule" said={said}>
      <ScheduleFields form={group.form} fires={fires} action={action} />
    </Group>
  );
};

type RestProps = {
  form: Filled;
  usual: FormValues;
  /** The path that the form is sent to, to try the steps. */
  action: string;
  /** What the steps gave, where they were tried. */
  trial: ShownTrial | undefined;
};

/** All groups but the schedule. */
export const OtherGroups = ({ form, usual, action, trial }: RestProps) => (
  <>
    <Group form={form} usual={usual} name="request">
      <RequestFields form={form} />
    </Group>
    <Group form={form} usual={usual} name="readings">
      <ReadingFields form={form} action={action} trial={trial} />
    </Group>
    <div class="for-site">
      <Group form={form} usual={usual} name="crawl">
        <CrawlFields form={form} />
      </Group>
    </div>
    <Group form={form} usual={usual} name="alarm">
      <AlarmFields form={form} />
    </Group>
    <Group form={form} usual={usual} name="naming">
      <NamingFields form={form} />
    </Group>
    <Group form={form} usual={usual} name="retention">
      <RetentionFields form={form} />
    </Group>
  </>
);

const NamingFields = ({ form }: { form: Filled }) => {
  const { hints } = form.viewer.words.editor;
  return (
    <>
      <Line form={form} name="name" hint={hints.name} />
      <div class="two even">
        <Line form={form} name="key" hint={hints.key} input={{ class: "mono" }} />
        <Line form={form} name="tags" hint={hints.tags} />
      </div>
      <Box form={form} name="enabled" />
    </>
  );
};

export const RetentionFields = ({ form }: { form: Filled }) => {
  const { retention } = form.viewer.words.editor.hints;
  return (
    <>
      <div class="three">
        <Line form={form} name="keepRuns" />
        <Line form={form} name="keepHours" />
        <Line form={form} name="keepFailures" />
      </div>
      <p class="hint">{retention}</p>
      <Box form={form} name="badges" />
    </>
  );
};
