// Shortens a name for a notice, which travels in a cookie.

const mostNameChars = 60;

export function shortName(name: string): string {
  const characters = [...name];
  return characters.length > mostNameChars
    ? `${characters.slice(0, mostNameChars - 1).join("")}…`
    : name;
}
