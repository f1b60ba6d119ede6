// Reads the zone behind a time of day: `Z`, `+01:00`, `UTC+9`, `CEST`.

/** Abbreviations, in minutes ahead of UTC. Those of the United States are as in RFC 2822. */
const abbreviations: Readonly<Record<string, number>> = {
  Z: 0,
  UT: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  MEZ: 60,
  CEST: 120,
  MESZ: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
};

const offset = /^ ?\(?(?:UTC|GMT)? ?([+-])(\d{1,2}):?(\d{2})?(?!\d)/;
const abbreviation = /^ ?\(?(Z|[A-Z]{2,4})(?![A-Za-z])/;

/** `length` is how many characters it takes. */
export type Zone = { minutesAhead: number; length: number };

/** The zone; UTC where none is told. */
export function readZone(after: string): Zone {
  const [text = "", sign, hours, minutes = "0"] = offset.exec(after) ?? [];
  if (sign !== undefined) {
    const size = Number(hours) * 60 + Number(minutes);
    return { minutesAhead: sign === "-" ? -size : size, length: text.length };
  }
  const [named = "", name = ""] = abbreviation.exec(after) ?? [];
  const minutesAhead = abbreviations[name];
  return minutesAhead === undefined
    ? { minutesAhead: 0, length: 0 }
    : { minutesAhead, length: named.length };
}
