import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventKind, NoticeEvent } from "#domain/notices/event.ts";
import { wordingOf } from "#domain/notices/kinds/kinds.ts";
import type { MessageInput } from "#domain/notices/wording.ts";
import { factsOf } from "#test/fixtures/changes/facts.ts";
import {
  aMessage,
  anEvent,
  hostileName,
  manyEvents,
  noon,
} from "#test/fixtures/notices/events.ts";

const of = (name: string, place: number) => ({
  incidentId: `${place}-a`,
  labels: { name, target: name },
});
const opened = anEvent("incident-opened");
const worse = anEvent("incident-worse", { at: noon + 1 });
const closed = anEvent("incident-closed", { at: noon + 2 });
const held = anEvent("incident-held", { at: noon + 3 });
const degraded = anEvent("incident-opened", {
  ...of("mail", 2),
  facts: { severity: "degraded", failure: null },
});
const closedBy = (closeReason: "closed" | "paused" | "deleted") =>
  anEvent("incident-closed", { facts: { closeReason } });

type Row = { news?: NoticeEvent[]; reminders?: NoticeEvent[]; en: string; ja: string };

const titles: Row[] = [
  { news: [opened], en: "Down: shop.example.com", ja: "障害：shop.example.com" },
  {
    news: [opened, anEvent("incident-opened", of("api", 1))],
    en: "2 down: shop.example.com, api",
    ja: "障害 2 件：shop.example.com、api",
  },
  {
    news: manyEvents(500),
    en: "500 down: host-0.example.com, host-1.example.com, host-2.example.com and 497 more",
    ja: "障害 500 件：host-0.example.com、host-1.example.com、host-2.example.com ほか 497 件",
  },
  { news: [degraded], en: "Degraded: mail", ja: "低下：mail" },
  {
    news: [worse],
    en: "Now down: shop.example.com",
    ja: "低下から障害に悪化：shop.example.com",
  },
  // Who is told of both at once never heard of the first.
  { news: [opened, worse], en: "Down: shop.example.com", ja: "障害：shop.example.com" },
  {
    news: [closed],
    en: "Recovered: shop.example.com after 12 min",
    ja: "復旧：shop.example.com（障害時間 12 分）",
  },
  {
    news: [closed, worse, opened],
    en: "Recovered: shop.example.com after 12 min",
    ja: "復旧：shop.example.com（障害時間 12 分）",
  },
  {
    news: [closed, degraded],
    en: "Degraded: mail; Recovered: shop.example.com after 12 min",
    ja: "低下：mail／復旧：shop.example.com（障害時間 12 分）",
  },
  {
    news: [closedBy("paused")],
    en: "Incident closed: shop.example.com",
    ja: "インシデント終了：shop.example.com",
  },
  {
    reminders: [opened],
    en: "Still down: shop.example.com",
    ja: "障害継続中：shop.example.com",
  },
  {
    reminders: [degraded],
    en: "Still degraded: mail",
    ja: "低下継続中：mail",
  },
  // What is news is no reminder.
  {
    reminders: [opened],
    news: [closed],
    en: "Recovered: shop.example.com after 12 min",
    ja: "復旧：shop.example.com（障害時間 12 分）",
  },
  {
    news: [held],
    en: "Also failing: api.example.com",
    ja: "あわせて失敗：api.example.com",
  },
  { news: [opened, held], en: "Down: shop.example.com", ja: "障害：shop.example.com" },
  {
    news: [anEvent("crawl-findings")],
    en: "Crawl with findings: shop.example.com",
    ja: "クロールで問題を検出：shop.example.com",
  },
  { news: [anEvent("job-failed")], en: "Job failed: prune", ja: "ジョブ失敗：prune" },
  {
    reminders: [anEvent("job-failed")],
    en: "Job still fails: prune",
    ja: "ジョブ失敗継続中：prune",
  },
  {
    news: [anEvent("job-failed"), anEvent("job-recovered", { at: noon + 1 })],
    en: "Job recovered: prune",
    ja: "ジョブ復旧：prune",
  },
  {
    news: [anEvent("storage-nearly-full")],
    en: "Storage nearly full: database",
    ja: "空き容量わずか：データベース",
  },
  {
    news: [anEvent("service-missed")],
    en: "Checks interrupted: junkai",
    ja: "監視の中断：junkai",
  },
];

