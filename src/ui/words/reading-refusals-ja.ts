// Holds the Japanese of what is refused of steps and of rules of changes.
import type { Pattern } from "#domain/translate.ts";

export const readingRefusalsJa: readonly Pattern[] = [
  { from: "This is a step such as {}.", to: "手順を {1} のように指定します。" },
  { from: "A step has one of {}.", to: "手順には次のいずれか一つを指定します：{1}。" },
  {
    from: "A step begins with one of {}.",
    to: "手順の書き出しは次のいずれかです：{1}。",
  },
  {
    from: 'After {} and its value comes nothing but "as" and a name.',
    to: "{1} とその値の後に書けるのは as と名前だけです。",
  },
  {
    from: 'The options of {} are {}; a ";" stands between.',
    to: "{1} のオプションは {2} です。; で区切ります。",
  },
  { from: "The option {} comes twice.", to: "オプション {1} が 2 回あります。" },
  { from: "This is no JSON object.", to: "JSON オブジェクトを指定します。" },
  { from: "There is no such step.", to: "この手順はありません。" },
  {
    from: "This names {}: each is a step of its own.",
    to: (kinds = "") =>
      `${kinds.split(" and ").join("、")} は、それぞれ別の手順にします。`,
  },
  {
    from: "A name is a lower-case letter, then up to 39 of a-z, 0-9 and _.",
    to: "名前は小文字で始め、a-z、0-9、_ を 40 文字以内で指定します。",
  },
  {
    from: "This is no name of a number: a-z, then a-z, 0-9 and _.",
    to: "数値の名前は小文字で始め、a-z、0-9、_ を使います。",
  },
  {
    from: "This is no CSS selector that can be used: {}.",
    to: "使える CSS セレクターではありません：{1}。",
  },
  {
    from: "A step gives text, HTML or an attribute.",
    to: "テキスト、HTML、属性のいずれか一つを取り出します。",
  },
  {
    from: "Another step has the name {}.",
    to: "名前 {1} はほかの手順で使われています。",
  },
  {
    from: "At most {} numbers have names.",
    to: "名前を付けられる数値は {1} 個までです。",
  },
  {
    from: "The answer to HEAD has no body: only its headers can be read.",
    to: "HEAD の応答には本文がないため、読み取れるのはヘッダーだけです。",
  },
  {
    from: "This names by, percent or both.",
    to: "by と percent の一方または両方を指定します。",
  },
  {
    from: "No step of extract reads a number of this name.",
    to: "この名前の数値を読み取る手順がありません。",
  },
  {
    from: "No step of extract reads a value named {}.",
    to: "{1} という名前の値を読み取る手順がありません。",
  },
  {
    from: "This is no CSS selector that can be used: {}",
    to: "使える CSS セレクターではありません：{1}。",
  },
  {
    from: "Only a page's numbers have rules: a site's pages are compared by their text.",
    to: "数値の規則はページだけに使えます。サイトのページはテキストで比べます。",
  },
];
