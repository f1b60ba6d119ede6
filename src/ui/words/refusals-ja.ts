// Holds the Japanese of the refusals that the API makes in English.
import { addressesJa } from "#domain/runs/details-ja.ts";
import type { Pattern } from "#domain/translate.ts";
import { conditionRefusalsJa } from "./condition-refusals-ja.ts";
import { heartbeatRefusalsJa } from "./heartbeats/refusals-ja.ts";
import { incidentRefusalsJa } from "./notices/incident-refusals-ja.ts";
import { noticeRefusalsJa } from "./notices/refusals-ja.ts";
import { readingRefusalsJa } from "./reading-refusals-ja.ts";

const nouns: Readonly<Record<string, string>> = {
  text: "テキスト",
  "a number": "数値",
  "a whole number": "整数",
  "true or false": "true か false",
  "a list": "リスト",
  "an object": "オブジェクト",
  null: "null",
};

/** Names of forms: "text", '"keep" or "drop" or a list'. Null when one is unknown. */
function formsIn(text: string): readonly string[] | null {
  const noun = nouns[text];
  if (noun !== undefined) return [noun];
  const forms = text
    .split(/, (?=")| or /)
    .map((form) => nouns[form] ?? (/^"[^"]*"$/.test(form) ? form : null));
  return forms.every((form) => form !== null) ? forms : null;
}

function oneOf(text: string): string | null {
  const forms = formsIn(text);
  if (forms === null) return null;
  return forms.length === 1 ? `${forms[0]}` : `${forms.join("、")} のいずれか`;
}

const saysForm =
  (say: (form: string) => string) =>
  (text = ""): string | null => {
    const form = oneOf(text);
    return form === null ? null : say(form);
  };

/** What zod's schemas refuse. */
const ofForms: readonly Pattern[] = [
  {
    from: "This is missing; it is {}.",
    to: (text = "") => `入力がありません。${oneOf(text) ?? text}を指定します。`,
  },
  {
    from: "This is {}, not {}.",
    to: (wanted = "", given = "") => {
      const form = oneOf(wanted);
      const other = given === "something else" ? "別のもの" : oneOf(given);
      return form === null || other === null
        ? null
        : `${form}を指定します。${other}は指定できません。`;
    },
  },
  { from: "This has at least {} character.", to: "{1} 文字以上で入力します。" },
  { from: "This has at least {} characters.", to: "{1} 文字以上で入力します。" },
  { from: "This has at most {} character.", to: "{1} 文字以内で入力します。" },
  { from: "This has at most {} characters.", to: "{1} 文字以内で入力します。" },
  { from: "This has at least {} item.", to: "{1} 個以上を指定します。" },
  { from: "This has at least {} items.", to: "{1} 個以上を指定します。" },
  { from: "This has at most {} item.", to: "指定できるのは {1} 個までです。" },
  { from: "This has at most {} items.", to: "指定できるのは {1} 個までです。" },
  { from: "This is at least {}.", to: "{1} 以上の値を指定します。" },
  { from: "This is at most {}.", to: "{1} 以下の値を指定します。" },
  {
    from: "This is a whole number from {} to {}.",
    to: "{1} から {2} までの整数を指定します。",
  },
  { from: 'Did you mean "{}"?', to: "「{1}」のことでしょうか。" },
  { from: "There is no such field.", to: "この項目はありません。" },
  { from: "This is not of the right form.", to: "形式が異なります。" },
  { from: "This is not a valid {}.", to: "{1} の形式ではありません。" },
  { from: "This name is not acceptable.", to: "この名前は使えません。" },
  { from: "This is not acceptable.", to: "この値は使えません。" },
  { from: "1 field is not acceptable.", to: "受け付けられない項目が 1 件あります。" },
  {
    from: "{} fields are not acceptable.",
    to: "受け付けられない項目が {1} 件あります。",
  },
  { from: "At most {} at a time.", to: "一度に指定できるのは {1} 個までです。" },
];

const ofTimes: readonly Pattern[] = [
  {
    from: 'This is a duration from {} to {}, such as "{}".',
    to: "{1} から {2} までの時間を「{3}」のように指定します。",
  },
  {
    from: 'This is an instant such as "{}", a day in UTC such as "{}", "now", or a time before now such as "{}".',
    to: "日時（例：{1}）、UTC の日付（例：{2}）、now、または現在から遡る時間（例：{3}）を指定します。",
  },
  {
    from: 'This is an instant such as "{}".',
    to: "日時を「{1}」のように指定します。",
  },
  {
    from: "This month has not begun yet.",
    to: "この月はまだ始まっていません。",
  },
  {
    from: "The window runs forwards, at most up to now, and has at most {} days.",
    to: "期間は開始から終了の順に、現在まで、{1} 日以内で指定します。",
  },
  {
    from: "These would be {} points of at most {}: make the step longer or the window shorter.",
    to: "点の数が {1} になり、上限の {2} を超えます。間隔を長くするか、期間を短くしてください。",
  },
  {
    from: "For all targets together a step is a whole number of hours: name a tag or a host to use other steps.",
    to: "全対象をまとめるときの間隔は 1 時間単位です。ほかの間隔にはタグかホストを指定します。",
  },
  {
    from: "At most {} incidents of a target can be read for an answer, and there are more: name a shorter window.",
    to: "1 つの対象について読めるインシデントは {1} 件までで、それより多くあります。期間を短くしてください。",
  },
];

const ofSchedules: readonly Pattern[] = [
  {
    from: "A schedule has either every or cron.",
    to: "スケジュールには間隔か cron のどちらか一方を指定します。",
  },
  { from: "A zone goes with cron.", to: "タイムゾーンは cron と一緒に指定します。" },
  { from: "An interval is {} to {} long.", to: "間隔は {1} から {2} までです。" },
  {
    from: "An interval is a whole number of seconds.",
    to: "間隔は 1 秒単位で指定します。",
  },
  {
    from: 'A cron expression has 5 fields, or 6 with seconds first; "{}" has {}.',
    to: "cron 式の項目は 5 個、または秒を先頭に置いた 6 個です。「{1}」は {2} 個です。",
  },
  {
    from: '"{}" is none of @hourly, @daily, @weekly, @monthly and @yearly.',
    to: "「{1}」は @hourly、@daily、@weekly、@monthly、@yearly のどれでもありません。",
  },
  {
    from: '"{}" is no cron expression: {}.',
    to: "「{1}」は cron 式ではありません（{2!}）。",
  },
  {
    from: '"{}" fires more often than every {}.',
    to: "「{1}」は {2} より短い間隔で実行されます。",
  },
  {
    from: '"{}" is no time zone; expected an IANA name such as Europe/Berlin or UTC.',
    to: "「{1}」というタイムゾーンはありません。Asia/Tokyo や UTC のような IANA 名を指定します。",
  },
  { from: "The window has no weekdays.", to: "時間帯に曜日がありません。" },
  {
    from: "Weekdays go from 1 (Monday) to 7 (Sunday), not {}.",
    to: "曜日は 1（月曜日）から 7（日曜日）までです。{1} はありません。",
  },
  {
    from: 'The window opens at HH:MM, not at "{}".',
    to: "時間帯の始まりは HH:MM で指定します。「{1}」は使えません。",
  },
  {
    from: 'The window opens at HH:MM, not at "".',
    to: "時間帯の始まりを HH:MM で指定します。",
  },
  {
    from: 'The window closes at HH:MM or 24:00, not at "{}".',
    to: "時間帯の終わりは HH:MM か 24:00 で指定します。「{1}」は使えません。",
  },
  {
    from: 'The window closes at HH:MM or 24:00, not at "".',
    to: "時間帯の終わりを HH:MM か 24:00 で指定します。",
  },
  {
    from: "A slot every {} may miss a window that is open for {}; give startAt, or use cron.",
    to: "間隔が {1} では、{2} しか開かない時間帯に枠が入らないことがあります。開始日時を指定するか、cron を使います。",
  },
  {
    from: "The schedule expires before it starts.",
    to: "スケジュールの終了が開始より前です。",
  },
  {
    from: "The schedule has expired already.",
    to: "スケジュールの終了日時を過ぎています。",
  },
  {
    from: "The schedule expires before its first slot.",
    to: "最初の枠より前にスケジュールが終わります。",
  },
  {
    from: "No slot falls into the window within {} tries.",
    to: "{1} 回試しても時間帯に入る枠がありません。",
  },
  {
    from: "The cron expression never fires.",
    to: "この cron 式では一度も実行されません。",
  },
];

/** What croner says is wrong with an expression. */
const ofCron: readonly Pattern[] = [
  { from: "Invalid value for {}: {}", to: "{1!}に {2} は使えません" },
  {
    from: "{} ({}) contains illegal characters",
    to: "{1!}「{2}」に使えない文字があります",
  },
  {
    from: "configuration entry {} ({}) is empty, check for trailing spaces",
    to: "{1!}に空の値があります",
  },
  {
    from: "configuration entry {} () is empty, check for trailing spaces",
    to: "{1!}に空の値があります",
  },
  { from: "{} is not a number: '{}'", to: "「{2}」は数値ではありません" },
  {
    from: "From value is larger than to value: '{}'",
    to: "範囲「{1}」の始まりが終わりより大きくなっています",
  },
  ...["numeric", "missing"].map((prefix) => ({
    from: `Syntax error, stepping with ${prefix} prefix ('{}') is not allowed. Use wildcard (*/step) or range (min-max/step) instead`,
    to: "「{1}」の / の前には * か範囲を書きます",
  })),
  {
    from: "Syntax error, steps cannot be greater than maximum value of part ({})",
    to: "/ の後の数は {1} までです",
  },
  { from: "Syntax error, illegal stepping: {}", to: "/ の後の数を使えません" },
  {
    from: "Syntax error, illegal range with stepping: '{}'",
    to: "範囲「{1}」の書き方が異なります",
  },
  {
    from: "Syntax error, illegal range: '{}'",
    to: "範囲「{1}」の書き方が異なります",
  },
  { from: "Syntax error, illegal lower range ({})", to: "範囲の始まりがありません" },
  { from: "Syntax error, illegal upper range ({})", to: "範囲の終わりがありません" },
  {
    from: "nth weekday out of range, should be 1-5 or L. Value: {}, Type: {}",
    to: "# の後は 1 から 5 までか L です",
  },
  {
    from: "Syntax error, L has to be a value of its own in day-of-month ('{}')",
    to: "日の L は単独で書きます",
  },
  {
    from: "Syntax error, LW can not be in a list in day-of-month ('{}')",
    to: "日の LW は単独で書きます",
  },
  {
    from: "Syntax error, W is not allowed in a range",
    to: "W は範囲では使えません",
  },
  {
    from: "Syntax error, a month or day name has to stand alone ('{}')",
    to: "月や曜日の名前は単独で書きます（{1}）",
  },
  {
    from: "Day-of-week field cannot be empty after '+' modifier",
    to: "+ の後に曜日が必要です",
  },
  { from: "it is a date", to: "日付です" },
  ...Object.entries({
    second: "秒",
    seconds: "秒",
    minute: "分",
    minutes: "分",
    hour: "時",
    hours: "時",
    day: "日",
    "day of month": "日",
    month: "月",
    dayOfWeek: "曜日",
    "day of week": "曜日",
  }).map(([from, to]) => ({ from, to })),
];

const ofTargets: readonly Pattern[] = [
  {
    from: "This address cannot be fetched: {}.",
    to: "このアドレスは取得できません：{1!}。",
  },
  ...addressesJa,
  {
    from: "A tag is 1 to 50 letters, digits, spaces or ._:/-.",
    to: "タグは文字、数字、空白、._:/- からなる 1〜50 文字です。",
  },
  {
    from: "A key is 1 to 100 letters, digits, dots, dashes or underscores.",
    to: "キーは英数字、ドット、ハイフン、下線からなる 1〜100 文字です。",
  },
  { from: "Another target has the key {}.", to: "キー {1} は別の対象が使っています。" },
  {
    from: "The window was changed or deleted meanwhile: read it again.",
    to: "その間にメンテナンス期間が変更または削除されました。読み直してください。",
  },
  {
    from: "The status page was changed or deleted meanwhile: read it again.",
    to: "その間にステータスページが変更または削除されました。読み直してください。",
  },
  {
    from: "There is no maintenance window {}.",
    to: "メンテナンス期間 {1} はありません。",
  },
  {
    from: "A slug is 1 to 50 of a-z, 0-9 and dashes.",
    to: "アドレスは a-z、0-9、ハイフンの 1〜50 文字です。",
  },
  {
    from: "The status page exists already: If-None-Match lets it be.",
    to: "このアドレスのステータスページはすでにあります。",
  },
  { from: "There is no status page {}.", to: "ステータスページ {1} はありません。" },
  {
    from: "There are 500 maintenance windows: delete one first.",
    to: "メンテナンス期間が 500 件あります。先にどれかを削除してください。",
  },
  {
    from: "A window is of all targets, or of some.",
    to: "範囲は、すべての対象か一部の対象のどちらかです。",
  },
  {
    from: "Name targets or tags, or set all to true.",
    to: "対象かタグを指定するか、すべての対象を選んでください。",
  },
  {
    from: "A window with a schedule has no such time.",
    to: "繰り返しの期間にこの時刻は指定できません。",
  },
  {
    from: "Say how long the window lasts each time.",
    to: "毎回の長さを指定してください。",
  },
  {
    from: "This goes with schedule; else it is for.",
    to: "これは繰り返しのときだけ指定できます。",
  },
  {
    from: "A window has either until or for.",
    to: "終了時刻と長さは、どちらか一方だけ指定できます。",
  },
  {
    from: "Say when the window is over: until or for.",
    to: "終了時刻か長さを指定してください。",
  },
  { from: "The window ends before it begins.", to: "終了が開始より前です。" },
  { from: "A window is at most {} long.", to: "期間は最長 {1} です。" },
  { from: "The window is over already.", to: "期間はすでに終わっています。" },
  {
    from: "A window begins at most once an hour.",
    to: "期間が始まるのは、多くても 1 時間に 1 回です。",
  },
  {
    from: "The next window begins {} later, before this one is over.",
    to: "終わる前に次の期間が始まります（間隔は {1} です）。",
  },
  {
    from: "The target was changed or deleted meanwhile: read it again.",
    to: "その間に対象が変更または削除されました。読み直してください。",
  },
  { from: "This is not a header name.", to: "ヘッダー名の形式ではありません。" },
  { from: "A {} has no body.", to: "{1} に本文は付けられません。" },
  { from: "This is longer than the timeout.", to: "タイムアウトより長くなっています。" },
  {
    from: "This header is named twice: its name has no case.",
    to: "このヘッダーは 2 回指定されています。大文字と小文字は区別されません。",
  },
  {
    from: "This value cannot be sent in a header.",
    to: "この値はヘッダーでは送れません。",
  },
  {
    from: '"{}" stands for a stored value, and there is none.',
    to: "「{1}」は保存済みの値を表しますが、保存された値がありません。",
  },
  {
    from: "Give the value again: a secret is not shown by marking it as none.",
    to: "値を入力し直してください。秘密の指定を外しても、値は表示されません。",
  },
  {
    from: 'This is a status such as 200, a class such as "2xx" or a range such as "200-299".',
    to: "200 のようなステータス、2xx のような分類、200-299 のような範囲を指定します。",
  },
  { from: "A site is read with GET.", to: "サイトは GET で取得します。" },
  {
    from: "Only a site is crawled: this goes with kind site.",
    to: "クロールするのはサイトだけです。種類を site にします。",
  },
  {
    from: 'This is a URL pattern such as "{}" or "{}".',
    to: "URL パターンを「{1}」や「{2}」のように指定します。",
  },
  {
    from: "Regular expressions in patterns are not taken.",
    to: "パターンに正規表現は使えません。",
  },
  {
    from: 'This is a media type such as "{}" or "{}".',
    to: "メディアタイプを「{1}」や「{2}」のように指定します。",
  },
  {
    from: "On this deployment's plan a request has at most {} documents.",
    to: "この環境のプランでは、一度に送れる対象は {1} 件までです。",
  },
  {
    from: "Target {} would have {} tags of at most {}.",
    to: "対象 {1} のタグが {2} 個になり、上限の {3} 個を超えます。",
  },
  { from: "This has half a surrogate pair.", to: "文字の一部が欠けています。" },
];

/** What is refused as a whole. */
const ofProblems: readonly Pattern[] = [
  {
    from: "There is no target with the key {}.",
    to: "キーが {1} の対象はありません。",
  },
  { from: "There is no target {}.", to: "対象 {1} はありません。" },
  { from: "There is nothing at {}.", to: "{1} には何もありません。" },
  { from: "There is no job called {}.", to: "{1} というジョブはありません。" },
  { from: "Target {} has no crawl {}.", to: "対象 {1} にクロール {2} はありません。" },
  { from: "Target {} has no page {}.", to: "対象 {1} にページ {2} はありません。" },
  { from: "Target {} has no run for {}.", to: "対象 {1} に {2} の実行はありません。" },
  {
    from: "The sitemap of target {} has no part {}.",
    to: "対象 {1} のサイトマップに {2} 番はありません。",
  },
  { from: "This is not set aside.", to: "これは保留されていません。" },
  { from: "{} does not take {}.", to: "{1} では {2} を使えません。" },
  { from: "The job {} is running right now.", to: "ジョブ {1} は実行中です。" },
  {
    from: "Crawl {} of target {} is under way.",
    to: "対象 {2} のクロール {1} が実行中です。",
  },
  {
    from: "The target is paused, and its crawls with it: resume it first.",
    to: "対象とそのクロールは一時停止中です。先に再開してください。",
  },
  ...["{} times", "again and again"].map((often) => ({
    from: `Other requests changed this ${often} meanwhile; try again.`,
    to: "その間にほかの操作で何度も変更されました。もう一度お試しください。",
  })),
  {
    from: "Too many requests; wait a minute.",
    to: "リクエストが多すぎます。1 分待ってください。",
  },
  {
    from: "READ_TOKEN sees everything and changes nothing.",
    to: "READ_TOKEN ではすべてを見られますが、変更はできません。",
  },
  {
    from: "There is no {}, so no {} can log in.",
    to: "{1} が設定されていないため、この権限ではログインできません。",
  },
  { from: "The body is larger than {}.", to: "送られた内容が {1} を超えています。" },
  {
    from: "This form is not of this login. Open the page again and send it once more.",
    to: "このフォームは今のログインのものではありません。ページを開き直して、もう一度送ってください。",
  },
  {
    from: "This form stands on another site.",
    to: "このフォームは別のサイトにあります。",
  },
  {
    from: "Something went wrong here; it was logged.",
    to: "内部で問題が起き、ログに記録されました。",
  },
];

/** The last says what a value is, whatever is listed. */
export const refusalsJa: readonly Pattern[] = [
  ...ofForms,
  ...ofTimes,
  ...ofSchedules,
  ...ofCron,
  ...ofTargets,
  ...ofProblems,
  ...conditionRefusalsJa,
  ...incidentRefusalsJa,
  ...noticeRefusalsJa,
  ...readingRefusalsJa,
  ...heartbeatRefusalsJa,
  { from: "This is {}.", to: saysForm((form) => `${form}を指定します。`) },
];