describe("the title of a message", () => {
  for (const { news = [], reminders = [], en, ja } of titles)
    test(`is "${en}", and in Japanese "${ja}"`, () => {
      expect(aMessage({ news, reminders }).title).toBe(en);
      expect(aMessage({ news, reminders, language: "ja" }).title).toBe(ja);
    });
});

const itemOf = (input: Partial<MessageInput>) => {
  const { items } = aMessage(input);
  expect(items).toHaveLength(1);
  const [item] = items;
  if (item === undefined) throw new Error("no item");
  const fields = item.fields.map(({ name, value }) => `${name}: ${value}`);
  return { ...item, lines: [item.text, ...fields] };
};

describe("an item", () => {
  test("of an open incident tells what failed, since when, and what was lost", () => {
    const facts = {
      slotsMissed: 2,
      lastGoodAt: null,
      turns: 2,
      body: "upstream\ntimeout",
    };
    const event = anEvent("incident-opened", { facts });
    expect(itemOf({ news: [event] }).lines).toEqual([
      "The status is 502; expected 2xx. It recovered and failed again 2 times.",
      "Status: Down",
      "Since: 2026-11-28 11:48:00 UTC",
      "Duration: 12 min so far",
      "Failed runs: 3",
      "Missed slots: 2",
      "Last good run: never",
      "Address: https://shop.example.com/",
      "Answer: upstream timeout",
    ]);
    expect(itemOf({ news: [event], language: "ja", zone: "Asia/Tokyo" }).lines).toEqual([
      "ステータスは 502 でした。期待値は 2xx です。復旧と再発を 2 回繰り返しました。",
      "状態: 障害",
      "開始: 2026-11-28 20:48:00 Asia/Tokyo（2026-11-28 11:48:00 UTC）",
      "継続時間: 12 分（継続中）",
      "失敗した実行: 3",
      "未実行の枠: 2",
      "最後に成功した実行: なし",
      "アドレス: https://shop.example.com/",
      "応答本文: upstream timeout",
    ]);
  });

  const silent = {
    url: "",
    runsFailed: 0,
    slotsMissed: 3,
    lastRanAt: noon - 72 * 60_000,
    lastGoodAt: noon - 72 * 60_000,
    failure: { class: "missed", slots: 1 },
  } as const;

  test("of a job that does not report tells how often, and when it last ran", () => {
    const event = anEvent("incident-opened", { facts: silent });
    expect(itemOf({ news: [event] }).lines).toEqual([
      "The job did not report in time, 3 slots in a row. It last ran 2026-11-28 10:48:00 UTC.",
      "Status: Down",
      "Since: 2026-11-28 11:48:00 UTC",
      "Duration: 12 min so far",
      "Missed slots: 3",
      "Last run: 2026-11-28 10:48:00 UTC",
      "Last good run: 2026-11-28 10:48:00 UTC",
    ]);
    expect(itemOf({ news: [event], language: "ja", zone: "Asia/Tokyo" }).lines).toEqual([
      "ジョブからの報告が 3 回続けて期限までにありませんでした。最後の実行：2026-11-28 19:48:00 Asia/Tokyo（2026-11-28 10:48:00 UTC）。",
      "状態: 障害",
      "開始: 2026-11-28 20:48:00 Asia/Tokyo（2026-11-28 11:48:00 UTC）",
      "継続時間: 12 分（継続中）",
      "未実行の枠: 3",
      "最後の実行: 2026-11-28 19:48:00 Asia/Tokyo（2026-11-28 10:48:00 UTC）",
      "最後に成功した実行: 2026-11-28 19:48:00 Asia/Tokyo（2026-11-28 10:48:00 UTC）",
    ]);
  });

  test("of a job that reports again tells how many slots it missed", () => {
    const event = anEvent("incident-closed", {
      facts: { ...silent, closedAt: noon, closeReason: "recovered" },
    });
    expect(itemOf({ news: [event] }).lines.slice(0, 5)).toEqual([
      "It was down for 12 min: 3 slots were missed.",
      "Since: 2026-11-28 11:48:00 UTC",
      "Until: 2026-11-28 12:00:00 UTC",
      "Cause: The job did not report in time, 3 slots in a row.",
      "Missed slots: 3",
    ]);
    expect(itemOf({ news: [event], language: "ja" }).text).toBe(
      "障害は 12 分続きました（未実行の枠 3 件）。",
    );
  });

  test("of a recovery tells how long it took and what was missed", () => {
    expect(itemOf({ news: [closed] }).lines).toEqual([
      "It was down for 12 min: 3 runs failed, 2 slots were missed.",
      "Since: 2026-11-28 11:48:00 UTC",
      "Until: 2026-11-28 12:00:00 UTC",
      "Cause: The status is 502; expected 2xx.",
      "Failed runs: 3",
      "Missed slots: 2",
      "Last good run: 2026-11-28 11:47:00 UTC",
      "Address: https://shop.example.com/",
    ]);
    expect(itemOf({ news: [closed], language: "ja" }).text).toBe(
      "障害は 12 分続きました（失敗した実行 3 回、未実行の枠 2 件）。",
    );
  });

  const closes = [
    {
      reason: "closed" as const,
      en: "The incident was closed by hand before the target recovered.",
      ja: "対象が復旧する前に、インシデントが手動で終了されました。",
    },
    {
      reason: "paused" as const,
      en: "The target was paused before it recovered.",
      ja: "対象は復旧する前に一時停止されました。",
    },
    {
      reason: "deleted" as const,
      en: "The target was deleted.",
      ja: "対象は削除されました。",
    },
  ];
  for (const { reason, en, ja } of closes)
    test(`of an incident that closed since its target was ${reason} says so`, () => {
      const news = [closedBy(reason)];
      expect(itemOf({ news }).text).toContain(en);
      expect(itemOf({ news, language: "ja" }).text).toContain(ja);
      expect(itemOf({ news }).title).toBe("Incident closed: shop.example.com");
    });

  test("names the targets that fail because of it", () => {
    const children = Array.from({ length: 12 }, (_, place) =>
      anEvent("incident-held", {
        id: `held-${place}`,
        facts: { childId: place, child: `child-${place}` },
      }),
    );
    const { lines } = itemOf({ news: [...children, opened] });
    expect(lines.at(-1)).toBe(
      `Also failing: ${[..."0123456789"].map((n) => `child-${n}`).join(", ")} and 2 more`,
    );
  });

  const others: { kind: EventKind; en: string; ja: string; url: string }[] = [
    {
      kind: "incident-held",
      en: "It depends on another target that has failed, so it has no incident of its own.",
      ja: "依存先の対象が失敗しているため、個別のインシデントにはしていません。",
      url: "https://junkai.example.com/targets/18",
    },
    {
      kind: "crawl-findings",
      en: "3 pages are gone, 1 link is broken.",
      ja: "消失したページ 3 件、リンク切れ 1 件があります。",
      url: "https://junkai.example.com/targets/17/crawls/7",
    },
    {
      kind: "job-failed",
      en: "The invocation ended before the run did.",
      ja: "実行が終わる前に、その処理の呼び出しが終了しました。",
      url: "https://junkai.example.com/jobs/prune",
    },
    {
      kind: "job-recovered",
      en: "Its last run passed.",
      ja: "直近の実行は成功しました。",
      url: "https://junkai.example.com/jobs/prune",
    },
    {
      kind: "storage-nearly-full",
      en: "The database has 462 MB of 500 MB (92 %).",
      ja: "データベースは 500 MB のうち 462 MB（92 %）を使っています。",
      url: "https://junkai.example.com/settings",
    },
    {
      kind: "service-missed",
      en: "junkai did not run from 2026-11-28 10:30:00 UTC to 2026-11-28 12:00:00 UTC: no target was checked for 1 h 30 min.",
      ja: "2026-11-28 10:30:00 UTC から 2026-11-28 12:00:00 UTC まで junkai が動いていませんでした。1 時間 30 分の間、対象を確認していません。",
      url: "https://junkai.example.com/jobs/crawl",
    },
    {
      kind: "content-changed",
      en: "price: 12.5 → 9.9 (−20.8 %). 2 lines were added, 1 line was removed.",
      ja: "price：12.5 → 9.9（−20.8 %）。追加 2 行、削除 1 行。",
      url: `https://junkai.example.com/targets/17/diff?from=${"a".repeat(32)}&to=${"b".repeat(32)}`,
    },
  ];
  for (const { kind, en, ja, url } of others)
    test(`of the kind ${kind} says: ${en}`, () => {
      const news = [anEvent(kind)];
      expect(itemOf({ news }).text).toBe(en);
      expect(itemOf({ news, language: "ja" }).text).toBe(ja);
      expect(itemOf({ news }).url).toBe(url);
    });

  test("of a database that fills up tells how long runs are kept", () => {
    const facts = { runsMs: 630 * 3_600_000, usualRunsMs: 720 * 3_600_000 };
    const news = [anEvent("storage-nearly-full", { facts })];
    expect(itemOf({ news }).text).toBe(
      "The database has 462 MB of 500 MB (92 %). To make room, runs are kept for 26 d 6 h instead of 30 d.",
    );
    expect(itemOf({ news, language: "ja" }).text).toBe(
      "データベースは 500 MB のうち 462 MB（92 %）を使っています。空きを作るため、実行は 30 日ではなく 26 日 6 時間保存されます。",
    );
  });

  test("of a change quotes lines in turns, so that some of each are left when it is cut", () => {
    const { fields } = itemOf({ news: [anEvent("content-changed")] });
    expect(fields).toEqual([
      { name: "Removed", value: "Price 12.50" },
      { name: "Added", value: "Only 3 left in stock" },
      { name: "Added", value: "Now 9.90" },
      { name: "Address", value: "https://shop.example.com/keyboard" },
      { name: "First seen", value: "2026-11-28 12:00:00 UTC" },
    ]);
  });

  const moves: [number | null, number | null, string][] = [
    [12.5, 9.95, "n: 12.50 → 9.95 (−20.4 %)."],
    [100, 150, "n: 100 → 150 (+50.0 %)."],
    [-2, 1, "n: −2 → 1 (+150.0 %)."],
    [null, 5, "n: none → 5."],
    [5, null, "n: 5 → none."],
    [0, 5, "n: 0 → 5."],
    [0.1, 0.30000000000000004, "n: 0.100000 → 0.300000 (+200.0 %)."],
    [1e21, 1e-9, "n: 1e+21 → 1e-9 (−100.0 %)."],
    [5e-324, 1e308, "n: 5e-324 → 1e+308."],
  ];
  for (const [from, to, text] of moves)
    test(`of a number that moved from ${from} to ${to} says ${text}`, () => {
      const change = {
        ...factsOf({ addedLines: 0, removedLines: 0 }),
        numbers: { n: { from, to } },
      };
      const { text: told } = itemOf({
        news: [anEvent("content-changed", { facts: { change } })],
      });
      expect(told).toBe(text);
    });

  test("of a crawl names some of what it found", () => {
    const docs = "https://docs.example.com";
    const examples = { gone: [`${docs}/old`, `${docs}/older`], broken: [`${docs}/typo`] };
    const event = anEvent("crawl-findings", { facts: { examples } });
    const { fields } = itemOf({ news: [event] });
    expect(fields).toEqual([
      { name: "Address", value: "https://docs.example.com/" },
      { name: "Pages gone", value: `${docs}/old ${docs}/older` },
      { name: "Broken links", value: `${docs}/typo` },
    ]);
  });

  test("of a database says when it would be full, where that is known", () => {
    const fieldsAt = (fullAt: number | null) =>
      itemOf({ news: [anEvent("storage-nearly-full", { facts: { fullAt } })] }).fields;
    expect(fieldsAt(null)).toEqual([]);
    expect(fieldsAt(noon)).toEqual([
      { name: "Full on", value: "2026-11-28 12:00:00 UTC" },
    ]);
  });

  test("of something degraded without a failure still says what is the matter", () => {
    expect(itemOf({ news: [degraded] }).text).toBe("It answers, but not as it should.");
    expect(itemOf({ news: [degraded], language: "ja" }).text).toBe(
      "応答はありますが、期待した状態ではありません。",
    );
  });

  test("has labels, of which empty ones are left out", () => {
    const event = anEvent("incident-opened", { labels: { target: "", tag: [] } });
    expect(itemOf({ news: [event] }).labels).toEqual({
      alertname: "Incident",
      name: "shop.example.com",
      host: "shop.example.com",
      kind: "page",
      severity: "down",
    });
  });
});

