// Holds the Japanese of what is refused of conditions.
import type { Pattern } from "#domain/translate.ts";

export const conditionRefusalsJa: readonly Pattern[] = [
  {
    from: "This is a comparison with a duration: {}.",
    to: "時間との比較を {1} のように指定します。",
  },
  {
    from: "This is a comparison with a size: {}.",
    to: "サイズとの比較を {1} のように指定します。",
  },
  {
    from: "This is a comparison with a number: {}.",
    to: "数値との比較を {1} のように指定します。",
  },
  {
    from: "This is a status, a class or a range: {}.",
    to: "ステータス、クラス、範囲のいずれかを指定します：{1}。",
  },
  { from: "This is a media type: {}.", to: "メディアタイプを指定します：{1}。" },
  { from: "This is an address: {}.", to: "アドレスを指定します：{1}。" },
  { from: "This is one of {}.", to: "次のいずれかを指定します：{1}。" },
  {
    from: "This is {} with a text, such as {}.",
    to: (_, example) => `${example} のように、語とテキストを指定します。`,
  },
  { from: "An empty text is in every text.", to: "空のテキストは必ず含まれます。" },
  {
    from: "This is == != < <= > >= contains lacks matches in younger or older, with a value, such as {}.",
    to: "{1} のように、演算子（== != < <= > >= contains lacks matches in younger older）と値を指定します。",
  },
  {
    from: 'This is "younger 2d" or "older 30d".',
    to: '"younger 2d" または "older 30d" のように指定します。',
  },
  {
    from: "This is the name of what a step reads.",
    to: "手順が読み取る値の名前を指定します。",
  },
  {
    from: "This is == != < <= > >= contains matches or in, with a value, such as {}.",
    to: "{1} のように、演算子（== != < <= > >= contains matches in）と値を指定します。",
  },
  {
    from: "{} compares numbers, and {} is none.",
    to: "{1} で比べられるのは数値だけです。{2} は数値ではありません。",
  },
  {
    from: "The list is no JSON; it is such as {}.",
    to: "リストは JSON で {1} のように指定します。",
  },
  { from: "{} is no JSONPath: {}.", to: "{1} は JSONPath ではありません：{2}。" },
  {
    from: "This path {} more than {}: that may take too long.",
    to: "このパスは探索に時間がかかりすぎるおそれがあります。",
  },
  {
    from: "{} is no regular expression of RE2: {}.",
    to: "{1} は RE2 の正規表現ではありません：{2}。",
  },
  {
    from: "{} is too large when its repetitions are written out.",
    to: "{1} は繰り返しを展開すると大きすぎます。",
  },
  {
    from: "A regular expression has at most {} characters.",
    to: "正規表現は {1} 文字以内で指定します。",
  },
  {
    from: 'This is "changed within 1d" or "unchanged for 1h".',
    to: '"changed within 1d" または "unchanged for 1h" のように指定します。',
  },
  {
    from: "This is a condition, such as {}.",
    to: "条件を {1} のように指定します。",
  },
  {
    from: "A condition is about one of {}.",
    to: "条件の対象は次のいずれかです：{1}。",
  },
  {
    from: "This condition is about {}; write another one for {}.",
    to: "この条件の対象は {1} です。{2} の条件は別に書きます。",
  },
  {
    from: "This is text; a whole condition is {}.",
    to: "テキストを指定します。条件の全体は {1} のようになります。",
  },
  {
    from: "What {} must be stands beside its name.",
    to: "{1} の条件は、名前のすぐ後に書きます。",
  },
  {
    from: 'This is "fail" or "degraded".',
    to: '"fail" または "degraded" を指定します。',
  },
  { from: "This is a list of conditions.", to: "条件のリストを指定します。" },
  { from: "A group has no such field.", to: "グループにこの項目はありません。" },
  { from: "A group has at least one condition.", to: "グループには条件が必要です。" },
  {
    from: 'Only the whole group says "as": "degraded".',
    to: '"as": "degraded" はグループ全体にだけ指定できます。',
  },
  {
    from: "Groups lie at most {} deep in each other.",
    to: "グループの入れ子は {1} 段までです。",
  },
  {
    from: "A group in a line is such as: {}.",
    to: "1 行のグループは次のように書きます：{1}。",
  },
  { from: "A condition is written on one line.", to: "条件は 1 行で書きます。" },
  {
    from: "A condition has at most {} characters.",
    to: "条件は {1} 文字以内で指定します。",
  },
  {
    from: "There are at most {} conditions, those in groups counted.",
    to: "条件はグループ内も含めて {1} 個までです。",
  },
  {
    from: "Only a site is crawled: this goes with kind site.",
    to: "クロールするのはサイトだけです。種類 site で指定します。",
  },
  {
    from: "A site is judged by crawl and duration, and by status, firstByte, size, contentType and redirectsTo of its start; header, body, json, content and reading go with kind page.",
    to: "サイトは crawl と duration、開始ページの status、firstByte、size、contentType、redirectsTo で判定します。header、body、json、content、reading は種類が page の対象で使えます。",
  },
  { from: "Only a job has counts.", to: "数を持つのはジョブだけです。" },
  { from: "This is the name of a count.", to: "ジョブの数の名前を指定します。" },
  { from: "The answer to HEAD has no body.", to: "HEAD の応答に本文はありません。" },
];
