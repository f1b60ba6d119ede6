// Puts tables into documents, between marks that name them.

const begin = (name: string) => `<!-- simulate: ${name} -->`;
const end = "<!-- simulate: end -->";

/** The document with the table in its place. Throws when the document has no such place. */
export function withTable(document: string, name: string, table: string): string {
  const { from, to } = placeOf(document, name);
  return `${document.slice(0, from)}\n${table}\n${document.slice(to)}`;
}

/** The table that a document has. */
export function tableIn(document: string, name: string): string {
  const { from, to } = placeOf(document, name);
  return document.slice(from, to).trim();
}

function placeOf(document: string, name: string) {
  const at = document.indexOf(begin(name));
  const from = at + begin(name).length;
  const to = document.indexOf(end, from);
  if (at < 0 || to < 0) throw new Error(`the document has no place for "${name}"`);
  return { from, to };
}