describe("a message", () => {
  test("has the worst first, forty items at most, and says how many it left out", () => {
    const message = aMessage({ news: [closed, degraded, ...manyEvents(500)] });
    expect(message.items).toHaveLength(40);
    expect(message.more).toBe(462);
    expect(message.items[0]?.severity).toBe("down");
    expect(message.state).toBe("firing");
    expect(
      aMessage({ news: [closed, degraded] }).items.map(({ state }) => state),
    ).toEqual(["firing", "resolved"]);
  });

  test("counts what is not listed", () => {
    const news = manyEvents(40);
    const alike = aMessage({ news, unlisted: 460 });
    expect(alike.more).toBe(460);
    expect(alike.title).toMatch(/^500 down: .* and 497 more$/);
    const mixed = aMessage({ news: [degraded, ...news.slice(1)], unlisted: 460 });
    expect(mixed.title).toMatch(/^39 down: .*; Degraded: mail; … and 460 more$/);
  });

  test("is as severe as the worst that fires, and resolved when nothing does", () => {
    const mixed = aMessage({ news: [closed, degraded] });
    expect([mixed.state, mixed.severity]).toEqual(["firing", "degraded"]);
    const over = aMessage({ news: [closed, anEvent("crawl-findings")] });
    expect([over.state, over.severity]).toEqual(["resolved", "down"]);
    const info = aMessage({ news: [anEvent("crawl-findings")] });
    expect([info.state, info.severity]).toEqual(["info", "info"]);
  });

  test("leads to its only item, or else to the overview, or nowhere", () => {
    expect(aMessage().url).toBe("https://junkai.example.com/incidents/17-a");
    expect(aMessage({ news: [opened, degraded] }).url).toBe(
      "https://junkai.example.com/",
    );
    const nowhere = aMessage({ baseUrl: null, links: [] });
    expect([nowhere.url, nowhere.items[0]?.url]).toEqual([null, null]);
  });

  test("names its links in its language", () => {
    const labels = (language: "en" | "ja") =>
      aMessage({ language }).links.map(({ label }) => label);
    expect(labels("en")).toEqual(["Acknowledge", "Silence for an hour", "Details"]);
    expect(labels("ja")).toEqual(["確認済みにする", "1 時間ミュート", "詳細を見る"]);
  });

  test("is one line in title and text, whatever a stranger chose as a name", () => {
    const kinds: EventKind[] = [
      "incident-opened",
      "incident-worse",
      "incident-closed",
      "incident-held",
      "crawl-findings",
      "job-failed",
      "job-recovered",
      "storage-nearly-full",
      "service-missed",
      "content-changed",
    ];
    const name = fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.constant(hostileName),
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 5 }),
        name,
        (some, name) => {
          const news = some.map((kind, place) =>
            anEvent(kind, {
              id: `${place}`,
              incidentId: `${place}-a`,
              labels: { name },
              facts: {
                ...{ problem: name, child: name, url: name, body: name },
                change: factsOf({ added: [name, name], removed: [name] }),
              } as never,
            }),
          );
          const { title, items } = aMessage({ news });
          const texts = items.flatMap(({ title, text, fields }) => [
            title,
            text,
            ...fields.map(({ value }) => value),
          ]);
          for (const text of [title, ...texts]) {
            expect(text).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
            expect(text.length).toBeLessThanOrEqual(1_100);
          }
          expect(title.length).toBeLessThanOrEqual(250);
        },
      ),
    );
  });

  test("does not depend on the order in which events are given", () => {
    const all = [opened, worse, closed, held, degraded, anEvent("job-failed")];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (news) => {
        expect(aMessage({ news })).toEqual(aMessage({ news: all }));
      }),
    );
  });
});

test("every kind of event has a name for Alertmanager, the same when it is over", () => {
  expect(wordingOf("incident-closed").alertname).toBe(
    wordingOf("incident-opened").alertname,
  );
  expect(wordingOf("job-recovered").alertname).toBe(wordingOf("job-failed").alertname);
});
