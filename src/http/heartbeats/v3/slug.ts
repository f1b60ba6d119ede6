// Makes a slug of a name, as Healthchecks did before clients could name one.

/** Letters lose their accents; what is no letter, digit, _ or - is left out or a hyphen. */
export const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .replaceAll(/[^\p{ASCII}]/gu, "")
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(/[-\s]+/g, "-")
    .replaceAll(/^[-_]+|[-_]+$/g, "");
