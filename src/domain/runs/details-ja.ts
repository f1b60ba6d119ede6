// Holds the Japanese of what stood in the way of a request or a run, which is told in
// English: the details of failures.
import { problemsJa } from "#domain/readings/told/problems-ja.ts";
import type { Pattern } from "#domain/translate.ts";

/** Why an address must not be fetched. */
export const addressesJa: readonly Pattern[] = [
  { from: "it is longer than {} characters", to: "{1} 文字を超えています" },
  { from: "it is not a valid URL", to: "URL の形式ではありません" },
  {
    from: "only http and https are fetched, not {}",
    to: "取得できるのは http と https だけです（{1} は不可）",
  },
  {
    from: "it carries a user name or password",
    to: "ユーザー名かパスワードが含まれています",
  },
  { from: "port {} is not allowed", to: "ポート {1} は許可されていません" },
  { from: "{} is an unspecified address", to: "{1} は未指定アドレスです" },
  { from: "{} is a multicast address", to: "{1} はマルチキャストアドレスです" },
  { from: "{} is a broadcast address", to: "{1} はブロードキャストアドレスです" },
  { from: "{} is a loopback address", to: "{1} はループバックアドレスです" },
  { from: "{} is a private address", to: "{1} はプライベートアドレスです" },
  { from: "{} is a link-local address", to: "{1} はリンクローカルアドレスです" },
  { from: "{} is a carrier-grade NAT address", to: "{1} は CGNAT のアドレスです" },
  { from: "{} is a reserved address", to: "{1} は予約済みアドレスです" },
  {
    from: "{} is a cloud provider's metadata address",
    to: "{1} はクラウドのメタデータ用アドレスです",
  },
  { from: "{} is a special-purpose address", to: "{1} は特殊用途のアドレスです" },
  { from: "{} is not a valid name", to: "{1} はホスト名の形式ではありません" },
  { from: "{} is a local name", to: "{1} はローカルな名前です" },
  {
    from: "{} has no dot, so it is a local name",
    to: "{1} はドットがないのでローカルな名前です",
  },
];

const ofConnections: readonly Pattern[] = [
  {
    from: "it was refused, or closed before an answer began",
    to: "拒否されたか、応答が始まる前に切断されました",
  },
  {
    from: "the connection was lost before the body's end",
    to: "本文の途中で接続が切れました",
  },
  { from: "the handshake failed", to: "ハンドシェイクに失敗しました" },
  {
    from: "its name does not resolve or the TLS handshake failed",
    to: "名前を解決できないか、TLS ハンドシェイクに失敗しました",
  },
  { from: "the runtime gave no reason", to: "理由は不明です" },
  {
    from: "Cloudflare got an empty, unknown or unexpected one (520)",
    to: "Cloudflare が受けた応答は空か、想定外のものでした（520）",
  },
  {
    from: "it refused Cloudflare's connection (521)",
    to: "Cloudflare からの接続が拒否されました（521）",
  },
  {
    from: "Cloudflare found no route to it (523)",
    to: "Cloudflare からの経路がありません（523）",
  },
  {
    from: "the handshake with Cloudflare failed (525)",
    to: "Cloudflare とのハンドシェイクに失敗しました（525）",
  },
  {
    from: "its certificate is not valid (526)",
    to: "証明書が有効ではありません（526）",
  },
  {
    from: "a 304 without having been asked conditionally",
    to: "条件付きリクエストではないのに 304 が返りました",
  },
  { from: "an answer without a status", to: "ステータスのない応答でした" },
];

const ofBlocks: readonly Pattern[] = [
  { from: "a rule in it forbids this", to: "規則が禁止しています" },
  { from: "one of its rules matches", to: "規則のひとつが当てはまります" },
  { from: "its robots.txt cannot be had", to: "robots.txt を取得できません" },
  {
    from: "its robots.txt cannot be had: the status is {}",
    to: "robots.txt を取得できません（ステータス {1}）",
  },
  { from: "its address is not public", to: "公開されたアドレスではありません" },
  {
    from: "it has an address that must not be fetched",
    to: "取得してはならないアドレスです",
  },
  {
    from: "the crawl was cancelled before",
    to: "その前にクロールが取り消されました",
  },
  {
    from: "the content type is among those that are kept",
    to: "コンテンツタイプが保存対象に含まれること",
  },
  { from: "the crawl's turn never came", to: "クロールの順番が来ませんでした" },
  { from: "its turn did not come", to: "順番が来ませんでした" },
  {
    from: "reading this page ended the invocation each time",
    to: "このページを読むたびに処理が打ち切られました",
  },
];

