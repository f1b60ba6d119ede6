// Holds the Japanese of sentences about runs, crawls and the service that other parts
// make in English: details of failures, reasons, steps of trials.
import { refusalsJa } from "./refusals-ja.ts";
import type { Pattern } from "./translate.ts";

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

const ofTrials: readonly Pattern[] = [
  { from: "It would next be due at {}.", to: "次の予定時刻は {1} です。" },
  { from: "It would never be due again.", to: "この先の予定はありません。" },
  { from: "{} from {}", to: answerLine },
  { from: "No answer from {}.", to: "{1} から応答がありません。" },
  {
    from: "That is a success: expected {}.",
    to: (expected = "") =>
      `成功です。期待値は ${expected.replaceAll(" or ", "、")} です。`,
  },
  {
    from: "robots.txt is not asked, as the target says.",
    to: "対象の設定により、robots.txt は確認しません。",
  },
  {
    from: "robots.txt does not allow the start.",
    to: "robots.txt が開始 URL を許可していません。",
  },
  {
    from: "robots.txt allows the start.",
    to: "robots.txt は開始 URL を許可しています。",
  },
  {
    from: "A crawl would follow {} links; refused: {}.",
    to: "クロールは {1} 件のリンクをたどります。たどらないもの：{2}。",
  },
  {
    from: "A crawl would follow {} links.",
    to: "クロールは {1} 件のリンクをたどります。",
  },
];

/** "200 from https://example.com/". */
function answerLine(status = "", url = ""): string | null {
  return /^\d{3}$/.test(status) ? `${url} の応答は ${status} でした` : null;
}

const ofHealth: readonly Pattern[] = [
  {
    from: "No tick has come yet: the first one ends within a minute or two of the deployment.",
    to: "ティックがまだありません。最初のティックはデプロイから 1、2 分で終わります。",
  },
  {
    from: "The last tick ended {} minutes ago.",
    to: "最後のティックは {1} 分前に終わりました。",
  },
  {
    from: "Slots have waited for {} seconds: the tick that was to serve them is lost.",
    to: "枠が {1} 秒待っています。処理するはずのティックが失われました。",
  },
  {
    from: "Slots have waited for {} seconds for a tick to serve them.",
    to: "枠が {1} 秒、処理するティックを待っています。",
  },
];

const ofJobs: readonly Pattern[] = [
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

const ofStorage: readonly Pattern[] = [
  {
    from: "The database has {} of {} ({} %).",
    to: "データベースは {2} のうち {1}（{3} %）を使っています。",
  },
  { from: "It is full.", to: "空きがありません。" },
  {
    from: "Too little is known yet to say how it grows.",
    to: "増え方を示すには、まだ記録が足りません。",
  },
  {
    from: "It has not grown in the last {} days.",
    to: "この {1} 日間、増えていません。",
  },
  {
    from: "It has grown by {} a day in the last {} days: years are left.",
    to: "この {2} 日間は 1 日に {1} 増え、あと数年使えます。",
  },
  {
    from: "It has grown by {} a day in the last {} days: it would be full in {} days.",
    to: "この {2} 日間は 1 日に {1} 増え、あと {3} 日で一杯になる見込みです。",
  },
  {
    from: "To make room it keeps runs for {} instead of {} and statistics of hours for {} instead of {}.",
    to: "空きを作るため、実行を {2} ではなく {1}、時間別の統計を {4} ではなく {3} 保存します。",
  },
  {
    from: "To make room it keeps runs for {} instead of {} and statistics of hours for {}.",
    to: "空きを作るため、実行を {2} ではなく {1}、時間別の統計を {3} 保存します。",
  },
  {
    from: "To make room it keeps runs for {} and statistics of hours for {} instead of {}.",
    to: "空きを作るため、実行を {1}、時間別の統計を {3} ではなく {2} 保存します。",
  },
  {
    from: "To make room it keeps runs for {} and statistics of hours for {}.",
    to: "空きを作るため、実行を {1}、時間別の統計を {2} 保存します。",
  },
];

/** What was in the way of a request; addresses are refused with the same words. */
export const detailsJa: readonly Pattern[] = [
  ...ofConnections,
  ...ofBlocks,
  ...ofCrawls,
  ...refusalsJa,
];

export const sentencesJa: readonly Pattern[] = [
  ...ofTrials,
  ...ofHealth,
  ...ofJobs,
  ...ofStorage,
  ...detailsJa,
];
