// Ignores times that are told from now: "3 minutes ago", "vor 5 Minuten", "3分前".
import { ignoreAll, notAfter, notBefore } from "./mark.ts";

const count = "(?:\\d{1,4}|an?|one|a few|few|about an?)";
const unit =
  "(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mos?|years?|yrs?|[smhdwy])";

const german =
  "vor (?:etwa |ca\\. )?(?:\\d{1,4}|einer|einem|wenigen) (?:Sekunden?|Minuten?|Min\\.?|Stunden?|Std\\.?|Tag(?:en)?|Wochen?|Monat(?:en)?|Jahr(?:en)?)";
const french =
  "il y a (?:environ )?(?:\\d{1,4}|une?|quelques) (?:secondes?|minutes?|min|heures?|jours?|semaines?|mois|ans?)";
const spanish =
  "(?:hace|há) (?:\\d{1,4}|una?|um|uma) (?:segundos?|minutos?|horas?|días?|dias?|semanas?|meses|mes|mês|años?|anos?)";
const italian =
  "(?:\\d{1,4}|una?|un') ?(?:secondi|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]) fa";
const dutch =
  "(?:\\d{1,4}|een) (?:seconden?|minuten|minuut|uur|dag(?:en)?|weken|week|maand(?:en)?|jaar) geleden";
const words =
  "just now|moments ago|yesterday|gerade eben|gestern|à l'instant|ayer|ieri|gisteren";

const spaced = new RegExp(
  `${notBefore}(?:${count} ?${unit} ago|${german}|${french}|${spanish}|${italian}|${dutch}|${words})${notAfter}`,
  "giu",
);

const joined =
  /(?<![\d…])(?:約 ?)?\d{1,4} ?(?:秒|分|時間|日|週間|か月|ヶ月|カ月|ヵ月|年|分钟|小时|天|周|个月|초|분|시간|일|주|개월|년) ?(?:以上)?(?:前|전)|たった今|昨日|刚刚|방금/g;

const ignoreSpaced = ignoreAll(spaced);
const ignoreJoined = ignoreAll(joined);

export const ignoreRelativeTimes = (text: string): string =>
  ignoreJoined(ignoreSpaced(text));
