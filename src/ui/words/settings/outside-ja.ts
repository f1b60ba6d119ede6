// Holds the words of the pages of the dead-man ping and of the canaries, in Japanese.
import type { OutsideWords } from "./outside-en.ts";

export const outsideJa: OutsideWords = {
  settings: "設定",
  change: "変更",
  look: "確認",
  save: "保存",
  saved: "保存しました。",
  changed: "その間に変更されました。現在の内容を上で確かめて、もう一度保存してください。",
  deadMan: {
    title: {
      none: "ティックが止まっても外部は気付きません",
      set: "ティックが止まると外部が気付きます",
      untaken: "前回の死活監視の ping は受け取られませんでした",
    },
    lead: "正常なティックの後に、このアドレスへアクセスします。healthchecks.io や Uptime Kuma などは、しばらくアクセスがないと警報を出します。",
    now: "現在の設定",
    address: "アドレス",
    every: "最短間隔",
    labels: { url: "アドレス", everySeconds: "間隔（秒）" },
    hints: {
      url: "GET でアクセスします。秘密の値として暗号化して保存し、伏せて表示します。表示のままなら保存した値を使い続け、空なら送りません。",
      everySeconds: "60 以上です。分単位に切り上げます。",
    },
    test: "今すぐアクセス",
    tested: {
      taken: (status) => `アクセスし、応答は ${status} でした。`,
      refused: (status) =>
        `アクセスしましたが、応答は ${status} で、成功ではありません。`,
      silent: "アクセスしましたが、応答がありませんでした。",
    },
  },
  canaries: {
    name: "カナリア",
    title: {
      none: "カナリアはありません",
      some: (count) => `カナリア：${count} 件`,
    },
    lead: "ほとんどの対象から一度に応答がなくなると、これらのアドレスに確認します。どれも応答しなければ、こちらの接続が切れていると見なし、インシデントにしません。",
    labels: { urls: "アドレス" },
    hints: {
      urls: "1 行に 1 つ、5 つまで。同時に止まることがほとんどないホストを選びます。空なら、インシデントを保留しません。",
    },
    test: "今すぐ確認",
    caption: "今の応答",
    columns: { url: "アドレス", heard: "応答の有無", answer: "応答" },
    heard: { yes: "応答あり", no: "応答なし" },
    answered: (status) => `応答 ${status}`,
  },
};
