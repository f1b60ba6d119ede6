// Ignores counters of visitors and of what they did: "1,234 views", "56 Kommentare".
import { mark, notAfter, notBefore } from "./mark.ts";

const number =
  "(?:\\d{1,3}(?:[.,'\u00a0\u202f ]\\d{3}){1,4}|\\d{1,12}(?:[.,]\\d{1,2})?)(?: ?(?:[KkMB]|mil|Mio\\.?|Tsd\\.?|万|億)(?!\\p{L}))?";

const things =
  "views?|visits?|visitors?|hits?|likes?|dislikes?|comments?|replies|reply|shares?|retweets?|reposts?|reactions?|followers?|subscribers?|members?|downloads?|plays?|reads?|readers?|votes?|upvotes?|points?|stars?|forks?|watching|online|reviews?|ratings?|" +
  "Aufrufe?|Besucher|Kommentare?|Antworten|Antwort|Abonnenten|Bewertungen|Bewertung|Leser|Klicks|" +
  "vues?|visites?|commentaires?|réponses?|abonnés?|avis|" +
  "visitas?|vistas?|visualizaciones|comentarios?|respuestas?|seguidores|" +
  "visualizações|comentários?|visualizzazioni|commenti|weergaven|reacties";

const before = new RegExp(`${notBefore}${number}(?= ?(?:${things})${notAfter})`, "giu");

const after = new RegExp(
  `${notBefore}((?:${things}) ?[:：(（] ?)${number}${notAfter}`,
  "giu",
);

const japanese =
  /(?<![\d.,…])\d[\d,.]{0,14}(?: ?[万億])?(?= ?(?:回(?:視聴|再生|閲覧|表示)|件の(?:コメント|返信|レビュー|評価)|(?:いいね|フォロワー|コメント|ビュー|閲覧|アクセス|再生)|人が閲覧|次观看|次播放|条评论|회 조회))|(?<=(?:いいね|フォロワー|コメント|閲覧数|アクセス数|再生回数|조회수|댓글) ?[:：(（]? ?)\d[\d,.]{0,14}(?![\d…])/g;

export const ignoreCounters = (text: string): string =>
  text.replace(before, mark).replace(after, `$1${mark}`).replace(japanese, mark);
