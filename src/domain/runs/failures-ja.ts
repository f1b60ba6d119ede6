// Explains failures in Japanese, with their evidence. The English is explainFailure's.
import { conditionSentencesJa } from "#domain/conditions/condition-sentences-ja.ts";
import { explainToldJa } from "#domain/conditions/conditions-ja.ts";
import { createTranslator, type Pattern } from "#domain/translate.ts";
import { detailsJa } from "./details-ja.ts";
import { explainFailure, type Failure, type FailureClass } from "./failure.ts";

type Of<Class extends FailureClass> = Extract<Failure, { class: Class }>;

const translateDetail = createTranslator(detailsJa);
const detailIn = (detail: string): string => translateDetail(detail) ?? detail;

/** How the name of a step begins that found nothing. */
const stepName = /^step [0-9]+: /;

const redirects: Readonly<Record<Of<"redirect">["reason"], (url: string) => string>> = {
  loop: (url) => `リダイレクトが循環し、${url} に戻りました。`,
  "too-many": (url) => `リダイレクトが上限を超えました。最後の転送先は ${url} です。`,
  "no-location": (url) => `${url} のリダイレクトに転送先がありません。`,
  "bad-location": (url) => `リダイレクト先が URL ではありません：${url}`,
};

const blocks: Readonly<
  Record<Of<"blocked">["by"], (url: string, detail: string) => string>
> = {
  address: (url, detail) => `${url} は取得できません：${detail}。`,
  robots: (url, detail) => `robots.txt が ${url} を許可していません：${detail}。`,
  cancel: (url, detail) => `${url} は取得されませんでした：${detail}。`,
};

const limitIn = (ms: number): string =>
  ms % 1_000 === 0 ? `${ms / 1_000} 秒` : `${ms} ms `;

function runLimitIn(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} 時間`;
  return ms % 60_000 === 0 ? `${ms / 60_000} 分` : limitIn(ms);
}

const timeouts = {
  "first-byte": (ms: number) => `${limitIn(ms)}以内に応答が始まりませんでした。`,
  body: (ms: number) => `${limitIn(ms)}以内に応答が終わりませんでした。`,
  run: (ms: number) => `${runLimitIn(ms)}以内に実行の終了が報告されませんでした。`,
} as const;

const sentences: {
  readonly [Class in FailureClass]: (failure: Of<Class>) => string;
} = {
  dns: ({ host }) => `${host} の名前を解決できません。`,
  connect: ({ host, detail }) => `${host} に接続できません：${detailIn(detail)}。`,
  tls: ({ host, detail }) => `${host} に安全に接続できません：${detailIn(detail)}。`,
  timeout: ({ phase, limitMs }) => timeouts[phase](limitMs),
  "too-large": ({ limitBytes }) =>
    `本文が ${limitBytes} バイトを超えたため、そこで読むのをやめました。`,
  redirect: ({ reason, url }) => redirects[reason](url),
  protocol: ({ detail }) => `応答が正しい HTTP ではありません：${detailIn(detail)}。`,
  status: ({ status, expected }) =>
    `ステータスは ${status} でした。期待値は ${expected.replaceAll(" or ", "、")} です。`,
  assertion: ({ detail, condition, actual = null }) =>
    condition === undefined
      ? `条件を満たしていません：${detailIn(detail)}。`
      : stepName.test(condition)
        ? `${detailIn(detail)}。`
        : `${explainToldJa({ condition, actual })}。`,
  blocked: ({ by, url, detail }) => blocks[by](url, detailIn(detail)),
  internal: ({ detail }) => `junkai 自身の処理が失敗しました：${detailIn(detail)}。`,
  exit: ({ status }) =>
    status === null
      ? "ジョブが実行の失敗を報告しました。"
      : `ジョブが終了コード ${status} で終わりました。`,
  missed: ({ slots }) =>
    slots === 1
      ? "ジョブからの報告が期限までにありませんでした。"
      : `ジョブからの報告が ${slots} 回続けて期限までにありませんでした。`,
};

/** Explains a failure in one sentence or two. */
export function explainFailureJa(failure: Failure): string {
  const explain = sentences[failure.class] as (failure: Failure) => string;
  return explain(failure);
}

/** A failure of each sentence, its evidence being holes. */
const withHoles = (hole: (name: string) => string): Failure[] => {
  // A number's hole is text as well; it is only put into a sentence.
  const number = (name: string) => hole(name) as unknown as number;
  const limitMs = number("1");
  const named = { host: hole("1"), detail: hole("2!") };
  const at = { url: hole("1"), detail: hole("2!") };
  const detail = hole("1!");
  return [
    { class: "dns", host: hole("1") },
    { class: "connect", ...named },
    { class: "tls", ...named },
    { class: "timeout", phase: "first-byte", limitMs },
    { class: "timeout", phase: "body", limitMs },
    { class: "timeout", phase: "run", limitMs },
    { class: "too-large", limitBytes: number("1") },
    ...(["loop", "too-many", "no-location", "bad-location"] as const).map(
      (reason): Failure => ({ class: "redirect", reason, url: hole("1") }),
    ),
    { class: "protocol", detail },
    { class: "status", status: number("1"), expected: hole("2") },
    { class: "assertion", detail },
    ...(["address", "robots", "cancel"] as const).map(
      (by): Failure => ({ class: "blocked", by, ...at }),
    ),
    { class: "internal", detail },
    { class: "exit", status: null },
    { class: "exit", status: number("1") },
    { class: "missed", slots: 1 },
    { class: "missed", slots: number("1") },
  ];
};

/** For failures of which only the English sentence was kept. */
export const failurePatternsJa: readonly Pattern[] = [
  ...conditionSentencesJa,
  { from: "Step {} ({}) {}.", to: "手順 {1}（{2}）：{3!}。" },
  { from: "No answer began within {} s.", to: "{1} 秒以内に応答が始まりませんでした。" },
  {
    from: "The answer did not end within {} s.",
    to: "{1} 秒以内に応答が終わりませんでした。",
  },
  ...[
    ["s", "秒"],
    ["min", "分"],
    ["h", "時間"],
  ].map(([unit, ja]) => ({
    from: `The run did not report its end within {} ${unit}.`,
    to: `{1} ${ja}以内に実行の終了が報告されませんでした。`,
  })),
  ...withHoles(() => "{}").map((failure, index) => ({
    from: explainFailure(failure),
    to: explainFailureJa(withHoles((name) => `{${name}}`)[index] ?? failure),
  })),
];
