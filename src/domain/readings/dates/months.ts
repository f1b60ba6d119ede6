// Names the months as texts name them: in English, German, French, Spanish, Portuguese,
// Italian and Dutch.

const names =
  "january jan januar jänner jän janvier janv enero ene janeiro gennaio gen januari|" +
  "february feb februar feber février févr fév febrero fevereiro fev febbraio februari|" +
  "march mar märz mär mrz mars marzo março maart mrt|" +
  "april apr avril avr abril abr aprile|" +
  "may mai mayo maio maggio mag mei|" +
  "june jun juni juin junio junho giugno giu|" +
  "july jul juli juillet juil julio julho luglio lug|" +
  "august aug août aou agosto ago augustus|" +
  "september sep sept septembre septiembre setiembre setembro set settembre sett|" +
  "october oct oktober okt octobre octubre outubro out ottobre ott|" +
  "november nov novembre noviembre novembro|" +
  "december dec dezember dez décembre déc diciembre dic dezembro dicembre";

const monthsByName: ReadonlyMap<string, number> = new Map(
  names
    .split("|")
    .flatMap((month, i) => month.split(" ").map((name) => [name, i + 1] as const)),
);

/** The names as alternatives of a regular expression, the longest first. */
export const monthNames = [...monthsByName.keys()]
  .sort((a, b) => b.length - a.length)
  .join("|");

/** 1 to 12. */
export const monthOf = (name: string): number | null =>
  monthsByName.get(name.toLowerCase()) ?? null;
