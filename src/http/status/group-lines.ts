// Reads and writes the groups of a status page as lines of text: "# Shop" begins a group,
// "home" or "home = Website" is a target in it, "tag: public" is a tag.
import type { StatusPage } from "#domain/status/status-page.ts";

type GroupDocument = {
  name: string;
  targets: (string | { target: string; name: string })[];
  tags: string[];
};

const tagForm = /^tag:\s*(.*)$/i;
const namedForm = /^([^=]*?)\s*=\s*(.*)$/;

/** Lines before the first heading are a group that has the name `usualName`. */
export function parseGroups(text: string, usualName: string): GroupDocument[] {
  const groups: GroupDocument[] = [];
  const current = (): GroupDocument => {
    if (groups.length === 0) groups.push({ name: usualName, targets: [], tags: [] });
    return groups.at(-1) as GroupDocument;
  };
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === "") continue;
    const [, tag] = tagForm.exec(line) ?? [];
    const [, target = "", name = ""] = namedForm.exec(line) ?? [];
    if (line.startsWith("#"))
      groups.push({ name: line.replace(/^#+\s*/, ""), targets: [], tags: [] });
    else if (tag !== undefined) current().tags.push(tag);
    else if (target !== "" && name !== "") current().targets.push({ target, name });
    else current().targets.push(line);
  }
  return groups;
}

export const writeGroups = ({ groups }: Pick<StatusPage, "groups">): string =>
  groups
    .map(({ name, targets, tags }) =>
      [
        `# ${name}`,
        ...targets.map((one) =>
          one.name === null ? `${one.id}` : `${one.id} = ${one.name}`,
        ),
        ...tags.map((tag) => `tag: ${tag}`),
      ].join("\n"),
    )
    .join("\n\n");