const ofCrawls: readonly Pattern[] = [
  { from: "The target was changed.", to: "対象が変更されました。" },
  { from: "It was cancelled.", to: "取り消されました。" },
  {
    from: "Going on with it ended {} times without a result.",
    to: "続きの処理が {1} 回、結果を残さずに終わりました。",
  },
  {
    from: "Reading {} of its pages ended the invocation.",
    to: "{1} ページで、読み取りの処理が打ち切られました。",
  },
  { from: "The page limit was reached.", to: "ページ数の上限に達しました。" },
  {
    from: "The site has more than {} URLs.",
    to: "サイトの URL が {1} 件を超えています。",
  },
  ...["was", "were"].flatMap((verb): Pattern[] => {
    const link = verb === "was" ? "link" : "links";
    const page = verb === "was" ? "page" : "pages";
    return [
      {
        from: `{} ${link} ${verb} too deep: a chain ends after {} links, one of sitemap indexes after a few.`,
        to: "{1} 件のリンクが深すぎました。連なりは {2} リンクまで、サイトマップの索引は数段までです。",
      },
      {
        from: `{} ${link} ${verb} deeper than {}.`,
        to: "{1} 件のリンクが深さ {2} を超えていました。",
      },
      {
        from: `{} ${link} ${verb} longer than {} characters.`,
        to: "{1} 件のリンクが {2} 文字を超えていました。",
      },
      {
        from: `{} ${page} ${verb} larger than {} bytes and ${verb} read in part.`,
        to: "{1} ページが {2} バイトを超えたため、途中まで読みました。",
      },
    ];
  }),
  ...["link", "links"].flatMap((link): Pattern[] => [
    {
      from: `{} ${link} had one query string too many for their path.`,
      to: "{1} 件のリンクは、パスごとのクエリ数の上限を超えました。",
    },
    {
      from: `{} ${link} stood on pages whose content many other URLs have as well.`,
      to: "{1} 件のリンクは、ほかの多くの URL と同じ内容のページにありました。",
    },
    {
      from: `{} ${link} repeated a path segment over and over.`,
      to: "{1} 件のリンクは、パスの一部を何度も繰り返していました。",
    },
  ]),
  {
    from: "A page or list had too many links to follow them all.",
    to: "リンクが多すぎて、すべてをたどれないページかリストがありました。",
  },
  ...["redirect", "redirects"].map((redirect) => ({
    from: `{} ${redirect} followed too many others.`,
    to: "{1} 件のリダイレクトが、続きすぎて打ち切られました。",
  })),
  {
    from: "1 sitemap or feed broke off before its end.",
    to: "1 件のサイトマップかフィードが途中で切れていました。",
  },
  {
    from: "{} sitemaps or feeds broke off before their ends.",
    to: "{1} 件のサイトマップかフィードが途中で切れていました。",
  },
];

const ofReadings: readonly Pattern[] = [
  { from: "step {} ({}) {}", to: "手順 {1}（{2}）：{3!}" },
  ...problemsJa,
  { from: "the body is longer than {} bytes", to: "本文が {1} バイトを超えています" },
  {
    from: "the reading is longer than {} bytes",
    to: "読み取った内容が {1} バイトを超えています",
  },
];

const ofLostRuns: readonly Pattern[] = [
  {
    from: "The invocation ended before the run did.",
    to: "実行が終わる前に、その処理の呼び出しが終了しました。",
  },
  {
    from: "Each round that served it ended with its invocation.",
    to: "これを処理した巡回は、そのたびに呼び出しごと終了しました。",
  },
  {
    from: "The invocation ended while it was dealt with.",
    to: "これを処理している間に、呼び出しが終了しました。",
  },
];

export const detailsJa: readonly Pattern[] = [
  ...ofConnections,
  ...ofBlocks,
  ...ofCrawls,
  ...ofLostRuns,
  ...ofReadings,
  ...addressesJa,
];
